"""Words before a figure that say that it is rounded, and which way."""

from __future__ import annotations

import re

ABOUT = re.compile(
    r"(?<!\w)(?:environ|env\.|pres de|autour de|about|around|roughly|circa|approximately|nearly|etwa|rund|~|≈) ?$"
)
JUST_OVER = re.compile(
    r"(?<!\w)(?:un peu plus de|a peine plus de|just over|slightly over|slightly more than|plus de|over|more than) ?$"
)
JUST_UNDER = re.compile(
    r"(?<!\w)(?:un peu moins de|a peine|just under|slightly under|slightly less than|presque|almost|nearly) ?$"
)
