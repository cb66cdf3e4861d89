"""Whether words of a template are there and not to be seen: hidden, near white, too small, squeezed or moved out of the page."""

import re

from lxml import etree

from greenlist.papers.stationery.parts import W, tree

# What can be seen, least and most: half-points of size and of raising, per cent of width, twentieths of a point between letters.
SEEN = {"sz": (10, 3_000), "position": (-60, 60), "w": (30, 600), "spacing": (-60, 1_000)}
NUMBER = re.compile(r"-?\d+")
NEAR_WHITE, DARK = 0xD8, 0xA0
PALE_THEMES = {"background1", "background2", "light1", "light2"}


class Looks:
    """The looks of a template: its styles that hide what is written in them, those based on them too."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        styles = list(tree(parts, "word/styles.xml").iter(f"{W}style")) if "word/styles.xml" in parts else []
        based = {style.get(f"{W}styleId", ""): _value(style, "basedOn") for style in styles}
        self.hiding = {style.get(f"{W}styleId", "") for style in styles if hides(style.find(f"{W}rPr"))}
        for _ in based:
            more = {name for name, other in based.items() if other in self.hiding} - self.hiding
            if not more:
                break
            self.hiding |= more

    def hide(self, run: etree._Element) -> bool:
        """Is this run not to be seen?"""
        look = run.find(f"{W}rPr")
        if hides(look):
            return True
        if not self.hiding:
            return False
        own = None if look is None else look.find(f"{W}rStyle")
        named = (own, next(run.iterancestors(f"{W}p")).find(f"{W}pPr/{W}pStyle"))
        return any(style is not None and style.get(f"{W}val") in self.hiding for style in named)


def hides(look: etree._Element | None) -> bool:
    """Do these properties of a run take it out of sight?"""
    if look is None:
        return False
    if any(_is_on(look.find(f"{W}{name}")) for name in ("vanish", "webHidden", "specVanish")):
        return True
    return _is_pale(look) or any(not least <= _number(look, name, least) <= most for name, (least, most) in SEEN.items())


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true").lower() not in {"0", "false", "off"}


def _is_pale(look: etree._Element) -> bool:
    """White or near it, and not on something dark of its own."""
    color, ground = look.find(f"{W}color"), look.find(f"{W}shd")
    if color is None or (ground is not None and _least(ground.get(f"{W}fill", ""), 255) < DARK):
        return False
    return color.get(f"{W}themeColor") in PALE_THEMES or _least(color.get(f"{W}val", ""), 0) >= NEAR_WHITE


def _least(color: str, automatic: int) -> int:
    """The least of red, green and blue, 0 to 255."""
    try:
        return min(bytes.fromhex(color))
    except ValueError:
        return automatic


def _value(style: etree._Element, name: str) -> str:
    found = style.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _number(look: etree._Element, name: str, otherwise: int) -> int:
    found = NUMBER.match(_value(look, name))
    return int(found[0]) if found else otherwise
