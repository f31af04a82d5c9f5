"""Killable workers: real processes, real limits, real signals."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from kg.errors import BadParameter, KgError, LimitExceeded
from kg.workers import MIB, Limits, Pool, map_each, run

QUICK = Limits(seconds=30, memory=512 * MIB)
SHORT = Limits(seconds=0.5, memory=512 * MIB)


def double(number: int) -> int:
    return number * 2


def behave(what: str) -> str:
    """Do the harm that ``what`` names."""
    if what == "spin":
        while True:
            pass
    if what == "sleep":
        time.sleep(600)
    if what == "eat":
        return str(len(bytearray(4096 * MIB)))
    if what == "eat for good":
        _KEPT.append(bytearray(200 * MIB))
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "exit":
        raise SystemExit(7)
    if what == "refuse":
        raise BadParameter("no such year.", place="year", advice="Give four digits.")
    if what == "blunder":
        raise ZeroDivisionError("division of nothing")
    return what


_KEPT: list[bytearray] = []


def process_id(_: object = None) -> int:
    return os.getpid()


def unsendable() -> object:
    return lambda: None


def call_out(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return "reached"


def write_to_stdout(text: str) -> int:
    return sys.stdout.write(text)


def test_run_gives_the_result_of_another_process() -> None:
    assert run(double, 21, limits=QUICK) == 42
    assert run(process_id, limits=QUICK) != os.getpid()


@pytest.mark.parametrize("what", ["spin", "sleep"])
def test_a_call_past_its_deadline_is_killed(what: str) -> None:
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"not done within the 0\.5 s"):
        run(behave, what, limits=SHORT)
    assert time.monotonic() - begun < 5


def test_memory_is_capped() -> None:
    with pytest.raises(LimitExceeded, match="out of the 512 MiB"):
        run(behave, "eat", limits=QUICK)


@pytest.mark.parametrize(
    ("what", "how"), [("kill", "SIGKILL"), ("crash", "SIGSEGV"), ("exit", "exit code 7")], ids=["kill", "crash", "exit"]
)
def test_a_death_is_told_with_its_signal_or_code(what: str, how: str) -> None:
    with pytest.raises(LimitExceeded, match=how):
        run(behave, what, limits=QUICK)


def test_errors_of_this_package_come_back_whole() -> None:
    with pytest.raises(BadParameter) as caught:
        run(behave, "refuse", limits=QUICK)
    assert str(caught.value) == "year: no such year. Give four digits."


def test_a_defect_comes_back_with_its_traceback() -> None:
    with pytest.raises(KgError, match="ZeroDivisionError: division of nothing") as caught:
        run(behave, "blunder", limits=QUICK)
    assert "in behave" in caught.value.__notes__[0]


def test_a_result_that_cannot_be_sent_is_an_error_and_the_worker_lives_on() -> None:
    with Pool(QUICK, 1) as pool:
        before = pool.run(process_id)
        with pytest.raises(KgError, match="pickle"):
            pool.run(unsendable)
        assert pool.run(process_id) == before


def test_a_function_without_a_name_is_refused_at_once() -> None:
    with pytest.raises((AttributeError, TypeError)), Pool(QUICK, 1) as pool:
        pool.run(lambda: 1)


def test_what_a_worker_prints_never_reaches_our_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    run(write_to_stdout, "noise", limits=QUICK)
    assert capfd.readouterr().out == ""


def test_the_network_is_cut_unless_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(KgError, match="PermissionError"):
            run(call_out, port, limits=QUICK)
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
        assert run(call_out, port, limits=Limits(memory=512 * MIB, network=True)) == "reached"


def families() -> list[str]:
    """The kinds of sockets that can be made here."""
    made = []
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
        except PermissionError:
            continue
        made.append(family.name)
    return made


def test_of_all_sockets_only_those_of_the_machine_itself_are_left() -> None:
    assert run(families, limits=QUICK) == ["AF_UNIX"]


def test_limits_are_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        Limits(seconds=0)


def test_healthy_workers_are_used_again() -> None:
    ids = {pid for _, pid in map_each(process_id, range(12), limits=QUICK, processes=2)}
    assert 1 <= len(ids) <= 2


def test_items_come_back_in_order_whatever_befalls_them() -> None:
    items = ["a", "kill", "b", "spin", "eat", "refuse", "c", "blunder", "crash", "exit", "d"]
    outcomes = list(map_each(behave, items, limits=SHORT, processes=2))
    assert [item for item, _ in outcomes] == items
    kinds = {item: type(result).__name__ for item, result in outcomes}
    assert kinds == {
        "a": "str", "b": "str", "c": "str", "d": "str",
        "kill": "LimitExceeded", "spin": "OutOfTime", "eat": "LimitExceeded",
        "crash": "LimitExceeded", "exit": "LimitExceeded", "refuse": "BadParameter", "blunder": "KgError",
    }  # fmt: skip
    assert [str(result).split(":")[0] for item, result in outcomes if item in {"kill", "spin"}] == ["kill", "spin"]


def test_a_result_does_not_depend_on_the_items_before_it() -> None:
    outcomes = list(map_each(behave, ["eat for good"] * 5, limits=QUICK, processes=1))
    assert outcomes == [("eat for good", "eat for good")] * 5


def test_items_are_taken_only_a_few_ahead() -> None:
    taken = []

    def items() -> object:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = map_each(double, items(), limits=QUICK, processes=1)
    assert next(results) == (0, 0)
    results.close()
    assert len(taken) < 20


def test_abandoning_the_iterator_ends_its_workers() -> None:
    results = map_each(process_id, range(50), limits=QUICK, processes=2)
    _, pid = next(results)
    assert isinstance(pid, int)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_closing_a_pool_ends_the_call_under_way() -> None:
    pool = Pool(QUICK, 1)
    caught: list[KgError] = []

    def wait() -> None:
        try:
            pool.run(behave, "sleep")
        except KgError as error:
            caught.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.5)
    pool.close()
    thread.join(5)
    assert [type(error) for error in caught] == [LimitExceeded]
    with pytest.raises(LimitExceeded, match="closed"):
        pool.run(double, 1)


SCRIPT = """
    import signal, sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background begins with it ignored
    sys.path.insert(0, sys.argv[1])
    from test_workers import behave, process_id
    from kg.workers import Limits, MIB, map_each
    limits = Limits(seconds=120, memory=512 * MIB)
    print(next(map_each(process_id, [1], limits=limits, processes=1))[1], flush=True)
    list(map_each(behave, ["spin"] * 4, limits=limits, processes=2))
