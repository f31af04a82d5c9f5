"""What a server counts, as Prometheus reads it: the one door to prometheus-client."""

from collections.abc import Callable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from kg.serve.engine import Engine

MEDIA_TYPE = "text/plain; version=0.0.4"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters of one server, in a registry of its own."""

    def __init__(self, engine: Engine) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("kg_requests", "Requests answered.", ("route", "status"), registry=self._registry)
        self._seconds = Histogram(
            "kg_request_seconds", "Seconds from the head of a request to the end of its response.", ("route",),
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._counted = cache(self._requests.labels)  # routes and statuses are few
        self._timed = cache(self._seconds.labels)
        self._bytes = Counter("kg_response_bytes", "Bytes of bodies sent.", registry=self._registry)
        self._gauge("kg_queries_running", "Queries that run or wait.", lambda: engine.lanes.running)
        self._gauge("kg_answers_held_bytes", "Bytes of long answers that are being fetched.", lambda: engine.held)
        self._gauge("kg_answers_again", "Answers given again without a worker.", lambda: engine.answers.given)
        self._gauge("kg_workers_replaced", "Workers killed or lost since the start.", lambda: engine.lanes.replaced)
        self._gauge("kg_generation", "Number of the generation that is served.", lambda: _current(engine)[0])
        self._gauge("kg_generation_quads", "Quads of the generation that is served.", lambda: _current(engine)[1])
        self._gauge("kg_generation_made_seconds", "Unix time at which it was made.", lambda: _current(engine)[2])

    def count(self, route: str, status: int, size: int, seconds: float) -> None:
        """One request was answered."""
        self._counted(route, status).inc()
        self._timed(route).observe(seconds)
        self._bytes.inc(size)

    def text(self) -> bytes:
        """Everything in the text format of Prometheus."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, words: str, value: Callable[[], float]) -> None:
        Gauge(name, words, registry=self._registry).set_function(value)


def _current(engine: Engine) -> tuple[int, int, float]:
    generation = engine.generations.current
    return (generation.number, generation.quads, generation.made) if generation else (0, 0, 0.0)
