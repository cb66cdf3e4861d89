"""The evaluation report and the receipt of an application, from what is saved or from a submitted version."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from greenlist.casework.applications.explanation import person_words, score_lines, unit_shown, with_unit
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.report_overview import overview
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import (
    Body,
    evidence_of,
    form_of,
    result_of,
    saved_sections,
    version_content,
    version_result,
)
from greenlist.casework.journal.clock import now
from greenlist.casework.standards.selectors import loaded_rows_at
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.scoring.form import GATES
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown
from greenlist.papers.receipt import Receipt
from greenlist.papers.report import EvaluationReport, ReportRow, ReportSection, ScoreLine
from greenlist.papers.report_chapters import form_id
from greenlist.papers.version_mark import VersionMark, mark_of
from greenlist.rulebook.reference.energy import products_of
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

ANSWERS = {"met": "符合", "not_met": "不符合"}
OF_CEMENT, CEMENT = {"energy_clinker", "energy_altitude", "energy_pressure"}, ("水泥", "熟料")  # rows that are asked of cement alone


def evaluation_report(application: Application, prepared: str = "") -> EvaluationReport:
    """The report of the newest submitted version, or of the draft (then marked 草稿).

    `prepared` is the code of a version made to be sealed: the draft as it stands now, without the mark of a draft.
    """
    version = latest_version(application)
    is_open = version is None or application.state in {"draft", "returned"}
    bodies, result = _drafted(application) if is_open or version is None else _submitted(version)
    label, mark = _version(application, None if is_open else version, bodies, prepared)
    said_at = now() if is_open or version is None else version.submitted_at
    return EvaluationReport(
        form=form_id(application.category, application.mode),
        title=f"{application.get_category_display()}{application.get_mode_display()}报告",
        unit=application.site.name,
        credit_code=application.site.organisation.credit_code or "",
        address=application.site.address,
        industry_or_type=industry_or_type(application.site),
        standard=application.filing.standard_title,
        year=application.filing.data_year,
        version_label=label,
        evaluator=application.third_party,
        facts=_facts(application, bodies.get("unit", {}), said_at),
        overview=overview(application, result.plan),
        introduction=bodies.get("unit", {}).get("introduction", {}).get("value", ""),
        sections=_sections(application, bodies, result),
        score_shown=result.shown,
        score_maximum=shown(result.plan.maximum),
        score_lines=tuple(_score_line(result, line) for line in score_lines(result)),
        requirements=_requirements(result),
        unverified=tuple(f"{what}（{CONFIDENCE_WORDS.get(confidence, confidence)}）" for _, what, confidence in result.unverified),
        is_draft=is_open and not prepared,
        mark=replace(mark, site=settings.PUBLIC_URL),
        as_of=f"{said_at.astimezone(now().tzinfo):%Y-%m-%d %H:%M}",
        is_demo=application.is_demo,
    )


def form_content(application: Application, bodies: Mapping[str, Body] | None = None) -> dict[str, Any]:
    """What a printed report says, as content: the form as saved, its plan, who and what for. Evidence is bound later, to its pages."""
    saved = {name: body for name, (_, body) in saved_sections(application.filing).items()} if bodies is None else bodies
    facts = {
        "site": application.site.name,
        "category": application.category,
        "mode": application.mode,
        "third_party": application.third_party,
    }
    return {"plan": application.filing.plan_digest, "number": application.number, "sections": dict(saved), "facts": facts}


def receipt(application: Application, version: FilingVersion) -> Receipt:
    """The receipt of one submitted version."""
    content = version_content(version)
    contents = (
        ("标准", application.filing.standard_title),
        ("自评得分", _scored(version)),
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


def _scored(version: FilingVersion) -> str:
    return (
        "代录，没有填评价表，得分未知"
        if version.is_unfilled
        else f"{version.score}（含未核实的标准数值、取法{version.unverified_count}项）"
    )


def _score_line(result: Result, line: Mapping[str, Any]) -> ScoreLine:
    """A line of the tree, with how its points come about: of a group by its weight, of what a person judges by its kind."""
    weighed = result.trace["nodes"].get(f"weighted:{line['id']}")
    item = result.plan.items.get(line["id"]) if line["depth"] else None
    rule = line["rule"] or (f"按权重折算：{weighed['op']}" if weighed and not item else "") or (person_words(item) if item else "")
    return ScoreLine(**{field.name: line[field.name] for field in fields(ScoreLine)} | {"rule": rule})


def _requirements(result: Result) -> str:
    """What the conclusion says of what must be met; what is not filled or in doubt leaves it open."""
    is_required = any(item.kind == "required" for item in result.plan.items.values())
    named = "和".join(([str(result.plan.content["gates_title"])] if result.gates else []) + (["必选项"] if is_required else []))
    if result.unmet:
        return f"{named}中有{len(result.unmet)}项不符合：{'；'.join(result.unmet)}。"
    if result.verdict == "incomplete":
        return "尚有未填或存疑的内容，不下结论。"
    return f"{named}全部符合。" if named else ""


def _version(application: Application, version: FilingVersion | None, bodies: Mapping[str, Body], prepared: str) -> tuple[str, VersionMark]:
    """The words for the version, and its mark."""
    if version and not prepared:
        return f"第{version.number}版 {version.printed_receipt}", mark_of(version.printed_receipt, version.content_digest)
    digest = digest_of(canonical(form_content(application, bodies)))
    label = f"盖章版第{prepared.rpartition('-')[2]}版" if prepared else "草稿"
    return label, mark_of(prepared or f"CG-{application.number}", digest)


def _drafted(application: Application) -> tuple[dict[str, Body], Result]:
    saved = saved_sections(application.filing)
    return {name: body for name, (_, body) in saved.items()}, result_of(application.filing, saved)


def _submitted(version: FilingVersion) -> tuple[dict[str, Body], Result]:
    return version_content(version)["sections"], version_result(version)


def _facts(application: Application, unit: dict[str, dict[str, str]], said_at: datetime) -> tuple[tuple[str, str], ...]:
    rows = [row for row in form_of(application.filing)[0].rows if row.kind != "check"]
    said = {row.id: unit.get(row.id, {}).get("value", "") for row in rows}
    product = said.get("energy_product", "")
    units = {row.id: row.unit for row in rows} | {"energy_value": _energy_unit(application, product, said_at)}
    facts = tuple((row.label, _fact(row, said[row.id], units[row.id], product)) for row in rows)
    body = (("第三方机构", application.third_party),) if application.third_party else ()
    return (*facts, ("评价方式", application.get_mode_display()), *body, ("申报号", application.number))


def _energy_unit(application: Application, product: str, said_at: datetime) -> str:
    """By the tables that the form was begun with; of a product that only a later table names, by those that held when it was said."""
    named = (products_of(application.site.industry, loaded_rows_at(moment)) for moment in (application.created_at, said_at))
    return next((units[product] for units in named if product in units), "")


def _fact(row: Row, said: str, unit: str, product: str) -> str:
    """One cell; of an empty one of energy it is known that it does not apply: no product is named, or none that the row is for."""
    if said:
        return with_unit(said, unit) if row.kind == "figure" else said
    is_for_others = not product if row.id == "energy_value" else row.id in OF_CEMENT and not any(word in product for word in CEMENT)
    return "不适用" if is_for_others else ""


def _sections(application: Application, bodies: dict[str, Body], result: Result) -> tuple[ReportSection, ...]:
    units = {item.id: unit_shown(result, item) for group in result.plan.groups for item in group.all_items()}
    bound: dict[str, list[str]] = {}
    for evidence in evidence_of(application.filing):
        page = f" 第{evidence.page}页" if evidence.page else ""
        bound.setdefault(evidence.row, []).append(f"{evidence.file.name}{page}")
    return tuple(
        ReportSection(
            s.title,
            tuple(_row(r, bodies.get(s.id, {}).get(r.id, {}), bound.get(r.id, []), result, units.get(r.id, "")) for r in s.rows),
            s.id == GATES,
        )
        for s in form_of(application.filing)[1:]
    )


def _row(row: Row, entry: dict[str, str], proofs: list[str], result: Result, computed_unit: str) -> ReportRow:
    found = result.items.get(row.id)
    value = entry.get("value", "")
    said = f"不适用：{entry['not_applicable']}" if entry.get("not_applicable") else ANSWERS.get(value, value)
    if row.kind == "computed" and found:
        said = with_unit(found.value, computed_unit) or ANSWERS.get(found.status, "")
    return ReportRow(
        label=row.label,
        clause=row.clause,
        value=with_unit(said, row.unit) if said and row.kind == "quantity" else said or "未填",
        evidence="；".join(proofs) or "—",
        points=shown(found.points) if found else "",
        maximum=shown(found.maximum) if found else "",
    )
