"""Facts by notion. Each says which proof it needs and what must be declared complete before absence means no."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlist.rulebook.eligibility import declared
from greenlist.rulebook.eligibility.energy import EnergyLevel
from greenlist.rulebook.eligibility.history import AdverseHistory, day
from greenlist.rulebook.eligibility.priorities import ChainIndustry, ChainPilot, ChainSuppliers, ParkFactories


@dataclass(frozen=True)
class StopInterval:
    """One stop of production; `until_on` is the last day of the stop, None while it lasts."""

    from_on: date
    until_on: date | None
    evidence: str = ""


@dataclass(frozen=True)
class StoppedProduction:
    """Stops of one site. Proof: monthly electricity or output records.

    `records_complete`: the records looked at cover the whole window, so that no stop in them means no stop.
    """

    intervals: tuple[StopInterval, ...]
    records_complete: bool
    evidence: tuple[str, ...] = ()

    def as_content(self) -> dict[str, Any]:
        """Plain values for storage."""
        return {
            "intervals": [
                {"from_on": i.from_on.isoformat(), "until_on": i.until_on.isoformat() if i.until_on else "", "evidence": i.evidence}
                for i in self.intervals
            ],
            "records_complete": self.records_complete,
            "evidence": list(self.evidence),
        }

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "StoppedProduction":
        """The facts as they were stored, or as `greenlist screen FILE` reads them. Dates may be text or dates."""
        intervals = tuple(
            StopInterval(day(i["from_on"]), day(i["until_on"]) if i.get("until_on") else None, i.get("evidence", ""))
            for i in content.get("intervals", [])
        )
        return cls(intervals, bool(content["records_complete"]), tuple(content.get("evidence", ())))


@dataclass(frozen=True)
class EvaluatorCap:
    """National projects of one legal representative this year: here (this one included), elsewhere (None = not declared by all);
    `declared` is what is known of elsewhere even so.
    """

    is_counted: bool
    here: int
    outside: int | None
    evidence: tuple[str, ...] = ()
    declared: int = 0

    @property
    def known(self) -> int:
        """What is known to count: here, and elsewhere as far as declared."""
        return self.here + (self.declared if self.outside is None else self.outside)

    def as_content(self) -> dict[str, Any]:
        """Plain values for storage."""
        return {"is_counted": self.is_counted, "here": self.here, "outside": self.outside, "evidence": list(self.evidence),
                "declared": self.declared}  # fmt: skip

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "EvaluatorCap":
        """The facts as they were stored, or as `greenlist screen FILE` reads them."""
        outside = content.get("outside")
        return cls(bool(content["is_counted"]), int(content["here"]), None if outside is None else int(outside),
                   tuple(content.get("evidence", ())), int(content.get("declared", 0)))  # fmt: skip


@dataclass(frozen=True)
class EvaluatorBan:
    """The bans of one body: (decided on, first day it no longer holds) each. `is_known`: the body that evaluated is on record."""

    is_third_party: bool
    is_known: bool
    bans: tuple[tuple[date, date], ...]
    evidence: tuple[str, ...] = ()

    def as_content(self) -> dict[str, Any]:
        """Plain values for storage."""
        bans = [[start.isoformat(), end.isoformat()] for start, end in self.bans]
        known = {"is_third_party": self.is_third_party, "is_known": self.is_known}
        return {**known, "bans": bans, "evidence": list(self.evidence)}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "EvaluatorBan":
        """The facts as they were stored, or as `greenlist screen FILE` reads them."""
        bans = tuple((day(start), day(end)) for start, end in content.get("bans", ()))
        return cls(bool(content["is_third_party"]), bool(content["is_known"]), bans, tuple(content.get("evidence", ())))


FACTS: dict[str, Any] = {
    "stopped_production": StoppedProduction,
    "deregistered": AdverseHistory,
    "on_list_in_force": AdverseHistory,
    "event_in_window": AdverseHistory,
    "evaluator_cap": EvaluatorCap,
    "evaluator_ban": EvaluatorBan,
    "evaluator_conditions": declared.EvaluatorConditions,
    "park_green_factories": ParkFactories,
    "chain_named_industry": ChainIndustry,
    "chain_green_suppliers": ChainSuppliers,
    "epr_pilot": ChainPilot,
    "energy_benchmark": EnergyLevel,
    "energy_advanced_value": EnergyLevel,
    "category_offered": declared.CategoryChosen,
    "evaluation_mode": declared.EvaluationMode,
    "standard_applies": declared.StandardUsed,
    "levels_chosen": declared.LevelsChosen,
    "applied_anew": declared.EarlierListing,
    "already_provincial": declared.ProvincialStanding,
    "report_of_a_passing_unit": declared.ReportHandedIn,
    "chain_is_green_factory": declared.ChainEnterprise,
    "park_main_function": declared.ParkDeclared,
    "park_industry_share": declared.ParkDeclared,
    "park_boundary": declared.ParkDeclared,
    "park_one_body": declared.ParkDeclared,
    "park_level": declared.ParkDeclared,
    "before_deadline": declared.HandingIn,
    "sealed_and_dated": declared.SealedLetter,
    "package_complete": declared.PackageParts,
    "may_recommend": declared.RecommendingOffice,
    "no_exclusion_stands": declared.ExclusionsStanding,
}
