"""Kind and unkind clients on one ``kg serve`` process for minutes: nothing ends it, and the kind ones are answered.

python tests/soak.py SECONDS    first idle, for comparison; then 32 clients, half of them unkind

It fails where the server ends, gives a kind client a wrong answer, keeps more memory, answers kind clients ten times
slower than when idle (95th percentile), or leaves anything behind.
"""

import json
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile import ATTACKS, OPTIONS, children, resident
from serving import Running, Said, make_store, running

_FIXED = "1234567"
_KIND, _UNKIND, _IDLE_SECONDS = 16, 16, 10
_QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) (%d AS ?varied) { ?s a ?type }",
    "PREFIX cnf: <https://w3id.org/cnfiscal/def#> SELECT ?f (%d AS ?varied) { ?f a cnf:Figure } ORDER BY ?f",
)


class Patient(Running):
    """A server whose unkind clients come again when the queue turns them away: they are there for the answer."""

    def send(self, *args: Any, **kwargs: Any) -> Said:
        """Send until there is a place in the queue."""
        while True:
            said = super().send(*args, **kwargs)
            if said.headers["Retry-After"] is None:
                return said
            time.sleep(0.5)


@dataclass
class Account:
    """What clients saw: latencies of whole answers in seconds, statuses, and failures in words."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    attacks: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """A percentile of the latencies, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def kind(server: Running, until: float, account: Account, expected: dict[str, str]) -> None:
    """Ask what can be answered, at a person's pace; being told to come again is an answer, a wrong one is not."""
    chance = random.Random(threading.get_ident())
    while time.monotonic() < until:
        query, number = chance.choice(_QUESTIONS), chance.randrange(10**6, 10**7)
        began = time.monotonic()
        try:
            said = server.query(query % number)
        except OSError as error:
            account.failures.append(f"kind client: {error}")
            continue
        account.statuses[said.status] += 1
        if said.status == 200:
            account.seconds.append(time.monotonic() - began)
            if said.body.replace(str(number), _FIXED) != expected[query]:
                account.failures.append(f"kind client: {said.body[:200]}")
        time.sleep(chance.uniform(0.05, 0.25))


def unkind(server: Running, until: float, account: Account) -> None:
    """Attack after attack, in an order of its own; the answers of the queue are as good as those expected."""
    chance = random.Random(threading.get_ident())
    patient = Patient(server.process, server.port, server.updates, server.store)
    names = [name for name in ATTACKS if name != "rebuilt_store"]
    while time.monotonic() < until:
        name = chance.choice(names)
        account.attacks[name] += 1
        try:
            ATTACKS[name](patient)
        except AssertionError as error:
            if "SIGKILL" not in str(error):  # another one killed that worker
                account.failures.append(f"{name}: {traceback.format_exc()[-600:]}")
        except OSError as error:
            account.failures.append(f"{name}: {error}")


def run(server: Running, seconds: float, clients: tuple[int, int], expected: dict[str, str]) -> Account:
    """What so many kind and unkind clients saw."""
    account, until = Account(), time.monotonic() + seconds
    threads = [threading.Thread(target=kind, args=(server, until, account, expected)) for _ in range(clients[0])]
    threads += [threading.Thread(target=unkind, args=(server, until, account)) for _ in range(clients[1])]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(5)
        print(f"  {max(0, until - time.monotonic()):4.0f} s left, {memory(server)} MiB", file=sys.stderr)
    return account


def memory(server: Running) -> int:
    """What the server and its workers hold, in MiB."""
    return sum(resident(process) for process in (server.process.pid, *children(server.process.pid))) // 1024


def main() -> None:
    """Run as the docstring says; the exit code tells."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        with running(make_store(Path(folder) / "store"), *OPTIONS) as server:
            expected = {query: server.query(query % int(_FIXED)).body for query in _QUESTIONS}
            before = resident(server.process.pid) // 1024
            idle = run(server, _IDLE_SECONDS, (2, 0), expected)
            busy = run(server, seconds, (_KIND, _UNKIND), expected)
            time.sleep(5)
            after = run(server, _IDLE_SECONDS, (2, 0), expected)
            problems = judge(server, idle, busy, before)
            tell(server, {"idle": idle, "under attack": busy, "idle again": after}, before)
        left = [entry.name for entry in Path(folder).iterdir() if entry.name != "store"]
    problems += [f"left behind: {left}"] if left else []
    print("\n".join(problems) or "nothing failed")
    sys.exit(1 if problems else 0)


def judge(server: Running, idle: Account, busy: Account, before: int) -> list[str]:
    """What is not as it should be."""
    problems = [*idle.failures[:5], *busy.failures[:10]]
    if server.process.poll() is not None:
        problems.append("the server ended")
    if busy.percentile(0.95) > 10 * idle.percentile(0.95):
        problems.append("kind clients were answered ten times slower than when idle")
    if resident(server.process.pid) // 1024 > before + 150:
        problems.append("the server kept more memory")
    return problems


def tell(server: Running, accounts: dict[str, Account], before: int) -> None:
    """The figures."""
    for name, one in accounts.items():
        print(
            f"{name:<13} {len(one.seconds):>6} answers,"
            f" p50 {one.percentile(0.5):.1f} ms, p95 {one.percentile(0.95):.1f} ms,"
            f" statuses {json.dumps(one.statuses, sort_keys=True)}, {len(one.failures)} failures"
        )
    attacks = accounts["under attack"].attacks
    print(f"{sum(attacks.values())} attacks of {len(attacks)} kinds")
    print(f"server process {before} MiB before, {resident(server.process.pid) // 1024} MiB after")


if __name__ == "__main__":
    main()
