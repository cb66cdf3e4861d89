"""What a PDF would do by itself: scripts, programs, other files, forms of another kind. Plain Python for the children.

Only what a viewer reaches is looked at: the catalogue, bookmarks, form fields, and on every page its actions and annotations. Where
a PDF opens (a scanner's `OpenAction`) and links to the web are no harm.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

MOST_LOOKED_AT = 150_000
RUNS = "这个 PDF 带有脚本。请用“打印为 PDF”另存一份再上传。"
STARTS = "这个 PDF 会启动程序或打开别的文件。请用“打印为 PDF”另存一份再上传。"
SENDS = "这个 PDF 会把内容发到网上。请用“打印为 PDF”另存一份再上传。"
PLAYS = "这个 PDF 带有音像或三维内容。请用“打印为 PDF”另存一份再上传。"
CARRIES = "这个 PDF 夹带了附件。请去掉附件（或用“打印为 PDF”另存）后再上传，附件请单独上传。"
XFA = "这个 PDF 是动态表单（XFA），别人打不开。请用“打印为 PDF”另存一份再上传。"
TANGLED = "这个 PDF 的内部结构过于复杂，没有读完。请用“打印为 PDF”另存一份再上传。"
LOCKED = "这个 PDF 设了打开密码。请去掉密码、另存后再上传。"
BROKEN = "这个 PDF 打不开，可能已损坏或没有传完整。请在本机打开确认后再上传。"
ACTIONS = {
    "/JavaScript": RUNS, "/Launch": STARTS, "/GoToR": STARTS, "/GoToE": STARTS, "/SubmitForm": SENDS, "/ImportData": SENDS,
    "/Rendition": PLAYS, "/Movie": PLAYS, "/Sound": PLAYS, "/GoTo3DView": PLAYS, "/RichMediaExecute": PLAYS,
}  # fmt: skip
KINDS = {"/FileAttachment": CARRIES, "/RichMedia": PLAYS, "/Screen": PLAYS, "/Movie": PLAYS, "/Sound": PLAYS, "/3D": PLAYS}
SCRIPTED = ("javascript:", "vbscript:", "data:")


def unfit_pdf(path: Path) -> str:
    """One Chinese sentence about what the PDF would do; '' when it would do nothing."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            return next(_Look(document).found(), "")
    except pikepdf.PasswordError:
        return LOCKED
    except OverflowError:
        return TANGLED
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return BROKEN


class _Look:
    """One look through a document, which ends after so many things however they are tangled."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document, self.left, self.met = document, MOST_LOOKED_AT, set[tuple[int, int]]()

    def found(self) -> Iterator[str]:
        """What is wrong, as it is met."""
        root: Any = self.document.Root
        names, form = _part(root, "/Names"), _part(root, "/AcroForm")
        if _part(names, "/JavaScript") is not None:
            yield RUNS
        if _part(names, "/EmbeddedFiles") is not None or _part(root, "/AF") is not None:
            yield CARRIES
        if _part(form, "/XFA") is not None:
            yield XFA
        yield from self._action(_part(root, "/OpenAction"))
        yield from self._actions(_part(root, "/AA"))
        yield from self._below(_part(form, "/Fields"), ("/Kids",))
        yield from self._below(_part(_part(root, "/Outlines"), "/First"), ("/First", "/Next"))
        for page in self.document.pages:
            yield from self._actions(_part(page.obj, "/AA"))
            for note in _list(_part(page.obj, "/Annots")):
                yield from self._bearer(note)

    def _below(self, first: Any, ways: tuple[str, ...]) -> Iterator[str]:
        """Form fields and bookmarks, and those below and after them."""
        waiting = list(_list(first))
        while waiting:
            thing = waiting.pop()
            if self._is_met(thing):
                continue
            yield from self._bearer(thing)
            for way in ways:
                waiting += _list(_part(thing, way))

    def _bearer(self, thing: Any) -> Iterator[str]:
        """A note on a page, a form field or a bookmark: what it is, and what it does."""
        self._count()
        if found := KINDS.get(str(_part(thing, "/Subtype"))):
            yield found
        yield from self._action(_part(thing, "/A"))
        yield from self._actions(_part(thing, "/AA"))

    def _actions(self, several: Any) -> Iterator[str]:
        if isinstance(several, pikepdf.Dictionary):
            for name in several.keys():  # noqa: SIM118 -- a dictionary of pikepdf is not iterated by its keys
                yield from self._action(several[name])

    def _action(self, action: Any) -> Iterator[str]:
        """An action and those that follow it. A place to go to (a list or a name) is none."""
        waiting = [action]
        while waiting:
            step = waiting.pop()
            if not isinstance(step, pikepdf.Dictionary) or self._is_met(step):
                continue
            if found := ACTIONS.get(str(_part(step, "/S"))):
                yield found
            if _part(step, "/JS") is not None or str(_part(step, "/URI")).strip().lower().startswith(SCRIPTED):
                yield RUNS
            waiting += _list(_part(step, "/Next"))

    def _is_met(self, thing: Any) -> bool:
        self._count()
        known = getattr(thing, "objgen", (0, 0))
        if known == (0, 0):
            return False
        was = known in self.met
        self.met.add(known)
        return was

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OverflowError


def _part(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) else None


def _list(thing: Any) -> Iterator[Any]:
    if isinstance(thing, pikepdf.Array):
        if len(thing) > MOST_LOOKED_AT:
            raise OverflowError
        yield from thing
    elif thing is not None:
        yield thing
