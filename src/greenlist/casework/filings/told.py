"""A submitted version that another installation tells of: is it whole, and does it give the score that is told?"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from greenlist.casework.filings.forms import sections_of
from greenlist.casework.journal.contents import load_each
from greenlist.casework.standards.selectors import compiled_edition, edition_called, reference_history, reference_tables
from greenlist.engines.ledger import canonical, digest_of
from greenlist.engines.scoring import (
    ENGINE_VERSION,
    ApplicationProblems,
    NotInForce,
    Plan,
    compile_plan,
    load_standard,
    read_application,
    score,
)
from greenlist.engines.scoring.earlier import passing_unknown
from greenlist.rulebook.standards.catalogue import standard_file

Told = dict[str, Any]
CONTENT = {"plan": str, "engine": str, "sections": dict, "application": dict, "evidence": list, "score": str, "facts": dict}
MOST_PAGES = 100_000
VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}", re.ASCII)
ENTRY = ("value", "last_year", "note", "not_applicable")


def known_plan(filing: Told) -> Plan | None:
    """The plan with the told digest: stored here, or compiled from the edition held here; None when it is neither."""
    stored = load_each([filing["plan"]]).get(filing["plan"])
    if stored is not None:
        return Plan.from_content(stored)
    try:
        return next((plan for plan in _compiled_ever(filing) if digest_of(canonical(plan.as_content())) == filing["plan"]), None)
    except (KeyError, ValueError, OSError):
        return None


def _compiled_ever(filing: Told) -> Iterator[Plan]:
    """The edition with each set of reference tables that was in use here at some time, then the same as engines before 1.2.0 wrote it."""
    plans = list(_with_tables_ever(filing))
    yield from plans
    yield from (earlier for plan in plans if (earlier := passing_unknown(plan)) is not plan)


def _with_tables_ever(filing: Told) -> Iterator[Plan]:
    standard, edition, on = filing["standard"], filing["edition"], date.fromisoformat(filing["reference_on"])
    loaded = edition_called(standard, edition)
    for references in reference_history():
        try:
            plan = compiled_edition(loaded.content_digest, on, references) if loaded else _compiled(standard, edition, on, references)
        except NotInForce:  # these tables lack a coefficient that it takes: no form was begun with them
            continue
        yield plan


@lru_cache(maxsize=64)
def _compiled(standard: str, edition: str, on: date, references: tuple[tuple[str, str], ...]) -> Plan:
    if not standard.replace("-", "").isalnum() or not edition.replace("-", "").isalnum():
        raise KeyError(standard)
    return compile_plan(load_standard(standard_file(standard, edition)), on, reference_tables(references, on))


def faults_of_version(filing: Told, version: Told) -> list[str]:
    """Every reason why a told version cannot be taken over, [] when it is whole and gives its score again (C-05)."""
    content = version["content"]
    if not isinstance(content, dict) or digest_of(canonical(content)) != version["digest"]:
        return ["提交版本的内容与它的摘要不符。"]
    if shape := list(_shape(content)):
        return shape
    plan = known_plan(filing)
    if plan is None:
        return [
            f"本系统没有“{filing['standard_title'][:60]}”{filing['edition'][:20]}的同一份评分方案（{filing['plan'][:19]}…）；"
            + _to_do(content["engine"])
        ]
    if content["plan"] != filing["plan"]:
        return ["提交版本所用的评分方案与填报的不同。"]
    if (filing["standard"], filing["edition"], filing["standard_title"]) != (plan.standard, plan.edition, plan.title):
        return ["评价标准的名称与它的评分方案不同。"]
    if filing["data_year"] != date.fromisoformat(filing["reference_on"]).year - 1:
        return [f"数据年度{filing['data_year']}不是填报之年的上一年。"]
    form = {section.id: {row.id for row in section.rows} for section in sections_of(plan)}
    rows = set().union(*form.values())
    foreign = [name for name in content["sections"] if name not in form]
    foreign += [bound["row"] for bound in content["evidence"] if bound["row"] not in rows]
    return [f"“{name[:40]}”不在这份评价标准的表中。" for name in foreign[:3]] + _score(plan, content, version)


def _to_do(engine: str) -> str:
    """What to do about a plan that is not known here, by the engine with which the version was handed in."""
    theirs, ours = _numbers(engine), _numbers(ENGINE_VERSION)
    if theirs > ours:
        return f"对方的评分程序是{engine}版，比本系统的{ENGINE_VERSION}版新，请先把本系统升级到同一版本。"
    tables = "请核对两边启用的标准和参考表的校核版，本系统缺少的先载入、签署"
    if theirs and theirs < ours:
        older = f"对方的评分程序是{engine}版，比本系统的{ENGINE_VERSION}版旧，升级本系统没有用"
        return f"{older}。{tables}；不缺的，请对方升级，由单位重新开始填报，再生成报送包。"
    return f"{tables}；不缺的，请两边升级到同一版本，升级以前开始的填报由单位重新开始，再生成报送包。"


def _numbers(version: str) -> tuple[int, ...]:
    """1.2.0 in its order; () for what is no version."""
    return tuple(int(part) for part in version.split(".")) if VERSION.fullmatch(version) else ()


def _shape(content: Told) -> Iterator[str]:
    if {name: type(value) for name, value in content.items()} != CONTENT:
        yield "提交版本的内容不全，或多出内容。"
        return
    for body in content["sections"].values():
        entries = body.values() if isinstance(body, dict) else [None]
        if not all(isinstance(e, dict) and e.keys() <= set(ENTRY) and all(isinstance(v, str) for v in e.values()) for e in entries):
            yield "提交版本的分节内容读不懂。"
            return
    wanted = {"row": str, "file": str, "name": str, "page": int}
    if not all(isinstance(bound, dict) and {k: type(v) for k, v in bound.items()} == wanted for bound in content["evidence"]):
        yield "提交版本的证明材料读不懂。"
    elif not all(0 <= bound["page"] <= MOST_PAGES for bound in content["evidence"]):
        yield f"提交版本的证明材料有页码不在1和{MOST_PAGES}之间。"


def _score(plan: Plan, content: Told, version: Told) -> list[str]:
    """A form that is not filled, or that the office filled in part (代录), has no score at the other side either."""
    declared, told = content["application"], version["score"]
    try:
        result = score(plan, read_application(plan, declared))
        is_filled = any(declared[part] for part in ("inputs", "items", "not_applicable"))
    except (ApplicationProblems, ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return ["填报内容不能按评分方案计算。"]
    may_lack = not is_filled or bool(content["facts"].get("entered_by"))
    wanted = "" if may_lack and not told else result.shown if is_filled else ""
    if content["score"] != told or told != wanted:
        return [f"按提交内容重算得{wanted or result.shown}分，包里写的是{told[:20] or '没有分'}。"]
    is_qualified = {"qualified": True, "not_qualified": False}.get(result.verdict) if told else None
    if (version["is_qualified"], version["unverified_count"]) != (is_qualified, len(result.unverified)):
        return ["是否合格或未核实数值的个数，与按提交内容重算的不同。"]
    return []
