"""Reads text.md: passages with number, title, the heading they stand under, their words and line."""

import re
from dataclasses import dataclass
from pathlib import Path

PASSAGE = re.compile(r"^## (?P<id>[\d.]+) (?P<title>.+)$")
PHONE = re.compile(r"\d{3,4}-\d{7,8}|\b1[3-9]\d{9}\b")


@dataclass(frozen=True)
class Passage:
    """One numbered passage. `heading` is the notice's own heading above it."""

    id: str
    title: str
    heading: str
    text: str
    line: int

    @property
    def depth(self) -> int:
        return self.id.count(".")

    @property
    def public_text(self) -> str:
        """The words with contacts masked (C-64): a line that holds a phone number is left out."""
        kept = [line for line in self.text.splitlines() if not PHONE.search(line)]
        return "\n".join(kept)

    @property
    def contacts(self) -> list[str]:
        """The lines with a phone number, for those who signed in."""
        return [line for line in self.text.splitlines() if PHONE.search(line)]


def read_text(file: Path) -> tuple[str, tuple[Passage, ...]]:
    """(title of the notice, passages in order) of a text.md."""
    title = heading = ""
    passages: list[Passage] = []
    open_passage: tuple[str, str, int] | None = None
    words: list[str] = []

    def close() -> None:
        if open_passage:
            number, name, line = open_passage
            passages.append(Passage(number, name, heading, "\n".join(words).strip(), line))
        words.clear()

    for number, line in enumerate(_without_comment(file.read_text(encoding="utf-8")), start=1):
        if match := PASSAGE.match(line):
            close()
            open_passage = (match["id"], match["title"], number)
        elif line.startswith("# "):
            close()
            open_passage = None
            title, heading = (title or line[2:].strip()), line[2:].strip()
        elif open_passage and line.strip():
            words.append(line.strip())
    close()
    return title, tuple(passages)


def _without_comment(text: str) -> list[str]:
    """Lines of the file with the leading HTML comment blanked, so that line numbers stay true."""
    blanked = re.sub(r"<!--.*?-->", lambda m: "\n" * m.group().count("\n"), text, flags=re.DOTALL)
    return blanked.splitlines()
