"""The shape of a standard file, `greenlist.standard/1`. Numbers stay text until the plan makes them fractions."""

from typing import Any, Literal

from msgspec import Struct, field

Confidence = Literal["VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS"]
ScoreKind = Literal["pos", "neg", "linear", "steps", "points", "yes_no"]
ItemKind = Literal["required", "optional", "judged", "yes_no", "count", "measure"]


class Input(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure the applicant gives, with its unit and the paper it is read from.

    `years`: how many years of it are asked, the newest first (`energy`, `energy[-1]` …). `minimum`, `maximum`: outside of them the figure
    is refused; minimum null: it may be negative. `one_of`: no figure but a choice: {code: words}, {table: name of a table} or yes_no.
    """

    label: str
    unit: str
    clause: str
    evidence: str = ""
    confidence: Confidence = "VERIFIED"
    years: int = 1
    minimum: str | None = "0"
    maximum: str | None = None
    one_of: str | dict[str, str] | None = None


class Rows(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A small table the applicant fills, at most `most` rows of the same inputs: products, fuels."""

    label: str
    clause: str
    most: int
    inputs: dict[str, Input]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of a table: per column a number, a formula of inputs, or null where there is no value."""

    label: str
    values: dict[str, str | None]
    source: str = ""
    confidence: Confidence = "VERIFIED"


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Values looked up by a choice input, `key`: own `rows`, or those of a reference table (`of`) in force on the reference date.

    `columns`: {column: unit}; the values of a reference table are converted to it. `none`: the words by which a unit says that no row is
    its own; only then, and where the row has no value, does a first_of go on.
    """

    key: str
    columns: dict[str, str]
    of: str | None = None
    rows: dict[str, Row] = {}
    none: str | None = None


class Coefficient(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A cited constant that formulas may name: `value`, or `of` a table of coefficients (`gbt-2589/2020#电力（当量值）`)."""

    label: str
    unit: str
    clause: str
    value: str | None = None
    of: str | None = None
    confidence: Confidence = "VERIFIED"


class Derived(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A value computed by a formula, or found by a reference (references.py). `rows`: once for every row of that small table."""

    label: str
    unit: str
    value: str | dict[str, Any]
    clause: str
    confidence: Confidence = "VERIFIED"
    when_zero: Literal["unknown", "zero"] = "unknown"
    years: int = 1
    rows: str | None = None


class Over(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The share is that of every row of a small table, averaged by `weight` over the `top` rows of the largest weight."""

    rows: str
    weight: str
    top: int


class Score(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a value becomes a share of the item's points. `lead`/`base`: a number, a formula, {date: number}, or a reference.

    `cap`: the largest share of `pos`, `neg` and `points`; null where the standard sets none. `compare`: whether a step is reached from
    below (at_least) or from above (at_most). `when_negative`: what a negative value of `pos` and `neg` is worth.
    """

    kind: ScoreKind
    value: str
    lead: str | dict[str, Any] | None = None
    base: str | dict[str, Any] | None = None
    cap: str | None = "1"
    floor: str = "0"
    steps: list[tuple[str, str]] = []
    when_zero: Literal["unknown", "zero", "full"] = "unknown"
    when_negative: Literal["unknown", "zero", "full"] = "zero"
    compare: Literal["at_least", "at_most"] = "at_least"
    over: Over | None = None


class Alternative(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of several ways to score an item: the first whose `when` holds; null: otherwise."""

    label: str
    when: str | None
    score: Score


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A leaf: answered by a person, tested by a formula, or scored from a value.

    `confidence` is that of the row's text, `points_confidence` that of its points, `scoring_confidence` that of the way to the
    points: lead value, steps, conversion. Where the last is left out, `confidence` speaks for it. A count earns all points at `full_at`
    of its `count_of`; `checklist` names what is counted.
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
    any_of: list[Alternative] = []
    count_of: int | None = None
    full_at: str | None = None
    checklist: list[str] = []
    may_be_not_applicable: bool = False


class Gate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A basic requirement: not met, and the unit is not qualified whatever its score.

    `look_back`: how many years before the reference date it asks about. `encouraged`: told, and decides nothing.
    """

    id: str
    label: str
    clause: str
    evidence: str = ""
    test: str | None = None
    confidence: Confidence = "VERIFIED"
    look_back: int | None = None
    encouraged: bool = False


class Convention(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A way of counting that stands in no single row (a factor, a cap, a choice), how sure it is, and why it was taken."""

    id: str
    label: str
    clause: str
    why: str
    confidence: Confidence = "VERIFIED"


class Grade(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A grade of a total: reached from `at_least` on."""

    name: str
    at_least: str
    clause: str
    confidence: Confidence = "VERIFIED"


class Rank(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A grade by relative rank: the next `share` of a ranked list."""

    name: str
    share: str
    clause: str
    confidence: Confidence = "VERIFIED"


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A branch. `weight` makes its points a share of that weight; without weights points simply add up.

    `best`: only so many items count, those of the largest share or (`choose_by: declared`) those the applicant names. `bonus`: added
    above the maximum, up to `most`, and never missing.
    """

    id: str
    title: str
    clause: str = ""
    weight: str | None = None
    weight_confidence: Confidence = "VERIFIED"
    best: int | None = None
    choose_by: Literal["ratio", "declared"] = "ratio"
    not_applicable: Literal["redistribute", "redistribute_all", "full", "zero"] = "redistribute"
    required_block: bool = False
    bonus: bool = False
    most: str | None = None
    items: list[Item] = []
    groups: list["Group"] = []


class Standard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One edition of one standard.

    `in_force`: from, to, reviewed_until (past it nothing is computed). `total`: round, maximum, mode; and, where the standard has them,
    round_item (every item's points), round_group (every top group, and every group with a weight, after weighing), compare (full |
    rounded), pass_line.
    """

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
    rows: dict[str, Rows] = {}
    tables: dict[str, Table] = {}
    coefficients: dict[str, Coefficient] = {}
    derived: dict[str, Derived] = {}
    conventions: list[Convention] = []
    gates_title: str = "基本要求"
    gates: list[Gate] = []
    groups: list[Group]
    grades: list[Grade] = []
    ranks: list[Rank] = []
    tests: list[dict[str, Any]] = field(default_factory=list)
    notes: str = ""
