"""What the interface gives and can be asked with: the schemas of its answers."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema


class EntryOut(Schema):
    """One row of the list; what is not public is empty."""

    id: UUID
    name: str
    former_names: str
    credit_code: str
    level: str
    category: str
    year: int
    unit: str
    listed_on: date | None
    document: str
    state: str
    removed_on: date | None
    removal_reason: str
    removal_clause: str
    is_demo: bool
    status_address: str


class ListOut(Schema):
    """A page of the list."""

    count: int
    offset: int
    rows: list[EntryOut]


class ListQuery(Schema):
    """Filters as on the page; `limit` at most 100."""

    text: str = ""
    category: str = ""
    level: str = ""
    unit: str = ""
    year: str = ""
    removed: str = ""
    industry: str = ""
    stood: str = ""
    offset: int = 0
    limit: int = 50


class Fault(Schema):
    """What is not there, or not to be seen without signing in."""

    detail: str


class Misasked(Schema):
    """A parameter that cannot be read: where it stands, and why."""

    detail: list[dict[str, Any]]


class ChangeOut(Schema):
    """What happened to an entry after it was listed: kind, day, the words of the public page, clause and document."""

    entry: UUID
    name: str
    kind: str
    on: date
    public_text: str
    clause: str
    document: str


class ChangesOut(Schema):
    """A page of the changes, the newest first."""

    count: int
    offset: int
    rows: list[ChangeOut]


class CountOut(Schema):
    """How many rows stand under one code."""

    code: str
    label: str
    count: int


class YearOut(Schema):
    """What a year brought to the list, and how many stood on it at its end."""

    year: int
    listed: int
    removed: int
    restored: int
    suspended: int
    renamed: int
    moved: int
    merged: int
    split: int
    promoted: int
    stock: int


class CountsOut(Schema):
    """The list in figures; lists of what is not public are empty. `standing`: only rows that stand on the list today are counted."""

    standing: bool
    total: int
    units: list[CountOut]
    categories: list[CountOut]
    industries: list[CountOut]
    years: list[YearOut]


class BenchmarkOut(Schema):
    """One indicator, as one edition of a standard computes it, in one industry: three quartiles as decimal text, and how many units, in a band."""

    industry: str
    industry_label: str
    indicator: str
    edition: str
    label: str
    unit: str
    quartiles: list[str]
    units: str


class BenchmarksOut(Schema):
    """The quartiles of one year as published; `year` is null before the first. `years` can be asked for."""

    year: int | None
    data_year: int | None
    digest: str
    least: int
    years: list[int]
    rows: list[BenchmarkOut]


class ClauseOut(Schema):
    """One clause: quote, kind, passage, period, binding."""

    id: str
    passage: str
    kind: str
    quote: str
    obligation: str
    in_force_from: date
    in_force_until: date | None
    rule: str | None


class StandardOut(Schema):
    """One edition held."""

    id: str
    edition: str
    number: str
    title: str
    subject: str
    in_force: dict[str, str | None]


class TraceNode(Schema):
    """One step of the tree: what it is, what it rests on, its value, its clause."""

    id: str
    kind: str
    label: str
    op: str
    inputs: list[str]
    value: dict[str, str] | None
    clause: dict[str, str]
    at: str = ""
    state: str = ""
    note: str = ""
    evidence: str = ""
    maximum: str = ""


class TraceOut(Schema):
    """`greenlist.trace/1`: nodes by id, leaves first; `version` null for a draft; `sureness` of each value the standard gives itself.

    `exact` is a decimal where a figure is given, and a whole number or a quotient (43/8) where it is computed.
    """

    format: str
    standard: str
    edition: str
    plan: str
    root: str
    nodes: dict[str, TraceNode]
    application: str
    version: int | None
    sureness: dict[str, str]
