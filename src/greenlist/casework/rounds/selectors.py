"""Reading rounds and the parameters in force."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from greenlist.casework.journal.clock import SHANGHAI, end_of
from greenlist.casework.journal.contents import body_of
from greenlist.casework.rounds.models import Extension, ParameterProposal, ParameterVersion, Round, Waiver
from greenlist.papers.unit_signs import with_unit
from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.findings import Finding
from greenlist.rulebook.eligibility.handing_in import first_late_day
from greenlist.rulebook.notices import newest_notice, notice, round_parameters
from greenlist.rulebook.reference.holidays import working_days_before
from greenlist.rulebook.reference.regions import division_name

FIELDS = {
    "name": "单位名称", "credit_code": "统一社会信用代码", "category": "类别", "level": "级别", "listed_on": "列入日期", "removal": "移出记录",
    "body": "第三方机构的项目数", "ban": "对第三方机构的不予采信",
    "score": "评审分", "report": "评价报告", "findings": "核验结论", "expert": "评审专家", "contact": "联系方式",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step of a round (形式审查, 专家评审 …) in its order: id, label, and whether this round has it."""

    id: str
    label: str
    is_on: bool


def current_round() -> Round | None:
    """The newest round, or None before the first is opened."""
    return Round.objects.order_by("-opens_on", "-id").first()


def current_round_of(unit: str) -> Any:
    """The newest round with `own_deadline_at`, this unit's deadline with its extension, in one query; None before the first."""
    granted = Extension.objects.filter(round=OuterRef("pk"), unit=unit).order_by("-granted_at", "-id").values("deadline_at")
    rows = Round.objects.annotate(own_deadline_at=Coalesce(Subquery(granted[:1]), F("deadline_at")))
    return rows.order_by("-opens_on", "-id").first()


def current_notice() -> str:
    """The notice of the newest round; before the first is opened the newest notice held."""
    return Round.objects.order_by("-opens_on", "-id").values_list("notice", flat=True).first() or newest_notice()


def unit_names(round_: Round | None) -> list[tuple[str, str]]:
    """(code, city) pairs of those who may recommend in this round (C-69); none before the first round is opened."""
    return [(unit.code, unit.city) for unit in round_parameters(round_.notice).units] if round_ else []


def region_of(round_: Round) -> str:
    """江西 for a round of Jiangxi: the region for which registers are declared complete."""
    return division_name(round_parameters(round_.notice).province).removesuffix("省")


def newest_version(round_: Round) -> ParameterVersion:
    """The parameter version in force."""
    return round_.parameter_versions.order_by("-number")[0]


def parameters(round_: Round) -> dict[str, Any]:
    """{key: value} of the newest signed version, in one query; a parameter that its notice got later has its default."""
    newest = round_.parameter_versions.order_by("-number").values_list("content_digest", flat=True)[0]
    return round_parameters(round_.notice).values() | json.loads(_signed(newest))


@lru_cache(maxsize=16)
def _signed(digest: str) -> str:
    """A signed version's values; content found by hash cannot change."""
    return body_of(digest)


def parameter(round_: Round, key: str) -> Any:
    """One value of the newest signed version; KeyError when the round has no such parameter."""
    return parameters(round_)[key]


def ask(round_: Round, clause_id: str, facts: Any, on: date, held: dict[str, Any] | None = None) -> Finding:
    """The answer of the rule that a clause of the round's notice is bound to, with the round's parameters (`held`, where somebody asks
    many times and has read them); where that notice does not know the clause, the newest one's rule and defaults.
    """
    text = notice(round_.notice)
    text = text if text.has_rule(clause_id) else notice(newest_notice())
    binding, values = text.clause(clause_id).bound, round_parameters(text.id).values() | (parameters(round_) if held is None else held)
    return registry.evaluate(binding.rule, facts, clause=clause_id, parameters=binding.given(values), checked_on=on)


def steps_of(round_: Round) -> list[Step]:
    """All steps of the round in order; which are on stands in the signed parameters."""
    on = set(parameters(round_)["steps_on"])
    return [Step(step["id"], step["label"], step["id"] in on) for step in round_parameters(round_.notice).steps]


def is_step_on(round_: Round, step_id: str) -> bool:
    """Does this round have the step? False for a step that its notice does not know."""
    return step_id in parameters(round_)["steps_on"]


