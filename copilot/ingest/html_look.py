"""What a reader of a page sees: text that is not shown, too small, or of the colour that it stands on is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bs4.element import NavigableString, Tag
from PIL import ImageColor

Colour = tuple[int, int, int]
_GONE = re.compile(
    r"display\s*:\s*none|opacity\s*:\s*0(?:\.0+)?\s*(?:!|;|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:^|[;\s])(?:left|top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)",
    re.I,
)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_NO_ROOM = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:!|;|$)", re.I)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden", re.I)
_DECLARATION = re.compile(r"(?:^|;)\s*(color|background(?:-color|-image)?|font-size|visibility)\s*:\s*([^;]+)", re.I)
_NUMBERS = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?")
_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")
_SIZE = re.compile(r"(\d*\.?\d+)\s*([a-z%]*)")
_LEAST = {"em": 0.1, "rem": 0.1, "%": 10.0}
"""The size from which text is read; in points and pixels it is above one."""
_PLAIN = ("transparent", "none", "inherit", "initial", "unset")
_COLOURS, _UNSURE = ("color", "background"), "depends"
_LONGEST_SHEET = 300_000
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)|[a-z][a-z0-9]*", re.I)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_NEAR = 16
"""Two colours that differ no more than this in red, green and blue look the same."""


@dataclass(frozen=True)
class Look:
    """How the text of a tag is shown; `colour` and `ground` are None where nobody can tell."""

    gone: bool = False
    unseen: bool = False
    tiny: bool = False
    clear: bool = False
    colour: Colour | None = None
    ground: Colour | None = (255, 255, 255)

    @property
    def hidden(self) -> bool:
        """Whether a reader does not see the text."""
        if self.gone or self.unseen or self.tiny or self.clear:
            return True
        pair = zip(self.colour, self.ground, strict=True) if self.colour and self.ground else None
        return pair is not None and all(abs(one - other) <= _NEAR for one, other in pair)

    def inside(self, tag: Tag, sheet: dict[str, str]) -> Look:
        """The look of the text in a tag that stands in text of this look."""
        style = str(tag.get("style") or "")
        squeezed = _NO_ROOM.search(style) and _CUT.search(style)
        off = tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _GONE.search(style) or squeezed
        look = replace(self, gone=True) if off else self
        if tag.name == "a" and tag.has_attr("href"):
            look = replace(look, colour=None)  # a link has a colour of its own
        attributes = {"color": tag.get("color") or tag.get("text"), "background": tag.get("bgcolor")}
        attributes["background-image"] = "url" if tag.get("background") else None
        for key, value in attributes.items():
            look = look._with(key, str(value)) if value else look
        for declared in [*_rules(tag, sheet), style]:
            look = replace(look, gone=True) if _GONE.search(declared) else look
            for key, value in _DECLARATION.findall(declared):
                look = look._with(key.lower(), value.replace("!important", "").strip().lower())
        return look

    def _with(self, key: str, value: str) -> Look:
        if key == "visibility":
            return replace(self, unseen=value in ("hidden", "collapse"))
        if key == "font-size":
            return replace(self, tiny=self._is_tiny(value))
        if value in ("inherit", "initial", "unset"):
            return self
        if key == "color":
            return replace(self, clear=_is_clear(value), colour=_colour(value))
        plain = value in _PLAIN or _is_clear(value)
        return (
            self if plain else replace(self, ground=None if "url" in value or "gradient" in value else _colour(value))
        )

    def _is_tiny(self, value: str) -> bool:
        hit = _SIZE.match(value)
        if hit is None:
            return self.tiny and value in ("inherit", "smaller", "larger")
        relative = hit[2] in ("em", "%")
        return float(hit[1]) <= _LEAST.get(hit[2], 1.0) or (relative and self.tiny)


def style_sheet(page: Tag) -> dict[str, str]:
    """The declarations that a page's own style sheets give to plain tags, classes and ids.

    Those that hold for some screens only are left out.
    """
    found: dict[str, str] = {}
    for style in page.find_all("style"):
        depth = 0
        for rule in _COMMENT.sub(" ", style.get_text()[:_LONGEST_SHEET]).split("}"):
            selectors, _, declared = rule.partition("{")
            if depth == 0 and "{" not in declared:
                _add_rule(found, selectors, declared)
            depth = max(0, depth + rule.count("{") - 1)
    return found


def _add_rule(found: dict[str, str], selectors: str, declared: str) -> None:
    """Note a rule; one that holds only in certain places makes the colours of its tags uncertain."""
    for selector in selectors.split(","):
        words = selector.split()
        hit = _SELECTOR.match(words[-1]) if words else None
        if hit is not None:
            sure = len(words) == 1 and hit[0] == words[0]
            key = hit[1] or hit[0].lower()
            told = declared if sure else ";".join(f"{name}:{_UNSURE}" for name in _COLOURS if name in declared.lower())
            found[key] = f"{found.get(key, '')};{told}"


def is_struck(tag: Tag, sheet: dict[str, str]) -> bool:
    """Whether the text of a tag is struck out, by its name, its style or a rule of the page's own sheet."""
    if tag.name in ("s", "strike", "del"):
        return True
    return any(_LINE_THROUGH.search(declared) for declared in (*_rules(tag, sheet), str(tag.get("style") or "")))


def _rules(tag: Tag, sheet: dict[str, str]) -> list[str]:
    """What a page's own sheets declare of a tag."""
    named = [tag.name, *(f".{name}" for name in tag.get_attribute_list("class") if name), f"#{tag.get('id')}"]
    return [sheet[key] for key in named if key in sheet]


def take_hidden(node: Tag, look: Look, sheet: dict[str, str]) -> str:
    """Take the text out of `node` that a reader does not see; returns it."""
    taken: list[str] = []
    pending = [(node, look)]
    while pending:
        tag, around = pending.pop()
        for child in list(tag.children):
            if isinstance(child, Tag):
                inner = around.inside(child, sheet)
                if inner.gone:
                    taken.append(child.get_text(" "))
                    child.clear()
                else:
                    pending.append((child, inner))
            elif isinstance(child, NavigableString) and around.hidden and child.strip():
                taken.append(str(child))
                child.extract()
    return " ".join(taken)


def _colour(value: str) -> Colour | None:
    numbers = _NUMBERS.search(value)
    if numbers:
        return int(numbers[1]), int(numbers[2]), int(numbers[3])
    digits = _HEX.search(value)
    if digits:
        wide = digits[1] if len(digits[1]) > 4 else "".join(2 * digit for digit in digits[1])
        return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:6], 16)
    known = ImageColor.colormap.get(value.lower().split(" ", 1)[0])
    return _colour(str(known)) if known else None


def _is_clear(value: str) -> bool:
    numbers = _NUMBERS.search(value)
    return value == "transparent" or bool(numbers and numbers[4] and float(numbers[4].rstrip(".") or 1) < 0.05)
