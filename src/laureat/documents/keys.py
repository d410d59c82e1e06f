"""Where the keys of the papers are."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class DeuxDocKey:
    """The key that signs 2D-Docs."""

    path: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class SealKey:
    """Where the sealing key is: a PKCS#12 file, or a PEM key and its certificate chain."""

    key: Path
    certificate: Path | None = None
    passphrase: str = field(default="", repr=False)