def disclosure_classes(round_: Round) -> dict[str, str]:
    """{field: 公开, 依申请公开 or 内部} in force (C-65)."""
    held = parameters(round_)["disclosure_classes"]
    return {field: held[field] for field in FIELDS if field in held}


def latest_signing_on(deadline_at: datetime, days: int) -> date:
    """最迟送签: the last day before a deadline less the working days that signature takes."""
    return working_days_before(day_before(deadline_at), days)


def signing_at(deadline_at: datetime, days: int) -> datetime:
    """最迟送签 before a deadline, at 18:00 of that working day; `days` is the parameter signing_working_days."""
    return datetime.combine(latest_signing_on(deadline_at, days), time(18), tzinfo=SHANGHAI)


def county_deadline_of(round_: Round, unit: str) -> datetime:
    """The first instant that is too late for a county of this unit: so many days before the unit's own deadline (C-07)."""
    return deadline_of(round_, unit) - timedelta(days=int(parameters(round_).get("county_days_before", 0)))


def deadline_of(round_: Round, unit: str) -> datetime:
    """The first instant that is too late for one recommending unit: the round's deadline, or its newest extension (C-08)."""
    extension = extension_of(round_, unit)
    return extension.deadline_at if extension else round_.deadline_at


def extension_of(round_: Round, unit: str) -> Extension | None:
    """The extension in force for a unit: the newest one granted."""
    return round_.extensions.filter(unit=unit).last()


def waiver_of(round_: Round, clause: str, subject: str) -> Waiver | None:
    """The waiver of a clause for a credit code in this round."""
    return round_.waivers.filter(clause=clause, subject=subject).first() if subject else None


def extensions_of(round_: Round) -> dict[str, Extension]:
    """{unit: its newest extension}."""
    return {extension.unit: extension for extension in round_.extensions.all()}


def late_from(day: date, values: Mapping[str, Any]) -> datetime:
    """The first instant that is too late when `day` is named as the last one: by the same function that the rule of C-08 asks."""
    return end_of(first_late_day(day, is_inclusive=values.get("deadline_inclusive", True)) - timedelta(days=1))


def named_day(deadline_at: datetime, values: Mapping[str, Any]) -> date:
    """The day that notice or extension names as the last one, from the stored instant."""
    return day_before(deadline_at) if values.get("deadline_inclusive", True) else deadline_at.astimezone(SHANGHAI).date()


def last_day(round_: Round, unit: str = "") -> date:
    """The last day on which the package may be handed in (it is too late from 24:00 of it), for a unit with its extension."""
    return day_before(deadline_of(round_, unit) if unit else round_.deadline_at)


def day_before(instant: datetime) -> date:
    """The day that ends at a deadline of 24:00."""
    return date.fromordinal(instant.astimezone(SHANGHAI).date().toordinal() - 1)


@dataclass(frozen=True)
class ProposedChange:
    """One line of a proposal in words: what, its value now, its value then, and the clause it belongs to."""

    label: str
    before: str
    after: str
    clause: str = ""


def proposed_changes(proposal: ParameterProposal) -> list[ProposedChange]:
    """What a proposal would change, in the order of the round's parameters; then the steps, then the disclosure classes."""
    given, before = round_parameters(proposal.round.notice), parameters(proposal.round)
    changes = proposal.changes
    found = [
        ProposedChange(p.label, in_words(before[p.key], p.unit), in_words(changes[p.key], p.unit), p.clause)
        for p in given.parameters
        if p.key in changes
    ]
    labels = {step["id"]: step["label"] for step in given.steps}
    if "steps_on" in changes:
        steps = [" → ".join(labels[s] for s in labels if s in on) for on in (before["steps_on"], changes["steps_on"])]
        found.append(ProposedChange("步骤", steps[0], steps[1]))
    classes = before["disclosure_classes"]
    changed = changes.get("disclosure_classes", classes)
    return found + [ProposedChange(f"公开方式：{FIELDS[f]}", classes[f], changed[f], "C-65") for f in classes if classes[f] != changed[f]]


def in_words(value: Any, unit: str = "") -> str:
    """A parameter's value with its unit: 不设, 是, 否, 5个工作日, 20 MB, 50%."""
    if value is None or isinstance(value, bool):
        return {None: "不设", True: "是", False: "否"}[value]
    return with_unit(str(value), unit)


def open_proposal(round_: Round) -> ParameterProposal | None:
    """The change of parameters that waits for its second signature."""
    return round_.parameter_proposals.filter(state="awaiting_second").first()
