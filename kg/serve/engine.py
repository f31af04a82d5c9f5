"""From a request that is understood to an answer: the queue, the workers, the generation, and a client who leaves."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from kg.errors import (
    BadParameter,
    EnvironmentUnusable,
    InputError,
    KgError,
    LimitExceeded,
    NoSuchPage,
    QueryError,
    UnknownFormat,
    UnknownQuestion,
)
from kg.serve.asgi import Request, Response
from kg.serve.capacity import Capacity
from kg.serve.generations import Generations
from kg.serve.lanes import Lanes, Misled
from kg.serve.leaving import Leaving
from kg.serve.negotiation import takes_gzip
from kg.serve.outlet import Reply, Terms
from kg.serve.remembering import Answers
from kg.serve.requests import Refusal

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_STATUS: tuple[tuple[type[KgError], int], ...] = (
    (UnknownQuestion, 404),
    (NoSuchPage, 404),
    (UnknownFormat, 415),
    (QueryError, 400),
    (InputError, 400),
    (LimitExceeded, 503),
    (EnvironmentUnusable, 503),
)


class Engine:
    """Runs what readers ask for, in workers, within a capacity."""

    def __init__(self, lanes: Lanes, generations: Generations, capacity: Capacity) -> None:
        self.capacity = capacity
        self.generations = generations
        self.lanes = lanes
        self.held = 0
        self.answers = Answers(capacity.remembered_bytes)
        self._asked = 0
        self._leaving = Leaving()

    async def run(self, request: Request, shape: str, function: Callable[[str, Terms, *Ts], T], *args: *Ts) -> T:
        """``function(generation, terms, …)`` in a worker for ``shape``; raises ``Refusal`` or ``ClientGone``."""
        if self.held > self.capacity.held_bytes:
            raise Refusal(503, "too many long answers are still being fetched.", Retry_After="5")
        with self.generations.reading() as generation:
            folder, terms = str(generation.folder), self._terms(request)
            try:
                return await self._attempt(request, terms, self.lanes.run(shape, function, folder, terms, *args))
            except Misled:
                terms = self._terms(request)
                return await self._attempt(request, terms, self.lanes.unhurried(function, folder, terms, *args))

    async def _attempt(self, request: Request, terms: Terms, work: Coroutine[object, object, T]) -> T:
        """What ``work`` gives; where it gives nothing, a file that it began is removed."""
        done = False
        try:
            reply = await self._leaving.unless_gone(request, work)
            done = True
        except KgError as error:
            raise refusal(error) from error
        finally:
            if not done:
                Path(terms[0]).unlink(missing_ok=True)
        return reply

    async def again(
        self, request: Request, shape: str, function: Callable[[str, Terms, *Ts], Reply], *args: *Ts
    ) -> Reply:
        """What ``run`` gives, for what has one answer; what this generation answered is not asked of a worker again."""
        generation = self.generations.current
        number = generation.number if generation else 0
        question = (function, args, _takes_gzip(request))
        known = self.answers.find(number, question)
        if known is not None:
            return known
        reply = await self.run(request, shape, function, *args)
        self.answers.keep(number, question, reply, 2 * len(shape))
        return reply

    def response(self, reply: Reply) -> Response:
        """An answer as a response; what it holds on the disk is given back by ``sent``."""
        media_type, size, body, file, encoding = reply
        headers = {"Vary": "Accept, Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        if not file:
            return Response(200, media_type, body, headers)
        self.held += size
        return Response(200, media_type, headers=headers, file=Path(file), size=size)

    def sent(self, response: Response) -> None:
        """The response is sent, or nobody takes it."""
        if response.file is not None:
            response.file.unlink(missing_ok=True)
            self.held -= response.size

    def _terms(self, request: Request) -> Terms:
        self._asked += 1
        file = f"{self.generations.answers}/{self._asked}"
        return file, self.capacity.answer_bytes, _takes_gzip(request)


def _takes_gzip(request: Request) -> bool:
    return takes_gzip(request.headers.get("accept-encoding", ""))


def refusal(error: KgError) -> Refusal:
    """An error as the HTTP status that fits it, with its words."""
    return Refusal(_status(error), str(error))


def _status(error: KgError) -> int:
    if isinstance(error, BadParameter) and error.place == "format":
        return 406
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