"""


def _children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    threads = [Path(f"/proc/{pid}/task/{t.name}/children").read_text() for t in Path(f"/proc/{pid}/task").iterdir()]
    return sorted({int(child) for part in [text, *threads] for child in part.split()})


def _spinning_program() -> tuple[subprocess.Popen[str], list[int]]:
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(Path(__file__).parent)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert program.stdout is not None
    program.stdout.readline()
    deadline = time.monotonic() + 20
    while len(children := _children_of(program.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    return program, children


def _gone(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(_running(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _running(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_ctrl_c_ends_everything() -> None:
    program, children = _spinning_program()
    assert len(children) == 2
    os.killpg(program.pid, signal.SIGINT)
    _, stderr = program.communicate(timeout=20)
    assert _gone(children, 5)
    assert stderr.rstrip().endswith("KeyboardInterrupt")
    assert stderr.count("Traceback") == 1


def test_workers_do_not_outlive_a_killed_parent() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT.replace("seconds=120", "seconds=1")), str(Path(__file__).parent)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    program.stdout.readline()
    deadline = time.monotonic() + 10
    while not (children := _children_of(program.pid)) and time.monotonic() < deadline:
        time.sleep(0.01)
    program.kill()
    program.communicate()
    assert children
    assert _gone(children, 10)
