"""The doors at which files come in, each as the office's act would open it: its answer is the refusal, or what was taken in, as text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from greenlist.casework.applications.report_services import look_at_twin
from greenlist.casework.delivery.opening import check_package
from greenlist.casework.delivery.receipts import MOST_BYTES, read_receipt
from greenlist.casework.dossier.services import lay, plain
from greenlist.casework.enrolment.sheets import UNITS_NEED, read_sheet
from greenlist.casework.files.children import run_child
from greenlist.casework.files.inspection import inspect
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.page_texts import READABLE, read_pages
from greenlist.casework.files.pages import CHILD as PICTURE
from greenlist.casework.files.redrawing import redraw
from greenlist.casework.files.rows import read_rows
from greenlist.casework.files.sealing import Placed, pages_only, with_scans
from greenlist.casework.files.storage import keep, receive
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.keeping import lines_at
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.reading import read_sheet as read_official
from greenlist.casework.standards.reading import read_whole
from greenlist.casework.stationery.services import check_template
from greenlist.casework.transcription.opening import list_archive, look_at_archive, look_at_reports, read_table
from greenlist.engines.identity import differences
from greenlist.papers.dossier import Attachment
from greenlist.papers.merging import Frame
from greenlist.papers.platform_table import entries_of, same_words
from greenlist.papers.platform_table import read_table as read_platform
from tests.hostile.makers.pdf import pdf

MARGINS = dict.fromkeys(("inside", "outside", "top", "bottom", "label"), 20)


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


def twin(path: Path) -> str:
    """The words of a report that was scanned: Word, PDF or plain text."""
    found = look_at_twin(path, path.name)
    if found.problem:
        raise Stopped(found.problem)
    read = read_pages(path, READABLE.get(found.media_type, path.suffix))
    if not read or not "".join(read["texts"]).strip():
        raise Stopped("里没有读出文字")
    return "\n".join(read["texts"])


def scan(path: Path) -> str:
    """A scan of what was signed and sealed: its codes are read, its first page takes the place of one of the report."""
    proof(path)
    if read_pages(path, path.suffix) is None:
        raise Stopped("读不出来，没有合成")
    with stored(path.read_bytes()) as sheet, stored(pdf()) as report, with_scans(report, [Placed(1, sheet, 0, None)]) as made:
        return proof(made)


def original(path: Path) -> str:
    """A report made elsewhere, of which only the pages to be signed are printed."""
    proof(path)
    with stored(path.read_bytes()) as report, pages_only(report, [1]) as made:
        return proof(made)


def dossier(path: Path) -> str:
    """A piece of evidence laid into the dossier of its application."""
    found = inspect(path, path.name)
    if found.problem:
        raise Stopped(found.problem)
    with stored(path.read_bytes()) as file, TemporaryDirectory() as folder:
        attachment = Attachment(path.name, "佐证", found.media_type, "", file.digest, found.pages or 1)
        if not plain(attachment, target := Path(folder, "plain.pdf")):
            raise Stopped("没有编入")
        if not lay(target, [Frame(target, 0, MARGINS)], laid := Path(folder, "laid.pdf")):
            raise Stopped("没有编入")
        return proof(laid)


def receipt(path: Path) -> str:
    """The receipt of a package that came back from the province's installation."""
    said = read_receipt(path.read_bytes()[: MOST_BYTES + 1])
    if said is None:
        raise Stopped("不是省级系统出具的回执")
    return str(said["number"])


def platform(path: Path) -> str:
    """The table that the ministry's platform gives back."""
    proof(path)
    read = read_platform(read_rows(path, path.suffix, name=path.name))
    if not read.units:
        raise Stopped("没有读到单位")
    return "\n".join(one.name for one in differences([], entries_of(read), same_words()))


def official(path: Path) -> str:
    """The official table of a standard, or of a reference table, as a filled-in sheet or a whole file."""
    if path.suffix == ".xlsx":
        proof(path)
        return " ".join(read_official(path, path.name, shipped("energy-benchmarks")).looked_at)
    subject = "energy-benchmarks" if b"greenlist.reference" in path.read_bytes() else "gbt-36132/2018"
    return " ".join(read_whole(path, path.name, shipped(subject)).table.values)


@contextmanager
def stored(body: bytes) -> Iterator[StoredFile]:
    """These bytes where stored files lie; what opens them asks no more of the row than its digest."""
    temporary, digest, _ = receive([body])
    place = keep(temporary, digest)
    try:
        yield StoredFile(digest=digest, name="演示")
    finally:
        place.unlink(missing_ok=True)


def drawn(path: Path) -> str:
    """A picture of a case, drawn anew for the public."""
    made = redraw([path.read_bytes()], path.name)
    assert made.picture.startswith(b"\xff\xd8\xff") and made.picture.endswith(b"\xff\xd9")
    return f"image/jpeg {made.width}×{made.height}"


DOORS: dict[str, Callable[[Path], str]] = {
    door.__name__: door
    for door in (
        proof,
        table,
        watch,
        accounts,
        archive,
        page,
        package,
        template,
        twin,
        scan,
        original,
        dossier,
        receipt,
        platform,
        drawn,
        official,
    )
}


def opened(door: str, path: Path) -> tuple[bool, str]:
    """Whether it was taken in, and what was said or read."""
    try:
        return True, DOORS[door](path)
    except Stopped as told:
        return False, str(told)
    except Refused as told:
        return False, " ".join((told.what, *told.items, told.then))
