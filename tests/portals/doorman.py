"""Every page passes the same doorman: language, one h1, labels, no inline code, no bare words on buttons, punctuation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml.html import HTMLParser as Parser
from lxml.html import document_fromstring

BARE = {"确定", "提交", "OK", "点击这里", "操作", "取消"}
UTF_8 = Parser(encoding="utf-8")
CONTROLS = {"form", "details", "button"}
HALF = re.compile(r"[\u4e00-\u9fff][,;:?!()][\u4e00-\u9fff]")


class Reader(HTMLParser):
    """Collects what the doorman asks about."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.h1: list[str] = []
        self.title = self.lang = ""
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.text: list[str] = []
        self.stack: list[str] = []
        self.button: list[str] | None = None

    def handle_starttag(self, tag, pairs):
        given = {k: v or "" for k, v in pairs}
        self.stack.append(tag)
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "h1":
            self.h1.append("")
        if tag == "label" and given.get("for"):
            self.labels.add(given["for"])
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            self.fields.append({**given, "in_label": "1" if "label" in self.stack[:-1] else ""})
        if tag == "th" and "scope" not in given:
            self.faults.append("th without scope")
        if tag == "script" and "src" not in given:
            self.faults.append("inline script")
        if tag == "button":
            self.button = []
        self.faults += [f"inline {name} on {tag}" for name in given if name == "style" or name.startswith("on")]
        if tag in {"input", "img", "meta", "link", "br", "hr", "use", "rect", "path", "circle"}:
            self.stack.pop()

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop() != tag:
            pass
        if tag == "button" and self.button is not None:
            if "".join(self.button).strip() in BARE:
                self.faults.append(f"bare button {''.join(self.button).strip()}")
            self.button = None

    def handle_data(self, data):
        if "title" in self.stack and "svg" not in self.stack:
            self.title += data
        elif "h1" in self.stack:
            self.h1[-1] += data
        if self.button is not None:
            self.button.append(data)
        if not {"script", "style", "title"} & set(self.stack):
            self.text.append(data)


def faults(html: str) -> list[str]:
    """Everything the doorman would not let through."""
    reader = Reader()
    reader.feed(html)
    found = list(reader.faults)
    if reader.lang != "zh-Hans":
        found.append("lang is not zh-Hans")
    if len(reader.h1) != 1:
        found.append(f"{len(reader.h1)} h1")
    elif not reader.title.startswith(reader.h1[0].strip().replace("\u3000", " ").split("　")[0][:4]):
        found.append(f"title {reader.title!r} does not begin with {reader.h1[0]!r}")
    for entry in reader.fields:
        if not (entry["in_label"] or entry.get("aria-label") or entry.get("id") in reader.labels):
            found.append(f"no label: {entry.get('name')}")
    if match := HALF.search("".join(reader.text)):
        found.append(f"half-width punctuation: {match.group()}")
    return found + sorted(set(_cards_without_captions(html)))


def _cards_without_captions(page: str) -> Iterator[str]:
    """On a telephone each line of a stacked table is a card: a cell that says something there says what (`data-label`)."""
    for cell in document_fromstring(page.encode(), parser=UTF_8).iterfind(".//table[@data-sheet]/tbody/tr/td"):
        table = next(cell.iterancestors("table"))
        is_plain = "pick" in cell.classes or cell.get("colspan") or cell.get("data-label")
        if "stacked" in table.classes and not is_plain and (said := " ".join(_said(cell).split())):
            yield f"no caption in {table.get('data-sheet')}: {said[:12]}"


def _said(element) -> str:
    """The text of a cell but for what stands in its buttons, forms and folds, which say it themselves."""
    is_control = not isinstance(element.tag, str) or element.tag in CONTROLS or "btn" in element.classes
    own = "" if is_control else (element.text or "") + "".join(map(_said, element))
    return own if element.tag == "td" else own + (element.tail or "")
