"""The whole package of a batch as one zip, streamed: letter, summary table, sealed scan, every report by its row, what the rows rest on,
a manifest with which another installation takes it in, lists with hashes.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import Q

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import WrongState
from greenlist.casework.recommendation.manifest import manifest_of
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.papers import letter_word, table_excel, table_word
from greenlist.casework.recommendation.part_names import named_apart, proof_name, report_name
from greenlist.casework.recommendation.selectors import rows_of
from greenlist.casework.recommendation.told_rows import ToldRow, platform_receipts, told_rows
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.ledger.package import GUIDE, LIST, MANIFEST, SUMS, guide_of, sums_of

Told = Callable[[int, int], None]

CHUNK = 1 << 18
HEAD = ("文件", "字节", "SHA-256", "页数", "说明")


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

    def entry(self) -> dict[str, object]:
        """Its line in the manifest; a stored file is believed here and compared while it goes out."""
        name = self.file.name if self.file else self.name
        size, digest = (self.file.size_bytes, self.file.digest) if self.file else (len(self.body), _digest(self.body))
        return {"path": self.name, "name": name, "bytes": size, "digest": digest}


def package_name(batch: Batch) -> str:
    """The name of the zip; before the sealed letter is recorded it says that it lacks it."""
    return f"{batch.office}推荐材料（{batch.number}{'' if batch.sealed_letter_id else '，未含盖章件'}）.zip"


def package_pieces(batch: Batch, told: Told | None = None) -> Iterator[bytes]:
    """The package of a frozen batch, piece by piece; the same batch gives the same bytes whenever it is asked for.

    `told(done, total)` hears after each file; what it raises ends the package. Raises WrongState before the batch is frozen.
    """
    return streamed(package_parts(batch), at=batch.frozen_at or batch.created_at, told=told)


def package_bytes(batch: Batch) -> int:
    """What the stored files of the package come to, in one query; the papers made on the spot weigh next to nothing."""
    rows = BatchRow.objects.filter(batch=batch)
    reports, filings = Q(pk__in=rows.values("application__report")), Q(evidence__filing__in=rows.values("application__filing"))
    proofs = Q(recordedfact__application__in=rows.values("application")) | Q(pk=batch.sealed_letter_id)
    sizes = StoredFile.objects.filter(reports | filings | proofs).values_list("digest", "size_bytes")
    return sum(dict(sizes).values())


def package_parts(batch: Batch) -> list[Part]:
    """Every file of a frozen batch, in order. Raises WrongState before it is frozen."""
    rows = frozen_rows(batch)
    sealed = [Part("推荐函（盖章扫描件）.pdf", file=batch.sealed_letter)] if batch.sealed_letter else []
    reports = [
        Part(f"评价报告/{row.application.get_category_display()}/{report_name(row)}", file=row.application.report)
        for row in rows
        if row.application.report
    ]
    told = told_rows(batch, rows)
    parts = [
        Part("推荐函.docx", letter_word(batch)),
        *sealed,
        Part("推荐汇总表.docx", table_word(batch)),
        Part("推荐汇总表.xlsx", table_excel(batch)),
        *reports,
    ]
    parts += _beside(batch, told, {part.file.digest for part in parts if part.file})
    return [*parts, *_told(batch, told, parts)]


def _beside(batch: Batch, told: Iterable[ToldRow], known: set[str]) -> list[Part]:
    """What the rows rest on besides their reports, each file once, under the row that names it first; the platform's receipts first."""
    found = [("证明材料/平台回执_", said.proof) for said in platform_receipts(batch)]
    found += [(f"证明材料/{one.application.get_category_display()}/{proof_name(one.row)}_", file) for one in told for file in one.files]
    first: dict[str, tuple[str, StoredFile]] = {}
    for lead, file in found:
        if file.digest not in known:
            first.setdefault(file.digest, (lead, file))
    names = named_apart((lead, file.name) for lead, file in first.values())
    return [Part(name, file=file) for name, (_, file) in zip(names, first.values(), strict=True)]


def _told(batch: Batch, rows: list[ToldRow], parts: list[Part]) -> list[Part]:
    """The manifest, and how it and every file are checked."""
    entries = [part.entry() for part in parts]
    manifest = manifest_of(batch, rows, entries)
    text = canonical(manifest)
    sums = sums_of([*entries, {"path": MANIFEST, "digest": digest_of(text)}])
    return [Part(MANIFEST, text.encode()), Part(SUMS, sums.encode()), Part(GUIDE, guide_of(manifest, digest_of(text)).encode())]


def frozen_rows(batch: Batch) -> list[BatchRow]:
    """The rows of the package. Raises WrongState before they are frozen."""
    rows = list(rows_of(batch))
    if batch.state == "preparing" or not rows:
        raise WrongState("这一批还没有送签，没有冻结的材料可以下载。", then="先在“推荐材料”选件送签。")
    return rows


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
        archive.writestr(_entry(LIST, at, is_stored=False), _listed(lines))
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


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _listed(lines: Iterable[tuple[object, ...]]) -> bytes:
    """The list as a sheet that opens in an office program."""
    target = io.StringIO()
    csv.writer(target).writerows(chain([HEAD], lines))
    return target.getvalue().encode("utf-8-sig")
