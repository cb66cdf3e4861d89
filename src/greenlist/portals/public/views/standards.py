"""标准: the editions known and held; of a held one every value with where it is read and how sure it is; its tables; coefficients."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import Category
from greenlist.casework.standards.comparing import FATES, SURE
from greenlist.casework.standards.selectors import (
    as_stored,
    edition_called,
    loaded_references,
    newest_of,
    reference_tables,
    rows_in_force,
    source_called,
)
from greenlist.casework.standards.wording import by_weight, in_words
from greenlist.engines.scoring import Plan, compile_plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem
from greenlist.engines.scoring.references import found_by, how_shown
from greenlist.engines.scoring.rounding import decimal_or_quotient, shown
from greenlist.engines.scoring.schema import Input, Standard
from greenlist.engines.scoring.values import plain_standard, sureness_counts
from greenlist.papers.unit_signs import unit_sign
from greenlist.portals.public.views.references import checked_editions, dashed, told_sureness
from greenlist.portals.public.views.standard_words import KINDS, asked_words, item_words
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.reference.coefficients import TO, CoefficientRow, coefficient_rows, coefficients, editions
from greenlist.rulebook.reference.energy import limit_standards_on
from greenlist.rulebook.reference.tables import COEFFICIENTS, TITLES, ReferenceTable, reference_table
from greenlist.rulebook.standards import known_editions


@dataclass(frozen=True)
class Value:
    """One line of a standard: what it asks, how it is judged, its maximum (`exact` where two decimals do not say it), and how sure each part
    of it is.
    """

    clause: str
    label: str
    kind: str
    rule: str
    maximum: str
    sureness: tuple[tuple[str, str], ...]
    part: str = ""
    exact: str = ""


@dataclass(frozen=True)
class Section:
    """A top group of the standard, or one of its lists; `weight` with its own sureness where it has one."""

    title: str
    values: tuple[Value, ...]
    weight: str = ""
    weight_sureness: str = ""
    head: str = "怎样判定或得分"
    last: str = "满分"


@dataclass(frozen=True)
class Looked:
    """A table in which a standard looks values up, as it holds on a day; each row with its values in the order of the columns.

    The rows of a reference table count as that table's own, and `verified` says how many were read; it is None for a table of the file,
    whose values count among those of the file.
    """

    title: str
    on: date
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...], str, str], ...]
    verified: int | None = None


@kept
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /standards/: per category what is in force, and whether its table is held; the energy limits of the day; the coefficients."""
    return render(request, "public/standards.html", {
        "categories": [(label, known_editions(code)) for code, label in Category.choices],
        "limits": [(held, dashed(held.number)) for held in limit_standards_on(today())],
        "coefficients": editions(rows_in_force(COEFFICIENTS, today())),
    } | checked_editions())  # fmt: skip


@kept
def show(request: HttpRequest, standard_id: str, edition: str) -> HttpResponse:
    """GET /standards/<id>/<edition>/: a standard, or an edition of coefficients; also one that was checked and signed (2018-1)."""
    loaded = edition_called(standard_id, edition)
    try:
        source = source_called(standard_id, edition)
    except KeyError:
        return _coefficients(request, standard_id, edition)
    day = _day_in_force(source.standard)
    checked = reference_tables(loaded_references(today()), day)
    plan = compile_plan(source, day, checked)
    sections = [section for section in _sections(source.standard, plan) if section.values]
    tables = [_looked(source.standard, name, plan, checked) for name in source.standard.tables]
    context = {"standard": source.standard, "sections": sections, "tables": tables, "loaded": loaded,
               **told_sureness(sureness_counts(plain_standard(source.standard))),
               "newer": None if loaded else newest_of(f"{standard_id}/{edition}"), "fates": FATES,
               "checked": in_words(by_weight(loaded.rows), as_stored(loaded)["plain"]) if loaded else []}  # fmt: skip
    return render(request, "public/standard.html", context)


def _coefficients(request: HttpRequest, standard_id: str, edition: str) -> HttpResponse:
    in_use = rows_in_force(COEFFICIENTS, today())
    try:
        held = coefficients(standard_id, edition, in_use)
    except KeyError:
        raise Http404 from None
    printed = {row.reference: row for row in (coefficient_rows() if in_use is None else in_use)}
    rows = [(row, _as_printed(printed[f"{standard_id}/{edition}#{row.name}"])) for row in held.rows.values()]
    context = {"held": held, "rows": rows, "loaded": newest_of(COEFFICIENTS), "day": today(), **told_sureness(held.sureness)}
    return render(request, "public/coefficients.html", context)


def _as_printed(row: CoefficientRow) -> tuple[str, list[str]]:
    """The coefficient with the zeros that are printed (0.9000); the heating value, or both ends of it."""
    return row.value or "—", row.ncv.split(TO) if row.ncv else []


