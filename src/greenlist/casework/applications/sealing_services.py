"""盖章版: a report is fixed, only the pages to be signed are printed and scanned, and one sealed PDF is built from both."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from greenlist.casework.applications.models import Application, PreparedReport
from greenlist.casework.applications.paper_versions import Marked, check_paper, form_digest, marks_on
from greenlist.casework.applications.papers import evaluation_report, form_content
from greenlist.casework.applications.permissions import EDITABLE, check_may_edit
from greenlist.casework.applications.report_findings import Question, findings_in
from greenlist.casework.applications.services import set_report
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.page_texts import page_texts
from greenlist.casework.files.sealing import Placed, with_scans
from greenlist.casework.files.services import remove_file, store_file, unless_refused
from greenlist.casework.filings.selectors import gaps_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.report_check import Chapter
from greenlist.papers.report import to_pdf
from greenlist.papers.report_chapters import ReportChapter, form_id, report_form
from greenlist.papers.version_mark import mark_of

SCANS = tuple(ENDINGS[ending] for ending in (".pdf", ".jpg", ".png"))
MOST_SCANS, PIECE = 20, 1024 * 1024
NAMED = 5


@dataclass(frozen=True)
class Leaf:
    """One page of an uploaded scan and the mark on it, if one was read."""

    file: StoredFile
    index: int
    marked: Marked | None

    @property
    def place(self) -> str:
        """“扫描.pdf”第2页."""
        return f"“{self.file.name}”第{self.index + 1}页"


def prepare_report(application: Application, *, actor: Actor) -> PreparedReport:
    """Fix the report as the form stands: its content is kept by its digest, each page bears the version, the pages to sign are known.

    Raises Refused while places of the form are empty, NotAllowed for somebody else's, WrongState once it is handed in.
    """
    _check_fixable(application, actor)
    newest = _newest(application)
    if newest and _stands(newest, application, actor):
        return newest
    number, content = _next_number(newest), form_content(application)
    code = f"GZ-{application.number}-{number}"
    pdf = to_pdf(evaluation_report(application, prepared=code))  # minutes for a long one: nothing is held meanwhile
    name = f"{application.site.name}评价报告（盖章版第{number}版）.pdf"
    original = store_file(chunks=[pdf], name=name, owner=actor.organisation_id, actor=actor)
    pages = _pages_by_code(original)
    with unless_refused([original], actor=actor), _alone(application) as held:
        _check_fixable(held, actor)
        newest = _newest(held)
        if newest and _stands(newest, held, actor):
            remove_file(original, actor=actor)  # another click was quicker, with the very same
            return newest
        if number != _next_number(newest) or form_digest(held) != digest_of(canonical(content)):
            raise WrongState("盖章版没有定稿：定稿时申报表又改过，或同事刚刚定稿了一版。", then="请刷新看过之后再定稿。", clause="C-09")
        return _keep(held, original, pages, actor, number, code=code, content=content)


def _check_fixable(application: Application, actor: Actor) -> None:
    """May it be fixed by this actor, and is the form whole? Asked before the pages are set, and once more when they are kept."""
    check_may_prepare(application, actor)
    if gaps := gaps_of(application.filing):
        named = [f"{gap.section_title}·{gap.label}" for gap in gaps[:NAMED]]
        items = [*named, *([f"等{len(gaps)}处；各节目录里“还缺”的就是。"] if len(gaps) > NAMED else [])]
        raise Refused(f"盖章版没有定稿：申报表还有{len(gaps)}项未填。", items=items,
                      then="在申报件页点“填写评价表”填齐后再定稿，免得盖好的章作废。", clause="C-06")  # fmt: skip


def _newest(application: Application) -> PreparedReport | None:
    return application.prepared_reports.order_by("number").last()


def _next_number(newest: PreparedReport | None) -> int:
    return newest.number + 1 if newest else 1


def _stands(newest: PreparedReport, application: Application, actor: Actor) -> bool:
    """Says the newest version of ours what the form says now?"""
    is_same = newest.code and newest.content_digest == form_digest(application)
    return bool(is_same) and newest.original.organisation_id == actor.organisation_id


def prepare_own_report(application: Application, *, file: StoredFile, pages: Sequence[int] = (), actor: Actor) -> PreparedReport:
    """Take a report made elsewhere whose signed pages are to be scanned alone; `pages` are found by their headings when not given.

    Raises Refused when they cannot be found or do not exist.
    """
    check_may_prepare(application, actor)
    if not file.is_pdf or not file.pages:
        raise Refused("评价报告须为 PDF 文件。", clause="C-09")
    if wrong := [page for page in pages if not 1 <= page <= file.pages]:
        raise Refused(f"“{file.name}”只有{file.pages}页，没有第{wrong[0]}页。", then="请重写要盖章的页码。", clause="C-09")
    found = [{"page": page, "what": ""} for page in sorted(set(pages))] or _pages_by_heading(application, file)
    with _alone(application) as held:
        check_may_prepare(held, actor)
        return _keep(held, file, found, actor, _next_number(_newest(held)))


def check_scans(count: int) -> None:
    """Raises Refused for no scan and for more than MOST_SCANS, before one of them is kept."""
    if not count:
        raise Refused("没有选扫描件。", then="请选择盖好章的那几页的扫描件。")
    if count > MOST_SCANS:
        raise Refused(f"一次最多传{MOST_SCANS}个扫描件，这次有{count}个，没有合成。", then="请只扫描列出的几页，可以合成一个 PDF 再传。")


def store_scan(*, chunks: Iterable[bytes], name: str, application: Application, actor: Actor, limit_mb: int) -> StoredFile:
    """Keep one scan of signed pages: PDF, JPG or PNG."""
    check_may_prepare(application, actor)
    return store_file(chunks=chunks, name=name, owner=actor.organisation_id, actor=actor, limit_mb=limit_mb, only=SCANS)


def seal_report(prepared: PreparedReport, *, scans: Sequence[StoredFile], actor: Actor) -> StoredFile:
    """Put the scans in the place of exactly the pages to be signed and keep the sealed PDF; the unit's own becomes its report.

    Raises Refused with every page that does not fit: too few or too many, of another version, twice the same.
    """
    application = prepared.application
    check_may_prepare(application, actor)
    if prepared.original.organisation_id != actor.organisation_id:
        raise NotAllowed("只能合成自己定稿的盖章版。", clause="C-09")
    placed = _placed(prepared, _leaves(scans))
    with with_scans(prepared.original, placed) as path, path.open("rb") as made:
        sealed = store_file(chunks=iter(lambda: made.read(PIECE), b""), name=f"{application.site.name}评价报告（盖章）.pdf",
                            owner=actor.organisation_id, actor=actor)  # fmt: skip
    is_own = _is_own(application, actor)
    with unless_refused([sealed], actor=actor):
        if is_own:
            check_paper(application, sealed)  # reads its pages before the application is held
        with _alone(application) as held:
            check_may_prepare(held, actor)
            prepared.sealed, prepared.sealed_by, prepared.sealed_at = sealed, actor.signature, now()
            prepared.scans = [{"file": str(p.scan.pk), "digest": p.scan.digest, "page": p.index + 1, "for": p.page} for p in placed]
            prepared.save(update_fields=["sealed", "sealed_by", "sealed_at", "scans"])
            record("seal_report", actor=actor, subject=application, clause="C-09",
                   detail={"version": prepared.code, "sealed": sealed.digest, "scans": [p.scan.digest for p in placed]})  # fmt: skip
            if is_own:
                set_report(application, file=sealed, actor=actor)
    return sealed


def check_may_prepare(application: Application, actor: Actor) -> None:
    """The unit that evaluates itself, while it may edit; or the body that is engaged for it."""
    if _is_own(application, actor):
        check_may_edit(application, actor)
        if application.mode != Application.Mode.SELF:
            raise WrongState("第三方评价的报告由机构盖章。", then="机构签署后采用签署版。", clause="C-35")
        return
    engaged = open_engagement(application.number)
    if engaged is None or not actor.may("read_engagements") or engaged.evaluator.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本单位的申报件。", clause="C-09")
    if application.state not in EDITABLE:
        raise WrongState(f"本件现在是“{application.get_state_display()}”，报告不能再换。", then="须由推荐单位退回补正。", clause="C-35")


@contextmanager
def _alone(application: Application) -> Iterator[Application]:
    """A transaction that holds the application's row and gives it as it is saved: posts at once take turns."""
    with transaction.atomic():
        yield Application.objects.select_for_update(of=("self",)).select_related("site", "filing").get(pk=application.pk)


