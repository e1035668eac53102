"""The parts of a web page that frame every page of its site: banners, menus, the foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

_ASIDES = {"newsletter", "cookie", "cookies", "consent", "gdpr", "rgpd", "unsubscribe", "breadcrumb", "breadcrumbs"}
_MAX_ASIDES = 100


def take_asides(soup: BeautifulSoup) -> list[Tag]:
    """The parts of a page that frame every page of its site, taken out of it; none when little else is left."""
    words = len(soup.get_text(" ").split())
    found = list(islice(_outermost_asides(soup), _MAX_ASIDES))
    if sum(len(tag.get_text(" ").split()) for tag in found) > 0.5 * words:
        return []
    return [tag.extract() for tag in found]


def _outermost_asides(soup: BeautifulSoup) -> Iterator[Tag]:
    pending: list[tuple[Tag, bool]] = [(soup, False)]
    while pending:
        tag, inside = pending.pop()
        inside = inside or tag.name in ("article", "blockquote")
        for child in reversed(tag.contents):
            if isinstance(child, Tag) and not _is_aside(child, inside=inside):
                pending.append((child, inside))
        yield from (child for child in tag.contents if isinstance(child, Tag) and _is_aside(child, inside=inside))


def _is_aside(tag: Tag, *, inside: bool) -> bool:
    """Whether a part frames the page; the foot of an article `inside` the page belongs to the article."""
    if tag.name in ("html", "body", "main", "article", "form", "input", "a"):
        return False
    if tag.name == "footer":
        return not inside
    named = f"{' '.join(filter(None, tag.get_attribute_list('class')))} {tag.get('id') or ''}".lower()
    return bool(set(re.split(r"[^a-z]+", named)) & _ASIDES)
