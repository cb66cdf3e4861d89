"""The doors at which files come in, each as the office's act would open it: its answer is the refusal, or what was taken in, as text."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from greenlist.casework.delivery.opening import check_package
from greenlist.casework.enrolment.sheets import UNITS_NEED, read_sheet
from greenlist.casework.files.children import run_child
from greenlist.casework.files.inspection import inspect
from greenlist.casework.files.pages import CHILD as PICTURE
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.keeping import lines_at
from greenlist.casework.stationery.services import check_template
from greenlist.casework.transcription.opening import list_archive, look_at_archive, look_at_reports, read_table


class Stopped(Exception):
    """The door did not take the file in; the message is what the person reads."""


def proof(path: Path) -> str:
    """A report, a letter, a piece of evidence or a picture."""
    found = inspect(path, path.name)
    if found.problem:
        raise Stopped(found.problem)
    return f"{found.media_type} {found.pages or ''}"


def table(path: Path) -> str:
    """A county's summary table."""
    proof(path)
    read = read_table(path, path.name)
    if problem := read.get("problem"):
        raise Stopped(problem)
    return "\n".join(row["name"] for row in read["rows"])


def watch(path: Path) -> str:
    """A list that decides."""
    return "\n".join("\t".join(row.cells) for row in lines_at(path, path.name))


def accounts(path: Path) -> str:
    """A sheet of accounts."""
    return str(read_sheet(path, path.name, UNITS_NEED))


def archive(path: Path) -> str:
    """A county's zip of reports; what is wrong with one of them is told of it, the others are taken in."""
    if problem := look_at_archive(path, path.name).problem:
        raise Stopped(problem)
    entries = list_archive(path)["entries"]
    with TemporaryDirectory() as folder:
        looked = {
            found.position: found.problem
            for found in look_at_reports(path, Path(folder), [e["position"] for e in entries if not e["problem"]])
        }
    told = {e["name"]: e["problem"] or looked[e["position"]] for e in entries}
    if all(told.values()):
        raise Stopped(" ".join(f"{name}：{problem}" for name, problem in told.items()))
    return " ".join(f"{name}：{problem or '读了'}" for name, problem in told.items())


def page(path: Path) -> str:
    """The first page, drawn for the viewer."""
    done = run_child(PICTURE, str(path), "1", "900")
    if not (done.is_in_order and done.said):
        raise Stopped("没有这一页的图")
    return f"image/png {len(done.said)}"


def package(path: Path) -> str:
    """A bureau's package, carried to the province without a network."""
    if problems := check_package(path).problems:
        raise Stopped(" ".join(problems))
    return "whole"


def template(path: Path) -> str:
    """A Word template that an office made for its letters."""
    check_template("consultation", path.read_bytes(), path.name)
    return "fits"


DOORS: dict[str, Callable[[Path], str]] = {
    door.__name__: door for door in (proof, table, watch, accounts, archive, page, package, template)
}


def opened(door: str, path: Path) -> tuple[bool, str]:
    """Whether it was taken in, and what was said or read."""
    try:
        return True, DOORS[door](path)
    except Stopped as told:
        return False, str(told)
    except Refused as told:
        return False, " ".join((told.what, *told.items, told.then))
