"""Letters that are boxes and ticks only in a symbol font: what the reader of the paper sees in their place."""

import re

# By font, the low byte of a character: Word keeps it as itself or in the private area (U+F0xx).
FONTS = {
    "wingdings": {0xFE: "☑", 0xFD: "☒", 0xFC: "✔", 0xFB: "✘", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x6E: "■", 0x6C: "●", 0xA1: "○", 0x78: "☒"},
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0x50: "✔", 0x4F: "✘", 0xA3: "☐", 0x2A: "☐", 0x98: "●", 0x99: "○"},
}  # fmt: skip


PRIVATE = re.compile("[\uf000-\uf0ff]")
ANY = {code: char for font in reversed(FONTS.values()) for code, char in font.items()}


def seen(text: str, font: str) -> str:
    """The text as it shows in this font; characters of the private area are symbols whatever the font is called."""
    shown = FONTS.get(font.strip().lower(), {}) if font else {}
    if not shown and not PRIVATE.search(text):
        return text
    return "".join(_shown(c, shown) for c in text)


def _shown(char: str, shown: dict[int, str]) -> str:
    is_private = 0xF000 <= ord(char) <= 0xF0FF
    code = ord(char) - 0xF000 if is_private else ord(char)
    return shown.get(code) or (ANY.get(code, char) if is_private else char)
