"""Fills a Word template (docxtpl, Jinja2 in its sandbox) with plain values; an unknown name is an error, never an empty place."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from greenlist.papers.typesetting import DEMO_LINE
from greenlist.papers.word import UNPRINTABLE, saved, write

Values = Mapping[str, str | Sequence[Mapping[str, str]]]


def fill(template: bytes, values: Values, *, is_demo: bool = False) -> bytes:
    """The filled paper. In the demo its first line says so, whatever the template holds."""
    paper = DocxTemplate(io.BytesIO(template))
    paper.render({name: _plain(value) for name, value in values.items()}, language(), autoescape=True)
    if is_demo:
        _say_demo(paper.docx)
    return saved(paper.docx)


def language() -> ImmutableSandboxedEnvironment:
    """Jinja2 without filters, tests and functions of its own."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.filters.clear()
    made.tests.clear()
    made.globals.clear()
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    return [{name: _plain(text) for name, text in row.items()} for row in value]


def _say_demo(document: Any) -> None:
    first = OxmlElement("w:p")
    document.element.body.insert(0, first)
    write(Paragraph(first, document), DEMO_LINE, size=9)
    Paragraph(first, document).paragraph_format.line_spacing = Pt(12)
