"""What stands in a report's text: found once in a child for a text and a question, and kept, so that no page of ours finds it anew."""

import json
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from typing import Any

from greenlist.casework.applications.models import ReportFindings
from greenlist.casework.applications.paper_versions import Marked
from greenlist.casework.files.children import run_child
from greenlist.casework.files.models import PageTexts, StoredFile
from greenlist.casework.files.page_texts import page_texts
from greenlist.casework.journal.clock import now
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.report_check import VERSION, Chapter, Declared, FoundChapter, FoundFigure
from greenlist.papers.version_mark import VersionMark

CHILD = "greenlist.casework.applications.report_check_child"
SECONDS = 15


@dataclass(frozen=True)
class Question:
    """What is asked of a text: chapters, the declared figures of a year, the names its unit bears or bore, the site's first.

    `bodies` are names of evaluating bodies to look for.
    """

    chapters: tuple[Chapter, ...]
    names: tuple[str, ...]
    declared: tuple[Declared, ...] = ()
    year: int = 0
    bodies: tuple[str, ...] = ()

    def as_content(self) -> dict[str, Any]:
        """As it is told to the child, and digested."""
        chapters = [[c.id, c.heading, list(c.others)] for c in self.chapters]
        declared = [[d.id, d.label, d.value, d.unit] for d in self.declared]
        return {"finder": VERSION, "chapters": chapters, "declared": declared, "year": self.year, "names": list(self.names),
                "bodies": list(self.bodies)}  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """The answers; without `has_text` only the marks in codes are known. `is_failed`: it could not be read to its end."""

    has_text: bool = False
    is_failed: bool = False
    doubt: str = ""
    bodies: tuple[str, ...] = ()
    marks: tuple[Marked, ...] = ()
    chapters: tuple[FoundChapter, ...] = ()
    figures: tuple[FoundFigure, ...] = ()


def findings_in(file: StoredFile, question: Question) -> Findings:
    """What stands in a stored paper; kept for its bytes and the question, also that it could not be read."""
    content = question.as_content()
    key = {"text_digest": file.digest, "question_digest": digest_of(canonical(content))}
    kept = ReportFindings.objects.filter(**key).first()
    if kept is None:
        found = _found(page_texts(file), content)
        kept, _ = ReportFindings.objects.get_or_create(**key, defaults={"found": found, "found_at": now()})
    return _read(kept.found)


def _found(read: PageTexts | None, question: dict[str, Any]) -> dict[str, Any]:
    if read is None:
        return {}
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as asked:
        json.dump({"question": question, "texts": read.texts, "codes": read.codes}, asked)
        asked.flush()
        done = run_child(CHILD, asked.name, seconds=SECONDS)
    return {"has_text": read.has_text, **json.loads(done.said)} if done.is_in_order and done.said else {}


def _read(found: dict[str, Any]) -> Findings:
    if not found:
        return Findings(is_failed=True)
    marks = tuple(Marked(page, VersionMark(code, digest), what, turn) for page, code, digest, what, turn in found["marks"])
    if not found["has_text"]:
        return Findings(marks=marks)
    figures = [
        FoundFigure(f["id"], f["status"], f["page"], f["said"], tuple((page, said) for page, said in f["elsewhere"]))
        for f in found["figures"]
    ]
    chapters = tuple(FoundChapter(**chapter) for chapter in found["chapters"])
    return Findings(True, doubt=found["doubt"], bodies=tuple(found["bodies"]), marks=marks, chapters=chapters, figures=tuple(figures))
