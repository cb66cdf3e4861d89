"""The shape of a standard file, `greenlist.standard/1`. Numbers stay text until the plan makes them fractions."""

from typing import Any, Literal

from msgspec import Struct, field

Confidence = Literal["VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS"]
ScoreKind = Literal["pos", "neg", "linear", "steps", "points"]
ItemKind = Literal["required", "optional", "judged", "yes_no", "count", "measure"]


class Input(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure the applicant gives, with its unit and the paper it is read from."""

    label: str
    unit: str
    clause: str
    evidence: str = ""
    confidence: Confidence = "VERIFIED"


class Derived(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value computed from inputs by a formula of the standard."""

    label: str
    unit: str
    value: str
    clause: str
    confidence: Confidence = "VERIFIED"
    when_zero: Literal["unknown", "zero"] = "unknown"


class Score(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a value becomes a share of the item's points. `lead`/`base`: a number, a formula, or {date: number}.

    `cap`: the largest share of `pos`, `neg` and `points`; null where the standard sets none.
    """

    kind: ScoreKind
    value: str
    lead: str | dict[str, str] | None = None
    base: str | dict[str, str] | None = None
    cap: str | None = "1"
    floor: str = "0"
    steps: list[tuple[str, str]] = []
    when_zero: Literal["unknown", "zero", "full"] = "unknown"


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A leaf: answered by a person, tested by a formula, or scored from a value.

    `confidence` is that of the row's text, `points_confidence` that of its points, `scoring_confidence` that of the way to the
    points: lead value, steps, conversion. Where the last is left out, `confidence` speaks for it.
    """

    id: str
    label: str
    kind: ItemKind
    points: str
    clause: str
    points_confidence: Confidence = "VERIFIED"
    confidence: Confidence = "VERIFIED"
    scoring_confidence: Confidence | None = None
    evidence: str = ""
    test: str | None = None
    score: Score | None = None
    count_of: int | None = None
    may_be_not_applicable: bool = False


class Gate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A basic requirement: not met, and the unit is not qualified whatever its score."""

    id: str
    label: str
    clause: str
    evidence: str = ""
    test: str | None = None
    confidence: Confidence = "VERIFIED"


class Convention(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way of counting that stands in no single row (a factor, a cap, a choice), how sure it is, and why it was taken."""

    id: str
    label: str
    clause: str
    why: str
    confidence: Confidence = "VERIFIED"


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A branch. `weight` makes its points a share of that weight; without weights points simply add up."""

    id: str
    title: str
    clause: str = ""
    weight: str | None = None
    weight_confidence: Confidence = "VERIFIED"
    best: int | None = None
    not_applicable: Literal["redistribute", "full", "zero"] = "redistribute"
    required_block: bool = False
    items: list[Item] = []
    groups: list["Group"] = []


class Standard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One edition of one standard."""

    format: Literal["greenlist.standard/1"]
    id: str
    edition: str
    number: str
    title: str
    subject: Literal["factory", "park", "supply_chain"]
    source: str
    in_force: dict[str, str | None]
    total: dict[str, str]
    inputs: dict[str, Input] = {}
    derived: dict[str, Derived] = {}
    conventions: list[Convention] = []
    gates_title: str = "基本要求"
    gates: list[Gate] = []
    groups: list[Group]
    tests: list[dict[str, Any]] = field(default_factory=list)
    notes: str = ""
