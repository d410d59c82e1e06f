"""Inputs drawn from sound ones: cut, spliced, doubled, flipped, with what readers stumble on put in."""

import os
import random
import time
from collections.abc import Callable, Sequence

from support.fuzzing_inside import spoilt_inside

COUNT = int(os.environ.get("LAUREAT_ESSAIS", "100000"))
"""Inputs for each reader."""
SECONDS = float(os.environ.get("LAUREAT_SECONDES", "inf"))
"""After which a reader is given no more."""
_STUMBLING = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\r",
    b'"',
    b"'",
    b";",
    b"=",
    b"\xc2\xa0",
    b"99999999999999999999",
    b"-1",
    b"1e309",
    b"NaN",
    b"<",
    b"&#0;",
    b"]]>",
    b"{",
    b"[" * 50,
    b"%",
    b"stream\n",
    b"\xf0\x9f\x98\x80",
    b"\x80",
    b"31/02/2026",
    b"@1900",
)


def mutated(seeds: Sequence[bytes], draw: random.Random) -> bytes:
    """One input: bytes changed at random; every other time, where it is a container, within it."""
    content = draw.choice(seeds)
    if draw.random() < 0.5:
        inside = spoilt_inside(content, lambda part: _spoilt(part, [part], draw), draw)
        if inside is not None:
            return inside
    return _spoilt(content, seeds, draw)


def _spoilt(seed: bytes, seeds: Sequence[bytes], draw: random.Random) -> bytes:
    content = bytearray(seed)
    for _ in range(draw.choice((1, 1, 1, 2, 3, 8))):
        if not content:
            break
        start = draw.randrange(len(content))
        end = min(len(content), start + draw.choice((1, 1, 2, 8, 64, 1024)))
        match draw.randrange(7):
            case 0:
                content[start] ^= 1 << draw.randrange(8)
            case 1:
                del content[start:end]
            case 2:
                content[start:start] = content[start:end]
            case 3:
                content[start:start] = draw.choice(_STUMBLING)
            case 4:
                content[start:end] = draw.choice(_STUMBLING)
            case 5:
                del content[start:]
            case 6:
                other = draw.choice(seeds)
                content[start:end] = other[draw.randrange(len(other) + 1) :][: draw.choice((8, 64, 512))]
    return bytes(content)


def fuzz(
    read: Callable[[bytes], object], seeds: Sequence[bytes], seed: int, count: int = COUNT
) -> tuple[int, int, float]:
    """How many inputs were given, how many were read without a complaint, and the longest reading (seconds of CPU).

    Raises AssertionError with the input, in hexadecimal, of the first reading that ends as none should.
    """
    draw, sound, longest, start = random.Random(seed), 0, 0.0, time.monotonic()
    for number in range(count):
        if time.monotonic() - start > SECONDS:
            return number, sound, longest
        content = mutated(seeds, draw)
        began = time.process_time()
        try:
            sound += bool(read(content))
        except Exception as error:
            raise AssertionError(f"essai {number} : {error!r}\n{content[:4000].hex()}") from error
        longest = max(longest, time.process_time() - began)
    return count, sound, longest
