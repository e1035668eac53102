"""What a web page says of itself to machines: the day it was published, and who wrote it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from copilot.ingest.parts import clean, one_line

_PUBLISHED = {
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "publication_date",
    "publish_date",
    "publish-date",
    "pubdate",
    "sailthru.date",
    "parsely-pub-date",
}
_WRITTEN = {"author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"}
_DAY = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_LONGEST_DATA, _MOST_DATA, _MOST_META, _LONGEST_NAME = 200_000, 20, 300, 80


def published(soup: BeautifulSoup) -> dt.date | None:
    """The day a page was published on: of its meta elements, its structured data, its marked <time>."""
    marked = [_day(value) for name, value in _meta(soup) if name in _PUBLISHED]
    data = (_day(value) for value in _structured(soup, "datePublished"))
    times = (_day(str(tag.get("datetime") or "")) for tag in soup.find_all("time", limit=_MOST_META)
             if tag.has_attr("pubdate") or tag.get("itemprop") == "datePublished")  # fmt: skip
    return next((day for day in (*marked, *data, *times) if day is not None), None)


def written_by(soup: BeautifulSoup) -> str | None:
    """The author that a page names; an address is no name."""
    names = [value for name, value in _meta(soup) if name in _WRITTEN]
    data = (value for value in _structured(soup, "author"))
    for value in (*names, *data):
        name = one_line(clean(value))
        if name and len(name) <= _LONGEST_NAME and "://" not in name and re.search(r"[^\W\d_]", name):
            return name
    return None


def _meta(soup: BeautifulSoup) -> list[tuple[str, str]]:
    found = []
    for tag in soup.find_all("meta", limit=_MOST_META):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        found.append((str(name or "").lower(), str(tag.get("content") or "")))
    return found


def _structured(soup: BeautifulSoup, key: str) -> Iterator[str]:
    """The values of a property in a page's JSON-LD; of a person or company its name."""
    for tag in soup.find_all("script", type="application/ld+json", limit=_MOST_DATA):
        text = tag.string if isinstance(tag, Tag) else None
        if not text or len(text) > _LONGEST_DATA:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _values(data, key, 0)


def _values(data: Any, key: str, depth: int) -> Iterator[str]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _values(item, key, depth + 1)
    elif isinstance(data, dict):
        held = data.get(key)
        for value in held if isinstance(held, list) else [held]:
            name = value.get("name") if isinstance(value, dict) else value
            if isinstance(name, str):
                yield name
        yield from _values(data.get("@graph"), key, depth + 1)


def _day(value: str) -> dt.date | None:
    hit = _DAY.match(value)
    if hit is None:
        return None
    try:
        return dt.date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        return None
