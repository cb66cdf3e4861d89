"""One row of a package: do its own parts agree, and are its words such as this system knows?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.delivery.matching import Here
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.casework.evaluators.models import Capability, Engagement, Evaluator, LegalRepresentative
from greenlist.casework.filings.models import Filing, FilingVersion
from greenlist.casework.filings.told import MOST_PAGES, faults_of_version
from greenlist.casework.journal.typed import too_long
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.rounds.models import Round
from greenlist.casework.verification.models import Answer, Finding, Judgement, RecordedFact, ReportJudgement
from greenlist.engines.ledger import canonical, digest_of
from greenlist.rulebook.notices import notice, round_parameters
from greenlist.rulebook.reference.credit_code import check_credit_code
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import division_name, divisions

Told = Mapping[str, Any]
MOST_VERSIONS = 99
KINDS = {Organisation.Kind.ENTERPRISE, Organisation.Kind.PARK_BODY, Organisation.Kind.OTHER}


def faults_of_row(row: Told, round_: Round, unit: str, here: Here) -> list[str]:
    """Every reason why this row cannot be taken over, [] when it can."""
    found = [*_who(row, here), *_application(row, round_, unit), *_printed(row, round_, unit), *_submitted(row), *_found(row, round_)]
    found += [*_evaluator(row, here), *_long(row)]
    return found + faults_of_version(row["filing"], row["version"])


def _who(row: Told, here: Here) -> Iterator[str]:
    organisation, site = row["organisation"], row["site"]
    code, problems = check_credit_code(organisation["credit_code"]) if organisation["credit_code"] else ("", [])
    yield from (f"信用代码{problem}" for problem in problems)
    if not problems and code != organisation["credit_code"]:
        yield "信用代码的写法不规范。"
    if organisation["kind"] not in KINDS:
        yield "单位类别不是企业或园区。"
    held = here.organisation(organisation["credit_code"])
    if held and held.kind not in KINDS:
        yield f"信用代码在本系统属于{held.get_kind_display()}“{held.name}”，不能是申报单位。"
    if not site["name"].strip() or not organisation["name"].strip():
        yield "没有单位名称。"
    if site["division"] and site["division"] not in divisions():
        yield f"区县代码“{site['division'][:12]}”不在行政区划表中。"
    if site["industry"] and site["industry"] not in industries():
        yield f"行业代码“{site['industry'][:12]}”不在国民经济行业分类中。"


def _application(row: Told, round_: Round, unit: str) -> Iterator[str]:
    told, given = row["application"], round_parameters(round_.notice)
    if not re.fullmatch(rf"{round_.year}-{given.unit(unit).short}-([0-9]{{4}}|[1-9][0-9]{{4,5}})", told["number"]):
        yield f"申报号“{told['number'][:20]}”不是这一推荐单位本轮的申报号。"
    if told["category"] not in given.categories or told["mode"] not in Application.Mode.values:
        yield "类别或评价方式本轮没有。"
    if not (told["wants_national"] or told["wants_provincial"]):
        yield "国家级和省级一级也没有选。"


def _printed(row: Told, round_: Round, unit: str) -> Iterator[str]:
    """Its line of the summary table, made again from what the application says (C-66)."""
    told, site, printed, given = row["application"], row["site"], row["printed"], round_parameters(round_.notice)
    cells = (printed["category"], printed["name"], printed["national"], printed["provincial"])
    if cells != (told["category"], site["name"], told["wants_national"], told["wants_provincial"]):
        yield "汇总表中的单位、类别或级别与申报件不同。"
    known_as = industry_or_type(Site(industry=site["industry"], park_type=site["park_type"]))[1].rpartition(" ")[2]
    third_party = told["third_party"] or given.parameter("self_evaluation_words").value
    told_already = {
        code for code, known in ((site["division"], divisions()), (site["industry"], industries())) if code and code not in known
    }
    for label, name, wanted in (
        ("设区市", "city", given.unit(unit).city), ("区县", "county", division_name(site["division"])), ("第三方机构", "third_party", third_party),
        ("行业或类型", "industry_or_type", known_as),
    ):  # fmt: skip
        if printed[name] != wanted and wanted not in told_already:
            yield f"汇总表中的{label}“{printed[name][:60]}”与申报件的“{wanted[:60]}”不同。"


def _submitted(row: Told) -> Iterator[str]:
    """The version is the one of this application, of this unit, under its own receipt."""
    told, version, content = row["application"], row["version"], row["version"]["content"]
    if not 1 <= version["number"] <= MOST_VERSIONS or version["receipt"] != f"HZ-{told['number']}-{version['number']}":
        yield f"回执号“{version['receipt'][:40]}”不是这一件第{version['number']}版的回执号。"
    facts = content.get("facts") if isinstance(content, dict) else None
    if not isinstance(facts, dict) or (facts.get("number"), facts.get("report")) != (told["number"], told["report"]):
        yield "提交版本不是这一件的，或所附报告不是提交时的那一份。"
        return
    names = {"category": "category", "mode": "mode", "national": "wants_national", "provincial": "wants_provincial"}
    if any(facts.get(name) != told[own] for name, own in names.items()) or facts.get("entered_by", "") != told["entered_by"]:
        yield "提交版本的类别、级别、评价方式或代录人与申报件不同。"
    code, held = facts.get("credit_code", ""), row["organisation"]["credit_code"]
    if code != held and (code or facts.get("site") != row["site"]["name"]):
        yield "提交版本是另一单位的。"


def _found(row: Told, round_: Round) -> Iterator[str]:
    text = notice(round_.notice)
    for fact in row["facts"]:
        if (fact["page"] or 1) not in range(1, MOST_PAGES + 1):
            yield f"查核记录{fact['clause'][:10]}的页码不在1和{MOST_PAGES}之间。"
        if not text.has_clause(fact["clause"]) or fact["answer"] not in Answer.values:
            yield f"查核记录{fact['clause'][:10]}的条款或结论本系统没有。"
    for entry in row["records"]:
        if entry["kind"] not in AdverseRecord.Kind.values:
            yield f"不利记录的种类“{entry['kind'][:40]}”本系统没有。"
    for finding in row["findings"]:
        content, clause = finding["content"], finding["clause"][:10]
        if not isinstance(content, dict) or digest_of(canonical(content)) != finding["digest"]:
            yield f"结论{clause}的内容与它的摘要不符。"
        elif (content.get("clause"), content.get("verdict")) != (finding["clause"], finding["verdict"]):
            yield f"结论{clause}与它所依据的内容不同。"
        if not text.has_clause(finding["clause"]) or finding["verdict"] not in Finding.Verdict.values:
            yield f"结论{clause}的条款或结论本系统没有。"
        if any(said["outcome"] not in Judgement.Outcome.values for said in finding["judgement"]) or len(finding["judgement"]) > 1:
            yield f"对结论{clause}的判断本系统没有。"


def _is_body(held: Organisation) -> bool:
    return held.kind == Organisation.Kind.EVALUATOR or Evaluator.objects.filter(organisation=held).exists()


def _evaluator(row: Told, here: Here) -> Iterator[str]:
    told, own = row["application"], row["organisation"]["credit_code"]
    if (told["mode"] == Application.Mode.THIRD_PARTY) != bool(row["evaluator"]):
        yield "选第三方评价的须有第三方机构，自我评价的不能有。"
    for body in row["evaluator"]:
        held = here.organisation(body["credit_code"])
        if body["is_national"] != told["wants_national"]:
            yield f"第三方机构“{body['name'][:60]}”的委托是否国家级与申报件不同。"
        if body["credit_code"] == own or (held and not _is_body(held)):
            yield f"第三方机构“{body['name'][:60]}”的信用代码属于企业或其他单位，不是第三方机构。"
        if not body["credit_code"] or check_credit_code(body["credit_code"])[1]:
            yield f"第三方机构“{body['name'][:60]}”没有信用代码，或代码不对。"
        if not body["representative"].strip():
            yield f"第三方机构“{body['name'][:60]}”没有法定代表人。"
        if body["signed_report"] and (body["signed_report"] != row["application"]["report"] or not body["signed_at"]):
            yield "所附评价报告不是第三方机构签署的那一版。"
    if len(row["evaluator"]) > 1:
        yield "一件只能有一家第三方机构。"


def _long(row: Told) -> Iterator[str]:
    """What is longer than its column: PostgreSQL would end the act in the middle."""
    application, version = row["application"], row["version"]
    for name in (row["organisation"]["name"], *(borne["name"] for borne in row["organisation"]["former_names"])):
        yield from too_long(Organisation, name=name, division=row["organisation"]["division"])
    yield from too_long(Site, **{name: row["site"][name] for name in ("name", "address", "division", "industry", "park_type")})
    yield from too_long(Application, **{name: application[name] for name in ("number", "third_party", "recommended_because", "entered_by")})
    yield from too_long(FilingVersion, **{name: version[name] for name in ("score", "reason", "receipt", "submitted_by")})
    for fact in row["facts"]:
        yield from too_long(RecordedFact, **{name: fact[name] for name in ("statement", "source", "recorded_by")})
    for entry in row["records"]:
        yield from too_long(AdverseRecord, **{name: entry[name] for name in ("statement", "source", "reference")})
    for finding in row["findings"]:
        yield from too_long(Finding, **{name: finding[name] for name in ("statement", "stage")})
        for said in finding["judgement"]:
            yield from too_long(Judgement, judged_by=said["judged_by"])
    yield from too_long(Filing, **{name: row["filing"][name] for name in ("standard", "edition", "standard_title")})
    yield from (words for said in row["report_judgement"] for words in too_long(ReportJudgement, judged_by=said["judged_by"]))
    for body in row["evaluator"]:
        yield from (*too_long(Organisation, name=body["name"]), *too_long(LegalRepresentative, name=body["representative"]))
        yield from (
            words for said in (*body["capability"], *body["outside"]) for words in too_long(Capability, declared_by=said["declared_by"])
        )
        yield from too_long(Engagement, **{name: body[name] for name in ("registered_from", "signed_by", "marked_by", "proposed_by")})
