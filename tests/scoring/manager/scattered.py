"""Amounts in cents that share no pattern, the same in every run."""

from __future__ import annotations

import hashlib
from decimal import Decimal


def cents(rank: int, most: int) -> Decimal:
    """An amount of 1 to `most` cents that depends on the rank alone."""
    digest = hashlib.sha256(str(rank).encode()).digest()
    return Decimal(int.from_bytes(digest[:8], "big") % most + 1) / 100
