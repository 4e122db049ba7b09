"""Which of any number of values come again, in bounded memory: a set of numbers, then a Bloom filter."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

#: Values that are told apart exactly: each takes a hundred bytes.
_EXACT = 100_000
#: Bits of the filter, a power of two, and how many of them each value sets: of a million values of which none
#: comes again, hardly one is taken for one that does.
_BITS = 1 << 27
_EACH = 4


def met_again(values: Iterable[Hashable], exact: int = _EXACT) -> frozenset[int]:
    """Return the hashes of all values that come more than once, and perhaps of a few others.

    Above *exact* different values those met so far take a fixed 16 MiB.
    """
    once: set[int] = set()
    several: set[int] = set()
    bits: bytearray | None = None
    for value in values:
        number = hash(value)
        if bits is None:
            (several if number in once else once).add(number)
            if len(once) > exact:
                bits = bytearray(_BITS // 8)
                for known in once:
                    _set(bits, known)
                once.clear()
        elif _set(bits, number):
            several.add(number)
    return frozenset(several)


def _set(bits: bytearray, number: int) -> bool:
    """Set the bits of a number, and tell whether all of them were set before."""
    known = True
    at, step = number, (number >> 27) | 1
    for _ in range(_EACH):
        place = at % _BITS
        byte, bit = place >> 3, 1 << (place & 7)
        if not bits[byte] & bit:
            known = False
            bits[byte] |= bit
        at += step
    return known