def _is_own(application: Application, actor: Actor) -> bool:
    return application.site.organisation_id == actor.organisation_id


def _keep(application: Application, original: StoredFile, pages: list[dict[str, object]], actor: Actor, number: int, *, code: str = "",
          content: dict[str, object] | None = None) -> PreparedReport:  # fmt: skip
    with transaction.atomic():
        made = PreparedReport.objects.create(
            application=application, number=number, code=code, content_digest=store("prepared_report", content) if content else "",
            original=original, pages=pages, prepared_by=actor.signature, prepared_at=now(),
        )  # fmt: skip
        record("prepare_report", actor=actor, subject=application, clause="C-09", detail={"version": code, "original": original.digest})
    return made


def _pages_by_code(original: StoredFile) -> list[dict[str, object]]:
    """The pages to be signed of a report of ours: they say so in their foot."""
    read = page_texts(original)
    texts = read.texts if read else []
    named = {"封面": "cover", "真实性承诺": "commitment", "评价结论": "result"}
    return [
        {"page": page, "what": what}
        for page, text in enumerate(texts, start=1)
        for words, what in named.items()
        if f"〔本页须签字盖章：{words}〕" in "".join(text.split())
    ]


def _pages_by_heading(application: Application, file: StoredFile) -> list[dict[str, object]]:
    """The pages to be signed of a report made elsewhere: its cover, and the headings of what is signed."""
    signed = [c for c in report_form(form_id(application.category, application.mode)).chapters if c.is_signed and c.fill != "cover"]
    asked = Question(tuple(Chapter(c.id, c.heading, c.also) for c in signed), (application.site.name,))
    found = [chapter for chapter in findings_in(file, asked).chapters if chapter.page]
    if missing := [chapter.heading for chapter in signed if chapter.id not in {c.id for c in found}]:
        raise Refused("没有认出要签字盖章的页。", items=[f"没有找到“{heading}”" for heading in missing],
                      then="请写明要盖章的页码，例如 1、3、12。", clause="C-09")  # fmt: skip
    pages = {1: "cover"} | {chapter.page: chapter.id for chapter in found}
    return [{"page": page, "what": what} for page, what in sorted(pages.items())]


