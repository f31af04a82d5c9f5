"""Killable processes with limits: untrusted parsing and queries run in them.

Functions given to a worker are found by name, so they stand at module level; arguments and results are pickled.
``kg.workers.crew`` is the pool for an event loop; it is imported by name, so that no worker loads asyncio.
"""

from kg.workers.limits import MIB, Limits
from kg.workers.pool import Pool, map_each, run

__all__ = ["MIB", "Limits", "Pool", "map_each", "run"]