def _day_in_force(standard: Standard) -> date:
    """Today, or the nearest day on which the edition held and was looked at: its tables are shown as they hold on that day."""
    first, last = standard.in_force["from"], standard.in_force.get("to") or standard.in_force.get("reviewed_until")
    day = today() if last is None else min(today(), date.fromisoformat(last))
    return day if first is None else max(day, date.fromisoformat(first))


def _sections(standard: Standard, plan: Plan) -> Iterator[Section]:
    inside = {name: entry.label for rows in standard.rows.values() for name, entry in rows.inputs.items()}
    labels = plan.labels | inside | {name: entry["label"] for name, entry in plan.content["derived"].items()}
    gates = (Value(g.clause, g.label, "鼓励，不作否决" if g.encouraged else "必备",
                   (plan.labels.get(g.test, g.test) if g.test else "由人判断") + (f"，看近{g.look_back}年" if g.look_back else ""),
                   "", (("条文", g.confidence),)) for g in standard.gates)  # fmt: skip
    yield Section(standard.gates_title, tuple(gates), last="")
    for group, written in zip(plan.groups, standard.groups, strict=True):
        weight = shown(group.weight) if group.weight is not None else ""
        yield Section(group.title, tuple(_items(group, "", plan, labels)), weight, written.weight_confidence if weight else "")
    grades = (Value(g.clause, g.name, "等级", f"总分不低于 {g.at_least}", "", (("等级", g.confidence),)) for g in standard.grades)
    ranks = (Value(r.clause, r.name, "等级", f"名单内排名，占 {r.share}", "", (("等级", r.confidence),)) for r in standard.ranks)
    yield Section("等级", (*grades, *ranks), head="怎样评定", last="")
    conventions = (Value(c.clause, c.label, "约定", c.why, "", (("约定", c.confidence),)) for c in standard.conventions)
    yield Section("计分约定", tuple(conventions), head="为什么这样算", last="")
    yield Section("算式", tuple(_derived(plan, labels)), head="算式", last="单位")
    yield Section("要填的数据", tuple(_asked(i) for i in standard.inputs.values()), head="取自", last="单位")
    for rows in standard.rows.values():
        yield Section(f"小表：{rows.label}（最多{rows.most}行）", tuple(map(_asked, rows.inputs.values())), head="取自", last="单位")


def _derived(plan: Plan, labels: dict[str, str]) -> Iterator[Value]:
    """Every value that is computed or looked up, once, whatever years and rows it is computed for."""
    for entry in plan.content["derived"].values():
        words = how_shown(found_by(entry["value"], plan.content.get("tables", {})), labels)
        unit = "" if isinstance(entry["value"], dict) else unit_sign(entry["unit"])
        yield Value(entry["clause"], entry["label"], "算式", f"＝{words}", unit, (("算式", entry["confidence"]),))


def _asked(entry: Input) -> Value:
    kind, words = asked_words(entry)
    return Value(entry.clause, entry.label, kind, words, unit_sign(entry.unit), (("条文", entry.confidence),))


def _items(group: PlannedGroup, part: str, plan: Plan, labels: dict[str, str]) -> Iterator[Value]:
    for item in group.items:
        yield _item(item, part, plan, labels)
    for child in group.groups:
        yield from _items(child, child.title, plan, labels)


def _item(item: PlannedItem, part: str, plan: Plan, labels: dict[str, str]) -> Value:
    sureness = [("条文", item.confidence), ("分值", item.points_confidence)]
    if item.scoring_confidence:
        sureness.append(("得分办法", item.scoring_confidence))
    most, exact = shown(item.points), decimal_or_quotient(item.points)
    return Value(item.clause, item.label, KINDS[item.kind], item_words(item, plan, labels), most, tuple(sureness), part,
                 "" if exact == most else exact)  # fmt: skip


def _looked(standard: Standard, name: str, plan: Plan, checked: dict[str, ReferenceTable]) -> Looked:
    """A table, the one that was checked where there is one, with its values as printed, in the unit of the row; '—' where there is none."""
    written, on = standard.tables[name], date.fromisoformat(plan.content["reference_date"])
    if written.of is None:
        own = ((row.label, tuple((column, row.values.get(column) or "—") for column in written.columns), row.source, row.confidence)
               for row in written.rows.values())  # fmt: skip
        return Looked(f"表：{name}", on, tuple(written.columns), tuple(own))
    held, taken = checked.get(written.of) or reference_table(written.of, on), plan.content["tables"][name]["rows"]
    rows = tuple((f"{dashed(row.label)}，{unit_sign(row.unit)}",
             tuple((held.columns[c], _cell(row.printed.get(c, ""), taken[code]["values"].get(c))) for c in written.columns),
             dashed(row.source), row.confidence) for code, row in held.rows.items() if code in taken)  # fmt: skip
    verified = sum(row[3] == SURE for row in rows)
    return Looked(TITLES[written.of], on, tuple(held.columns[column] for column in written.columns), rows, verified)


def _cell(printed: str, taken: str | None) -> str:
    return "—" if not printed else f"{printed}（不取用）" if taken is None else printed