def _leaves(scans: Sequence[StoredFile]) -> list[Leaf]:
    """Every page of the scans in the order they were given."""
    leaves = []
    for file in scans:
        read = page_texts(file)
        if read is None:
            raise Refused(f"“{file.name}”读不出来，没有合成。", then="请另存为普通 PDF 或 JPG 后再传。", clause="C-09")
        marks = {marked.page: marked for marked in marks_on(read)}
        leaves += [Leaf(file, index, marks.get(index + 1)) for index in range(len(read.texts))]
    return leaves


def _placed(prepared: PreparedReport, leaves: Sequence[Leaf]) -> list[Placed]:
    """Which leaf takes the place of which page: by its code, and in order where there is none. Raises Refused with all that does not fit."""
    open_pages = {int(slot["page"]): str(slot["what"]) for slot in prepared.pages}
    names = "、".join(page_words(prepared))
    problems = [] if len(leaves) == len(open_pages) else [f"要{len(open_pages)}页（{names}），传了{len(leaves)}页。"]
    taken: dict[int, Leaf] = {}
    for leaf in leaves:
        if leaf.marked:
            problems += _take_marked(prepared, leaf, open_pages, taken)
    free = [page for page in open_pages if page not in taken]
    unmarked = [leaf for leaf in leaves if leaf.marked is None or (prepared.code and not leaf.marked.what)]
    taken |= dict(zip(free, unmarked, strict=False))
    if problems:
        raise Refused("盖章报告没有合成。", items=problems, then="请只扫描列出的这几页，用同一版的纸，再传一次。", clause="C-09")
    return [
        Placed(page, leaf.file, leaf.index, leaf.marked.turn if leaf.marked and leaf.marked.what else None)
        for page, leaf in sorted(taken.items())
    ]


def _take_marked(prepared: PreparedReport, leaf: Leaf, open_pages: dict[int, str], taken: dict[int, Leaf]) -> list[str]:
    """Put a leaf with a mark at its page, or say why it has none."""
    marked = leaf.marked
    wanted = mark_of(prepared.code, prepared.content_digest)
    if marked is None or not prepared.code:
        return []
    if marked.mark != wanted:
        return [f"{leaf.place}是{marked.mark.text}，这里要的是{wanted.text}。"]
    if not marked.what:
        return []
    page = next((page for page, what in open_pages.items() if what == marked.what), None)
    if page is None:
        return [f"{leaf.place}不是要盖章的页。"]
    if page in taken:
        return [f"{leaf.place}与{taken[page].place}是同一页（第{page}页）。"]
    taken[page] = leaf
    return []


def page_words(prepared: PreparedReport) -> list[str]:
    """第1页封面, 第3页真实性承诺 …"""
    headings = {c.id: _plain(c) for c in report_form(form_id(prepared.application.category, prepared.application.mode)).chapters}
    return [f"第{slot['page']}页{headings.get(str(slot['what']), '')}" for slot in prepared.pages]


def _plain(chapter: ReportChapter) -> str:
    return chapter.heading.lstrip("0123456789.一二三四五六七八九十、 ")
