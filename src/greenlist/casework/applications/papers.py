"""The evaluation report and the receipt of an application, from what is saved or from a submitted version."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import Body, evidence_of, form_of, result_of, saved_sections, version_content, version_result
from greenlist.casework.journal.clock import now
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown
from greenlist.papers.receipt import Receipt
from greenlist.papers.report import EvaluationReport, ReportRow, ReportSection, ScoreLine
from greenlist.rulebook.reference.industries import industry_name

ANSWERS = {"met": "符合", "not_met": "不符合"}


def evaluation_report(application: Application) -> EvaluationReport:
    """The report of the newest submitted version, or of the draft (then marked 草稿)."""
    version = latest_version(application)
    is_draft = version is None or application.state in {"draft", "returned"}
    bodies, result = _drafted(application) if is_draft or version is None else _submitted(version)
    return EvaluationReport(
        title="绿色工厂自我评价报告" if application.category == "factory" else "自我评价报告",
        unit=application.site.name,
        credit_code=application.site.organisation.credit_code or "",
        address=application.site.address,
        industry=industry_name(application.site.industry),
        standard=application.filing.standard_title,
        year=application.filing.data_year,
        version_label="草稿" if is_draft or version is None else f"第{version.number}版 {version.receipt}",
        facts=_facts(application, bodies.get("unit", {})),
        sections=_sections(application, bodies, result),
        score_shown=result.shown,
        score_maximum=shown(result.plan.maximum),
        score_lines=tuple(ScoreLine(**line) for line in score_lines(result)),
        unverified=tuple(f"{what}（{confidence}）" for _, what, confidence in result.unverified),
        is_draft=is_draft,
        digest=version.content_digest if version and not is_draft else "",
        as_of=f"{now():%Y-%m-%d %H:%M}",
        is_demo=application.is_demo,
    )


def receipt(application: Application, version: FilingVersion) -> Receipt:
    """The receipt of one submitted version."""
    content = version_content(version)
    contents = (
        ("标准", application.filing.standard_title),
        ("自评得分", f"{version.score}（含未核实标准数值{version.unverified_count}项）"),
        ("评价报告", content["facts"]["report"]),
        ("证明材料", f"{len(content['evidence'])}份"),
    )
    return Receipt(
        number=version.receipt,
        unit=application.site.name,
        application_number=application.number,
        version=version.number,
        submitted_at=f"{version.submitted_at.astimezone(now().tzinfo):%Y-%m-%d %H:%M:%S}",
        digest=version.content_digest,
        contents=contents,
        is_demo=application.is_demo,
    )


def score_lines(result: Result) -> list[dict[str, object]]:
    """The explanation tree as lines: groups, then their items, with clause, value, rule, points and maximum."""
    lines: list[dict[str, object]] = []
    for group, planned in zip(result.groups, result.plan.groups, strict=True):
        lines.append(_line(0, group.title, group.clause, "", "", shown(group.weighted), shown(group.weighted_maximum), ""))
        for item in planned.all_items():
            found = result.items[item.id]
            state = {"missing": "未填", "doubtful": "存疑", "not_applicable": "不适用", "met": "符合", "not_met": "不符合"}.get(
                found.status, ""
            )
            lines.append(
                _line(1, item.label, item.clause, found.value or state, item.test_shown or (item.score.shown if item.score else ""),
                      shown(found.points), shown(found.maximum), found.note if found.status in {"not_met", "doubtful"} else "", state)
            )  # fmt: skip
    return lines


def _line(
    depth: int, label: str, clause: str, value: str, rule: str, points: str, maximum: str, note: str, state: str = ""
) -> dict[str, object]:
    del state
    return {
        "depth": depth,
        "label": label,
        "clause": clause,
        "value": value,
        "rule": rule,
        "points": points,
        "maximum": maximum,
        "note": note,
    }


def _drafted(application: Application) -> tuple[dict[str, Body], Result]:
    saved = saved_sections(application.filing)
    return {name: body for name, (_, body) in saved.items()}, result_of(application.filing, saved)


def _submitted(version: FilingVersion) -> tuple[dict[str, Body], Result]:
    return version_content(version)["sections"], version_result(version)


def _facts(application: Application, unit: dict[str, dict[str, str]]) -> tuple[tuple[str, str], ...]:
    labels = {row.id: row.label for row in form_of(application.filing)[0].rows if row.kind != "check"}
    rows = tuple((label, unit.get(name, {}).get("value", "")) for name, label in labels.items())
    return (*rows, ("评价方式", application.third_party or application.get_mode_display()), ("申报号", application.number))


def _sections(application: Application, bodies: dict[str, Body], result: Result) -> tuple[ReportSection, ...]:
    bound: dict[str, list[str]] = {}
    for evidence in evidence_of(application.filing):
        page = f" 第{evidence.page}页" if evidence.page else ""
        bound.setdefault(evidence.row, []).append(f"{evidence.file.name}{page}")
    return tuple(
        ReportSection(s.title, tuple(_row(r, bodies.get(s.id, {}).get(r.id, {}), bound.get(r.id, []), result) for r in s.rows))
        for s in form_of(application.filing)[1:]
    )


def _row(row: Row, entry: dict[str, str], proofs: list[str], result: Result) -> ReportRow:
    found = result.items.get(row.id)
    value = entry.get("value", "")
    said = f"不适用：{entry['not_applicable']}" if entry.get("not_applicable") else ANSWERS.get(value, value)
    if row.kind == "computed" and found:
        said = found.value or ANSWERS.get(found.status, "")
    return ReportRow(
        label=row.label,
        clause=row.clause,
        value=f"{said} {row.unit}" if said and row.kind == "quantity" else said or "未填",
        evidence="；".join(proofs) or "—",
        points=shown(found.points) if found else "",
        maximum=shown(found.maximum) if found else "",
    )
