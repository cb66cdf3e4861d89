"""申报卷宗 of one application for one reader: cover, chapters in their order, attachments."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.selectors import history_of, latest_version
from greenlist.casework.dossier.chapters import decided, experts, findings, history, replies, returned
from greenlist.casework.dossier.selectors import REPLACED, Bound, bound_files, reads_findings, state_for
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.papers.dossier import MERGED_TYPES, Attachment, Chapter, Dossier, Grid, within_limits
from greenlist.rulebook.notices import round_parameters

NUMBERS = "一二三四五六七八九十"
LISTED = "不是 PDF 或图片，不并入，另看原件"
MOST_PURPOSES = 4
MEGABYTE = 1024 * 1024


def dossier_of(application: Application, actor: Actor) -> Dossier:
    """Everything of one application that this reader may see, as of the last act he may know of."""
    files = bound_files(application, actor)
    chapters = [declared(application), scored(application), Chapter("证明材料目录", has_attachments=True), *_acts(application, actor)]
    lines = list(history_of(application, actor)) if not actor.may("read_assigned") else []
    at = (lines[-1].at if lines else application.submitted_at or application.created_at).astimezone(SHANGHAI)
    return Dossier(
        unit=application.site.name,
        number=application.number,
        facts=_cover(application, actor),
        chapters=tuple(
            Chapter(f"{n}、{c.title}", c.facts, c.paragraphs, c.grids, c.has_attachments) for n, c in zip(NUMBERS, chapters, strict=False)
        ),
        attachments=_attachments(files),
        reader=f"{actor.organisation_name} {actor.name}".strip(),
        as_of=f"{at:%Y年%-m月%-d日 %H:%M}",
        dated_on=at.date(),
        has_seal_place=actor.may("read_own"),
        is_demo=application.is_demo,
    )


def declared(application: Application) -> Chapter:
    """The application's data by section, with the proof of each row."""
    report = evaluation_report(application)
    head, widths = ("依据", "指标", "填报值", "证明材料"), (4, 12, 6, 9)
    grids = tuple(Grid(s.title, head, widths, tuple((r.clause, r.label, r.value, r.evidence) for r in s.rows)) for s in report.sections)
    return Chapter("申报内容", facts=report.facts, grids=grids)


def scored(application: Application) -> Chapter:
    """The unit's own score with the whole tree; unknown where the office entered the case without the form."""
    version = latest_version(application)
    if version and version.is_unfilled:
        return Chapter("自评得分", paragraphs=("代录件没有填评价表，得分未知，以评价报告为准。",))
    report = evaluation_report(application)
    rows = tuple(
        (line.clause, line.label if line.depth == 0 else f"　{line.label}", line.value, f"{line.rule} {line.note}".strip(),
         f"{line.points} / {line.maximum}") for line in report.score_lines
    )  # fmt: skip
    doubts = (f"本得分含未经核实的标准数值{len(report.unverified)}项。",) if report.unverified else ()
    return Chapter(
        "自评得分",
        facts=(("评价标准", report.standard), ("得分", f"{report.score_shown} / {report.score_maximum}"), ("版本", report.version_label)),
        paragraphs=doubts,
        grids=(Grid("得分怎么来", ("依据", "项目", "值", "规则", "得分"), (4, 12, 5, 11, 5), rows),),
    )


def _acts(application: Application, actor: Actor) -> list[Chapter]:
    """What offices and experts did, as far as this reader may see it."""
    if actor.may("read_assigned"):
        return [experts(application, actor)]
    found = [findings(application), replies(application)] if reads_findings(actor) else []
    if actor.may("read_province"):
        found.append(experts(application, actor))
    return [*found, returned(application), decided(application, actor), history(application, actor)]


def _cover(application: Application, actor: Actor) -> tuple[tuple[str, str], ...]:
    levels = "、".join(w for w, on in (("国家级", application.wants_national), ("省级", application.wants_provincial)) if on)
    return (
        ("统一社会信用代码", application.site.organisation.credit_code or "—"),
        ("申报号", application.number),
        ("轮次", application.round.title),
        ("类别、级别", f"{application.get_category_display()}，{levels}"),
        ("评价方式", application.get_mode_display() + (f"（{application.third_party}）" if application.third_party else "")),
        ("推荐单位", round_parameters(application.round.notice).unit(application.unit).office),
        ("状态", state_for(application, actor)),
    )


def _attachments(files: Bound) -> tuple[Attachment, ...]:
    """One for each content: the same bytes bound twice are merged once."""
    made: dict[str, tuple[StoredFile, list[str]]] = {}
    for file, purposes in files.items():
        made.setdefault(file.digest, (file, []))[1].extend(purposes)
    return within_limits(tuple(_attachment(file, purposes) for file, purposes in made.values()))


def _attachment(file: StoredFile, purposes: list[str]) -> Attachment:
    is_merged = file.media_type in MERGED_TYPES
    more = f"等{len(purposes)}处" if len(purposes) > MOST_PURPOSES else ""
    unread = "扫描件，文字未检查" if file.has_text is False else ""
    return Attachment(
        name=f"{file.name}（已替换）" if REPLACED in purposes else file.name, purpose="；".join(purposes[:MOST_PURPOSES]) + more, media_type=file.media_type, size=_size(file.size_bytes),
        digest=file.digest, pages=(file.pages or 1) if is_merged else 0, note=unread if is_merged else LISTED,
    )  # fmt: skip


def _size(bytes_: int) -> str:
    return f"{bytes_ * 10 // MEGABYTE / 10} MB" if bytes_ >= MEGABYTE // 10 else f"{max(1, bytes_ // 1024)} KB"
