"""What is remembered of queries: how long those of a shape took, and the answers to those that were asked before."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import Running, make_store, running

from kg.serve.lanes import shape_of
from kg.serve.outlet import Reply
from kg.serve.remembering import Answers, is_repeatable


def test_a_shape_is_a_query_without_what_varies() -> None:
    one = shape_of("SELECT ?s { ?s <urn:a> 'x', 12 }")
    assert one == shape_of('SELECT ?s {\n ?s <urn:b>  "y z", 7 }')
    assert one != shape_of("SELECT ?s { ?s <urn:a> 'x' . ?t ?u ?v }")


@pytest.mark.parametrize("call", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_has_no_answer_to_keep(call: str) -> None:
    assert not is_repeatable(f"SELECT ({call} AS ?x) {{}}")
    assert is_repeatable("SELECT (STRLEN('x') AS ?known) {}")


def reply(size: int, file: str = "") -> Reply:
    return "text/csv", size, b"x" * size, file, ""


def test_answers_are_of_one_generation_and_of_bounded_size() -> None:
    answers = Answers(5000)
    assert answers.find(1, "a") is None
    answers.keep(1, "a", reply(2000), 0)
    answers.keep(1, "b", reply(1000), 0)
    assert answers.find(1, "a") == reply(2000)
    answers.keep(1, "c", reply(1000), 0)  # 2500 + 1500 + 1500 bytes: the one asked for longest ago goes
    assert [answers.find(1, name) is not None for name in "abc"] == [True, False, True]
    answers.keep(1, "long", reply(9, file="somewhere"), 0)
    answers.keep(1, "longer than all", reply(6000), 0)
    assert answers.find(1, "long") is answers.find(1, "longer than all") is None
    assert answers.find(2, "a") is None
    answers.keep(1, "late", reply(1), 0)
    assert answers.find(2, "late") is None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(make_store(tmp_path_factory.mktemp("lanes") / "store"), updates=True) as one:
        yield one


def counted(server: Running, name: str) -> float:
    lines = server.send("GET", "/metrics").body.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def again(server: Running) -> float:
    return counted(server, "kg_answers_again")


def test_an_answer_is_given_again_until_the_store_changes(server: Running) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s <urn:counted> ?o }"
    assert server.update("INSERT DATA { <urn:a> <urn:counted> 1 }").status == 204
    before = again(server)
    first, second = server.query(query), server.query(query)
    assert first == second or (first.status, first.content) == (second.status, second.content)
    assert again(server) == before + 1
    assert server.query(query, Accept="text/csv").content == b"n\r\n1\r\n"
    assert server.update("INSERT DATA { <urn:b> <urn:counted> 1 }").status == 204
    counted = json.loads(server.query(query).body)["results"]["bindings"][0]["n"]["value"]
    assert counted == "2"


def test_what_differs_each_time_differs_each_time(server: Running) -> None:
    query = "SELECT (STRUUID() AS ?x) {}"
    assert server.query(query).content != server.query(query).content


def test_a_mistake_is_not_remembered_as_an_answer(server: Running) -> None:
    before = again(server)
    assert [server.query("SELECT nothing").status for _ in range(2)] == [400, 400]
    assert again(server) == before


# what takes long ---------------------------------------------------------------------------------------------------

_ENDLESS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9))


def limited(most: int) -> str:
    """A query of one shape, that takes the longer the greater the number is."""
    return f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {_ENDLESS} }} LIMIT {most} }} }}"


def test_a_shape_that_misleads_holds_the_quick_lane_for_a_moment_and_once(tmp_path: Path) -> None:
    """Both workers of the quick lane are taken by what was trained to look quick; others are answered soon again."""
    with running(make_store(tmp_path / "store"), "--seconds", "8", "--remember", "0") as server:
        quick = "ASK { ?s a <urn:x> }"
        assert [server.query(one).status for one in (limited(1), limited(2), quick)] == [200] * 3
        with ThreadPoolExecutor(2) as clients:
            slow = [clients.submit(server.query, limited(10**12 + n)) for n in range(2)]
            time.sleep(0.3)
            began = time.monotonic()
            assert server.query(quick).status == 200
            assert time.monotonic() - began < 6, "the quick lane is free before the others' time is over"
            said = [one.result() for one in slow]
        assert [one.status for one in said] == [503] * 2
        assert all("not done within the 8 s" in one.body for one in said), "the limit it is told is its own"
        assert counted(server, "kg_queries_misled") == 2
        assert server.query(limited(3)).status == 200, "it is answered,"
        assert server.query(limited(10**12)).status == 503
        assert counted(server, "kg_queries_misled") == 2, "and its shape is not taken for quick again"
