"""What one call in a worker may use."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Wall time and memory of one call; ``network`` is off unless it is asked for.

    ``nice`` is how far the process gives way to others that want the processor, from 0 to 19.

    ``memory`` bounds the address space of the process (RLIMIT_AS), interpreter included: about 20 MiB are gone
    before the call begins, and 260 MiB once an Oxigraph store is open.
    """

    seconds: float = 60.0
    memory: int = 2048 * MIB
    network: bool = False
    nice: int = 0

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.memory <= 0:
            raise ValueError("limits are positive")
