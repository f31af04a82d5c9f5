"""No client, whatever it sends, ends the server, gets what is not its own, or keeps others from their answers."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hostile import ATTACKS, CROSS, OPTIONS, children, client_going_away, post
from serving import Running, make_store, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(make_store(tmp_path_factory.mktemp("hostile") / "store"), *OPTIONS) as one:
        yield one
        assert one.process.poll() is None, "it lives to the end"


def alive(server: Running) -> bool:
    return server.query("ASK { ?s ?p ?o }").status == 200


def test_there_are_kinds_enough() -> None:
    assert len(ATTACKS) >= 30


@pytest.mark.parametrize("name", ATTACKS)
def test_an_unkind_client_is_refused_and_the_server_lives(server: Running, name: str) -> None:
    ATTACKS[name](server)
    assert alive(server)


def test_others_are_answered_while_a_query_never_ends(server: Running) -> None:
    endless = threading.Thread(target=post, args=(server, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"))
    endless.start()
    answers = [server.query("ASK {}").status for _ in range(10)]
    endless.join()
    assert answers == [200] * 10


def test_the_query_of_a_client_who_left_is_stopped(server: Running) -> None:
    assert alive(server)
    before = set(children(server.process.pid))
    client_going_away(server)
    deadline = time.monotonic() + 1.5  # its time would be over after 2 s
    while time.monotonic() < deadline and before <= set(children(server.process.pid)):
        time.sleep(0.05)
    assert not before <= set(children(server.process.pid))
    assert alive(server)


def test_one_client_too_many_is_told_to_come_again(tmp_path: Path) -> None:
    options = ("--seconds", "2", "--processes", "1", "--waiting", "1")
    with running(make_store(tmp_path / "store"), *options) as server:
        with ThreadPoolExecutor(3) as clients:
            said = list(clients.map(lambda _: post(server, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"), range(3)))
        turned_away = [one for one in said if one.headers["Retry-After"]]
        assert [one.status for one in said] == [503] * 3
        assert [one.headers["Retry-After"] for one in turned_away] == ["5"]
        assert "2 queries of this kind are running or waiting" in turned_away[0].body
        assert alive(server)


def test_what_attacks_left_is_nothing(server: Running) -> None:
    """No answer lies on the disk when nobody fetches it, and no query is counted as running."""
    deadline = time.monotonic() + 5
    home = next(server.store.parent.glob(".store.serving-????????"))
    while time.monotonic() < deadline and any((home / "answers").iterdir()):
        time.sleep(0.1)
    assert list((home / "answers").iterdir()) == []
    metrics = server.send("GET", "/metrics").body
    assert "\nkg_queries_running 0.0\n" in metrics
    assert "\nkg_answers_held_bytes 0.0\n" in metrics
    assert json.loads(server.send("GET", "/health").body)["ready"] is True
