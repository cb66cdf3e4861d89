"""The whole package of a batch as one zip, streamed: letter, summary table, sealed scan, every report by its row, a list with hashes."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import WrongState
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.papers import letter, summary_table
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.papers import letter as letter_paper
from greenlist.papers import summary_table as table_paper
from greenlist.papers.dateless import dateless

Told = Callable[[int, int], None]

CHUNK = 1 << 18
LONGEST_WORD = 60  # a name must stay under 255 bytes
HEAD = ("文件", "字节", "SHA-256", "页数", "说明")
LIST_NAME = "清单.csv"
NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Part:
    """One file of the package: made on the spot (`body`), or stored (`file`)."""

    name: str
    body: bytes = b""
    file: StoredFile | None = None

    @property
    def remark(self) -> str:
        """未检查 for a scan: nobody may read the package as if its text had been looked at."""
        return "扫描件，文字未检查" if self.file and self.file.has_text is False else ""


def package_name(batch: Batch) -> str:
    """The name of the zip."""
    return f"{batch.office}推荐材料（{batch.number}）.zip"


def package_pieces(batch: Batch, told: Told | None = None) -> Iterator[bytes]:
    """The package of a frozen batch, piece by piece; the same batch gives the same bytes whenever it is asked for.

    `told(done, total)` hears after each file; what it raises ends the package. Raises WrongState before the batch is frozen.
    """
    return streamed(package_parts(batch), at=batch.frozen_at or batch.created_at, told=told)


def package_bytes(batch: Batch) -> int:
    """What the stored files of the package come to; the papers made on the spot weigh next to nothing."""
    reports = sum(row.application.report.size_bytes for row in rows_of(batch) if row.application.report)
    return reports + (batch.sealed_letter.size_bytes if batch.sealed_letter else 0)


def package_parts(batch: Batch) -> list[Part]:
    """Every file of a frozen batch, in order. Raises WrongState before it is frozen."""
    rows = frozen_rows(batch)
    sealed = [Part("推荐函（盖章扫描件）.pdf", file=batch.sealed_letter)] if batch.sealed_letter else []
    table = summary_table(batch)
    return [
        Part("推荐函.docx", dateless(letter_paper.to_docx(letter(batch)))),
        *sealed,
        Part("推荐汇总表.docx", dateless(table_paper.to_docx(table))),
        Part("推荐汇总表.xlsx", dateless(table_paper.to_xlsx(table))),
        *(Part(f"评价报告/{report_name(row)}", file=row.application.report) for row in rows if row.application.report),
    ]


def frozen_rows(batch: Batch) -> list[BatchRow]:
    """The rows of the package. Raises WrongState before they are frozen."""
    rows = list(rows_of(batch))
    if batch.state == "preparing" or not rows:
        raise WrongState("这一批还没有送签，没有冻结的材料可以下载。", then="先在“推荐材料”选件送签。")
    return rows


def report_name(row: BatchRow) -> str:
    """序号_设区市_单位_类别.pdf, without what a file system does not take."""
    words = (f"{row.serial:03d}", row.printed["city"], row.printed["name"], row.application.get_category_display())
    return "_".join(NOT_IN_A_NAME.sub("", word)[:LONGEST_WORD] for word in words) + ".pdf"


def streamed(parts: Sequence[Part], *, at: datetime, told: Told | None = None) -> Iterator[bytes]:
    """The zip, piece by piece, dated `at`; no more than one piece of a report is held. The list stands last, with what really went out.

    Raises ValueError in the middle when stored bytes are no longer what was stored: the zip then stays unfinished and does not open.
    """
    outlet, at, lines = _Outlet(), at.astimezone(SHANGHAI), []
    with ZipFile(outlet, "w") as archive:  # type: ignore[arg-type, unused-ignore] -- writes only
        for number, part in enumerate(parts, start=1):
            digest, size = hashlib.sha256(), 0
            with archive.open(_entry(part.name, at, is_stored=bool(part.file)), "w", force_zip64=True) as target:
                for piece in _pieces(part):
                    digest.update(piece)
                    size += len(piece)
                    target.write(piece)
                    yield from outlet.drain()
            if part.file and part.file.digest != f"sha256:{digest.hexdigest()}":
                raise ValueError(f"stored file {part.file.pk} does not have its digest any more")
            lines.append((part.name, size, digest.hexdigest(), (part.file and part.file.pages) or "", part.remark))
            if told:
                told(number, len(parts))
        archive.writestr(_entry(LIST_NAME, at, is_stored=False), _listed(lines))
    yield from outlet.drain()


class _Outlet:
    """Where the zip is written: what was written is handed on and forgotten."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> list[bytes]:
        """What came since the last call."""
        pieces, self.pieces = self.pieces, []
        return pieces


def _entry(name: str, at: datetime, *, is_stored: bool) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED  # a PDF is compressed already
    return entry


def _pieces(part: Part) -> Iterator[bytes]:
    if part.file is None:
        yield part.body
        return
    with path_of_file(part.file).open("rb") as source:
        yield from iter(lambda: source.read(CHUNK), b"")


def _listed(lines: Iterable[tuple[object, ...]]) -> bytes:
    """The list as a sheet that opens in an office program."""
    target = io.StringIO()
    csv.writer(target).writerows(chain([HEAD], lines))
    return target.getvalue().encode("utf-8-sig")
