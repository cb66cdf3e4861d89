"""归档: a whole round as one zip, once its list is out. What is ours as PDF/A, uploads as they came, the data, a catalogue, the hashes."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pypdfium2

from greenlist.casework.dossier.archived_papers import Paper, papers_of, uploads_of
from greenlist.casework.dossier.archived_records import records_of
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import NotAllowed, WrongState
from greenlist.casework.publication.models import Publication
from greenlist.casework.publication.papers import ISSUER
from greenlist.casework.rounds.models import Round
from greenlist.papers import archive_catalogue
from greenlist.papers.archive_catalogue import Catalogue, CatalogueRow
from greenlist.papers.dateless import dateless
from greenlist.papers.list_sheet import NOT_IN_A_NAME

CHUNK = 1 << 18
LONGEST = 60
CATALOGUE, SUMS = "归档文件目录", "SHA256SUMS"
Told = Callable[[int, int], object]


@dataclass(frozen=True)
class Item:
    """One file to be written: made on the spot, or stored."""

    path: str
    title: str
    maker: str
    number: str
    dated: str
    remark: str
    source: bytes | StoredFile


@dataclass(frozen=True)
class Written:
    """What really went into the zip."""

    digest: str
    pages: int


def check_archivable(round_: Round, actor: Actor) -> Publication:
    """The newest publication of the round. Raises NotAllowed or WrongState."""
    if not actor.may("read_province"):
        raise NotAllowed("整轮归档由省工业和信息化厅办理。")
    made = round_.publications.order_by("-published_at", "-id").first()
    if made is None:
        raise WrongState("这一轮的名单还没有公布，不能归档。", then="公布名单之后再来。")
    return made


def archive_name(round_: Round) -> str:
    """The name of the zip."""
    return f"{round_.title}归档.zip"


def write_archive(round_: Round, target: BinaryIO, *, actor: Actor, told: Told = lambda *_: None) -> None:
    """The zip into `target`, one file after the other, none held longer than it is written. What `told` raises ends the work."""
    made, papers, uploads = check_archivable(round_, actor), papers_of(round_, actor), uploads_of(round_, actor)
    at, rows, sums = made.published_at.astimezone(SHANGHAI), [], []
    total = len(papers) + len(uploads) + 1
    with ZipFile(target, "w") as archive:
        for serial, item in enumerate(_items(papers, uploads, round_), start=1):
            told(min(serial, total), total)
            written = _write(archive, item.path, item.source, at)
            rows.append(
                CatalogueRow(serial, item.maker, item.number, item.title, item.dated, written.pages, item.remark, item.path, written.digest)
            )
            sums.append((written.digest, item.path))
        catalogue = Catalogue(round_.title, ISSUER, tuple(rows), at.date(), any(paper.is_demo for paper in papers))
        for ending, body in ((".pdf", archive_catalogue.to_pdf(catalogue)), (".xlsx", dateless(archive_catalogue.to_xlsx(catalogue)))):
            sums.append((_write(archive, CATALOGUE + ending, body, at).digest, CATALOGUE + ending))
        archive.writestr(_entry(SUMS, at, is_stored=False), "".join(f"{digest.removeprefix('sha256:')}  {path}\n" for digest, path in sums))


def _items(papers: list[Paper], uploads: list[tuple[StoredFile, str]], round_: Round) -> Iterator[Item]:
    """Everything in order, each paper made when its turn comes."""
    for n, paper in enumerate(papers, start=1):
        path = f"{paper.folder}/{n:04d}_{_short(paper.title)}.pdf"
        yield Item(path, paper.title, paper.maker, paper.number, paper.dated, "", paper.make())
    for file, about in uploads:
        path = f"原件/{file.digest.removeprefix('sha256:')[:16]}_{_short(file.name.rpartition('.')[0])}{_ending(file)}"
        day = f"{file.uploaded_at.astimezone(SHANGHAI):%Y-%m-%d}"
        yield Item(path, f"{about}：{file.name}", file.uploaded_by, "", day, _remark(file), file)
    for name, title, body in records_of(round_):
        yield Item(f"数据/{name}", title, "系统", "", "", "", body)


def _write(archive: ZipFile, path: str, source: bytes | StoredFile, at: datetime) -> Written:
    digest = hashlib.sha256()
    with archive.open(_entry(path, at, is_stored=not isinstance(source, bytes)), "w", force_zip64=True) as entry:
        for piece in (source,) if isinstance(source, bytes) else _pieces(source):
            digest.update(piece)
            entry.write(piece)
    if not isinstance(source, bytes):
        if source.digest != f"sha256:{digest.hexdigest()}":
            raise ValueError(f"stored file {source.pk} does not have its digest any more")
        return Written(source.digest, source.pages or 0)
    return Written(f"sha256:{digest.hexdigest()}", len(pypdfium2.PdfDocument(source)) if path.endswith(".pdf") else 0)


def _pieces(file: StoredFile) -> Iterator[bytes]:
    with path_of_file(file).open("rb") as source:
        yield from iter(lambda: source.read(CHUNK), b"")


def _entry(path: str, at: datetime, *, is_stored: bool) -> ZipInfo:
    entry = ZipInfo(path, at.timetuple()[:6])
    entry.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED
    return entry


def _short(words: str) -> str:
    return NOT_IN_A_NAME.sub("", words)[:LONGEST]


def _ending(file: StoredFile) -> str:
    _, dot, ending = file.name.rpartition(".")
    return f".{_short(ending)[:8].lower()}" if dot else ""


def _remark(file: StoredFile) -> str:
    return "扫描件，文字未检查" if file.has_text is False else "原件"
