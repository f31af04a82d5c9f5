"""Files from the web fetched a few at a time, ahead of the one that is wanted, and handed out in their order.

Promises: no more than ``AHEAD`` fetched files are in memory beside the one handed out; an error comes in the place
of its file; a build that ends early waits for no connection.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from kg.documents import FetchLimits, Source, fetch
from kg.errors import FetchFailed, KgError

AHEAD = 4
"""So many connections are open at once."""


def fetched_ahead(
    given: Iterable[Path | str | Source], limits: FetchLimits
) -> Iterator[Path | Source | Callable[[], Source]]:
    """Everything given, in its order; a URL as a call that returns its file, or raises what ``fetch`` raises."""
    waiting: deque[Path | Source | Callable[[], Source]] = deque()
    source = iter(given)
    while True:
        waiting.extend(
            _Fetch(one, limits).result if isinstance(one, str) else one for one in islice(source, AHEAD - len(waiting))
        )
        if not waiting:
            return
        yield waiting.popleft()


class _Fetch:
    """One file on its way. Its thread is a daemon: when the program ends, its connection does."""

    def __init__(self, url: str, limits: FetchLimits) -> None:
        self._url, self._limits = url, limits
        self._got: Source | KgError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._got = fetch(self._url, self._limits)
        except KgError as error:
            self._got = error.with_traceback(None)  # it would keep its connection from being closed

    def result(self) -> Source:
        """The file; it is forgotten here. Raises what fetching it raised."""
        self._thread.join()
        got, self._got = self._got, None
        if isinstance(got, Source):
            return got
        raise got or FetchFailed("fetching it broke off.", place=self._url, advice="Report what was printed above.")
