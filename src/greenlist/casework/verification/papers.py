"""核验单 of one application, from the checklist as it stands."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.directory.selectors import former_names
from greenlist.casework.journal.clock import now, today
from greenlist.casework.rounds.selectors import parameter, parameters
from greenlist.casework.verification.checklist import ChecklistItem
from greenlist.casework.verification.selectors import checklist
from greenlist.papers.typesetting import chinese_date
from greenlist.papers.unit_signs import with_signs
from greenlist.papers.verification_sheet import SheetLine, VerificationSheet
from greenlist.rulebook.eligibility.windows import lookback


def verification_sheet(application: Application, *, printed_by: str, office: str) -> VerificationSheet:
    """The sheet of one unit, dated and with the hash of the version it speaks of."""
    lines, version = checklist(application), latest_version(application)
    first, last = lookback(today(), int(parameters(application.round)["lookback_years"]))
    exclusions = [line for line in lines if line.kind == "exclusion"]
    conditions = [line for line in lines if line.kind == "condition"]
    levels = "、".join(w for w, on in (("国家级", application.wants_national), ("省级", application.wants_provincial)) if on)
    line = parameter(application.round, "pass_line")
    return VerificationSheet(
        unit=application.site.name,
        former_name="、".join(former_names(application.site.organisation)),
        credit_code=application.site.organisation.credit_code or "",
        category_level=f"{application.get_category_display()}，{levels}",
        window=f"{first.isoformat()} 至 {last.isoformat()}",
        score=f"{version.score or '代录，未填' if version else '—'}（{f'合格线{line}，本轮参数' if line else '本轮不设合格线'}）",
        office=office,
        year=application.round.year,
        position=f"申报号 {application.number}",
        lines=tuple(_line(number, item) for number, item in enumerate(exclusions, start=1)),
        conditions=tuple(_line(number, item) for number, item in enumerate(conditions, start=len(exclusions) + 1)),
        judgements=tuple(
            f"{i.label}〔依据 {i.clause.passage}〕：{i.judged_as}。理由：{with_signs(i.judgement.reason)}（{i.judgement.judged_by}）"
            for i in lines
            if i.judgement
        ),
        open_lines=tuple(f"{i.label}：{i.word}，{i.statement}。" for i in lines if i.is_open),
        number=application.number,
        version=version.number if version else 0,
        as_of=f"{now():%Y-%m-%d %H:%M}",
        printed_by=printed_by,
        digest=version.content_digest if version else "",
        is_demo=application.is_demo,
    )


def _line(number: int, item: ChecklistItem) -> SheetLine:
    proof = f"{item.source}：{item.statement}" if item.source else item.statement
    checked = chinese_date(item.looked_up_on) if item.looked_up_on else "—"
    return SheetLine(number, item.label, item.word, item.clause.passage, proof, checked)
