"""What the reading of one file may cost."""

import struct
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one child: past any of these, it is killed."""

    processor: float
    """Seconds of processor."""
    duration: float
    """Seconds on the clock."""
    memory: int
    """Bytes, beside what the readers themselves occupy."""

    FORMAT: ClassVar[struct.Struct] = struct.Struct("!ddQ")

    def to_bytes(self) -> bytes:
        """As the nursery is told."""
        return self.FORMAT.pack(self.processor, self.duration, self.memory)

    @classmethod
    def from_bytes(cls, told: bytes) -> "Limits":
        """The same, read back."""
        return cls(*cls.FORMAT.unpack(told))
