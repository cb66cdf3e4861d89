"""What every line of a list becomes when the list is imported: foretold for the preview, and written down by the services. No writing here."""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from greenlist.casework.directory.models import Site
from greenlist.casework.oversight.keeping import kept_lines
from greenlist.casework.oversight.matching import Units, region_of_row
from greenlist.casework.oversight.models import DeliveryRow, ListDelivery
from greenlist.casework.oversight.permissions import not_to_be_ended
from greenlist.casework.oversight.selectors import list_of
from greenlist.engines.identity import Asked, Proposal, name_key
from greenlist.papers.list_reader import Layout, ListRow, ReadList, layout_of, read_list
from greenlist.papers.list_reader.columns import Lines
from greenlist.rulebook.reference.adverse_lists import AdverseList

Fate = DeliveryRow.Fate
LONGEST, LONGEST_SOURCE, FIRST_LINES = 300, 200, 20
BY_NAME = "名称像人名，又没有代码，按自然人没有保存；如是单位，请在原名单中补上信用代码后重新导入"
NOT_THEIRS = "这一事实由别处录入，或申报件已报送省厅，终止日期没有采用，请由省厅导入"


@dataclass(frozen=True)
class Fact:
    """The dated fact that a row states, as the register keeps it."""

    from_on: date
    until_on: date | None
    statement: str
    source: str
    reference: str


@dataclass(frozen=True)
class Taken:
    """One line: its fate, the row as read (None for a person's), what it states, the unit linked or those that may be meant.

    `told` is what is said of a line without a row. `earlier` is the row of a delivery before that stated the same; `has_ended` when only now its end is told.
    """

    place: str
    fate: str
    row: ListRow | None = None
    key: str = ""
    fact: Fact | None = None
    organisation_id: UUID | None = None
    proposals: tuple[Proposal, ...] = ()
    earlier: DeliveryRow | None = None
    has_ended: bool = False
    told: str = ""

    @property
    def meant(self) -> UUID | None:
        """The unit in whose register the row writes."""
        return self.organisation_id or (self.earlier.organisation_id if self.earlier and self.has_ended else None)


@dataclass(frozen=True)
class Foretold:
    """A delivery as it would be imported now."""

    layout: Layout
    read: ReadList
    lines: list[Taken]
    first_lines: Lines = ()
    sites: dict[UUID, list[Site]] = field(default_factory=dict)

    @property
    def first_cells(self) -> Sequence[str]:
        """The cells of the first line below the head."""
        below = self.first_lines[self.layout.head_lines : self.layout.head_lines + 1]
        return below[0][1] if below else ()

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.fate for line in self.lines)

    def with_fate(self, fate: str) -> list[Taken]:
        """The lines with one fate, in the order of the file."""
        return [line for line in self.lines if line.fate == fate]


def foretell(delivery: ListDelivery, lines: Lines | None = None) -> Foretold:
    """Read the kept copy (or its `lines`, where they are at hand) with the columns of the delivery, and match every row with the units
    of its office today.
    """
    lines, spec = lines or kept_lines(delivery.file), list_of(delivery)
    layout = layout_of(lines, delivery.head_lines, delivery.columns)
    read = read_list(lines, spec, layout, latest=delivery.looked_up_on)
    units = Units(delivery.unit)
    dated, undated = _dated(read.rows, delivery, spec)
    taken = within(_taken(dated, delivery, spec, units), delivery.unit, spec.kind)
    taken += [Taken(row.place, Fate.BROKEN, row) for row in (*read.broken, *undated)]
    taken += [Taken(place, Fate.PERSON, told=BY_NAME if place in read.by_name else "") for place in read.persons]
    order = {place: at for at, (place, _) in enumerate(lines)}
    return Foretold(layout, read, sorted(taken, key=lambda t: order[t.place]), lines[:FIRST_LINES], units.sites)


def asked_of(values: dict[str, str], region: str) -> Asked:
    """What a row says of the unit it means; `region` is what the whole list is about."""
    return Asked(values.get("name", ""), region_of_row(values.get("region", ""), region), values.get("credit_code", ""))


def fact_of(values: dict[str, str], place: str, key: str, delivery: ListDelivery, spec: AdverseList) -> Fact:
    """The fact that a row states; without a document number the row itself is the reference."""
    began, ended = values.get("from_on", ""), values.get("until_on", "")
    done = delivery.looked_up_on if values.get("done") and not ended else None
    told = "；".join(text for text in (values.get("ground", ""), values.get("content", ""), _fine(values)) if text)
    source = f"{spec.name}（{delivery.source.name}，{delivery.looked_up_on.isoformat()}查询）{place}"
    document = " ".join(text for text in (values.get("authority", ""), values.get("reference", "")) if text)
    return Fact(
        from_on=date.fromisoformat(began) if began else delivery.dated_on or delivery.looked_up_on,
        until_on=date.fromisoformat(ended) if ended else done,
        statement=f"列入{spec.name}：{'，'.join(t for t in (document, told) if t) or '没有写明事实'}"[:LONGEST],
        source=source[:LONGEST_SOURCE],
        reference=(values.get("reference", "") or f"名单行{key[:12]}")[:120],
    )


def take_again(rows: Sequence[DeliveryRow], units: Units, ruled_out: Collection[tuple[UUID, UUID]]) -> list[Taken]:
    """The same for rows that meant no unit of ours when they were imported: units come, names are added. What a person said stays said."""
    facts = [fact_of(row.values, row.place, row.key, row.delivery, list_of(row.delivery)) for row in rows]
    meant = units.meant([asked_of(row.values, row.delivery.region) for row in rows], [fact.from_on for fact in facts])
    taken, seen = [], set()
    for row, fact, unit in zip(rows, facts, meant, strict=True):
        link = UUID(unit.link) if unit.link and (row.pk, UUID(unit.link)) not in ruled_out else None
        proposals = tuple(p for p in unit.proposals if (row.pk, UUID(p.id)) not in ruled_out)
        fate = Fate.LINKED if link else Fate.PROPOSED if proposals else Fate.STRANGER
        if fate != Fate.STRANGER and row.key in seen:
            fate, link, proposals = Fate.KNOWN, None, ()
        seen |= {row.key} if fate != Fate.STRANGER else set()
        taken.append(Taken(row.place, fate, None, row.key, fact, link, proposals))
    return taken


def take_tied(rows: Sequence[DeliveryRow], units: Units, ruled_out: Collection[tuple[UUID, UUID]]) -> list[tuple[Taken, DeliveryRow]]:
    """Rows that have their unit, or wait for it, for the units that have been tied to what they mean since; their fate stays."""
    taken = []
    for row in rows:
        fact = fact_of(row.values, row.place, row.key, row.delivery, list_of(row.delivery))
        found = units.tied.proposals(asked_of(row.values, row.delivery.region), row.organisation_id, fact.from_on)
        if proposals := tuple(p for p in found if (row.pk, UUID(p.id)) not in ruled_out):
            taken.append((Taken(row.place, row.fate, None, row.key, fact, None, proposals), row))
    return taken


def within(lines: Sequence[Taken], unit: str, kind: str) -> list[Taken]:
    """The same lines, without the ends that are not this office's to tell."""
    ending = [(line.meant, line.fact) for line in lines if line.meant and line.fact and line.fact.until_on]
    barred = not_to_be_ended(unit, kind, {key for key, _ in ending if key}, {fact.reference for _, fact in ending})
    return [_left(line) if line.fact and (line.meant, line.fact.from_on, line.fact.reference) in barred and line.fact.until_on else line
            for line in lines]  # fmt: skip


def _left(line: Taken) -> Taken:
    row = line.row._replace(notes=(*line.row.notes, NOT_THEIRS)) if line.row else None
    return replace(line, fate=Fate.KNOWN, row=row, organisation_id=None, proposals=(), has_ended=False)


def _fine(values: dict[str, str]) -> str:
    return f"金额{values['amount']}元" if values.get("amount") else ""


def _dated(rows: Sequence[ListRow], delivery: ListDelivery, spec: AdverseList) -> tuple[list[ListRow], list[ListRow]]:
    """Rows that have a day to begin with, and those that have none because the list has none either."""
    if not spec.has_list_date or delivery.dated_on:
        return list(rows), []
    told = ("这一行没有日期，也没有填名单日期",)
    return [r for r in rows if r.values.get("from_on")], [r._replace(problems=told) for r in rows if not r.values.get("from_on")]


def _taken(rows: Sequence[ListRow], delivery: ListDelivery, spec: AdverseList, units: Units) -> list[Taken]:
    keys = [key_of(row.values, spec) for row in rows]
    before = _earlier(delivery, keys)
    facts = [fact_of(row.values, row.place, key, delivery, spec) for row, key in zip(rows, keys, strict=True)]
    meant = units.meant([asked_of(row.values, delivery.region) for row in rows], [fact.from_on for fact in facts])
    taken, seen = [], set()
    for row, key, fact, unit in zip(rows, keys, facts, meant, strict=True):
        link = UUID(unit.link) if unit.link else None
        earlier = before.get(key)
        if earlier and link and earlier.organisation_id != link:
            earlier = None  # it waited, or meant another unit: what is sure now is written now
        if key in seen or earlier:
            has_ended = key not in seen and _has_ended(earlier, fact)
            taken.append(Taken(row.place, Fate.KNOWN, row, key, fact, earlier=earlier, has_ended=has_ended))
        else:
            fate = Fate.LINKED if unit.link else Fate.PROPOSED if unit.proposals else Fate.STRANGER
            taken.append(Taken(row.place, fate, row, key, fact, link, unit.proposals))
        seen.add(key)
    return taken


def key_of(values: dict[str, str], spec: AdverseList) -> str:
    """What the same fact on a later list has in common: the document and the unit, else unit, day and authority."""
    by = (
        (values["reference"],)
        if values.get("reference")
        else (values.get("from_on", ""), values.get("authority", ""), values.get("ground", ""))
    )
    return hashlib.sha256("|".join((spec.id, name_key(values["name"]), *(name_key(text) for text in by))).encode()).hexdigest()


def _earlier(delivery: ListDelivery, keys: Sequence[str]) -> dict[str, DeliveryRow]:
    """{key: the newest row that the same office imported before and that states the same of a unit of its own}.

    Another office's row says nothing about the units of this one; what both bring, the register counts once.
    """
    rows = DeliveryRow.objects.filter(delivery__source__list_id=delivery.source.list_id, delivery__unit=delivery.unit, key__in=keys)
    rows = rows.filter(fate__in=[Fate.LINKED, Fate.PROPOSED])
    return {row.key: row for row in rows.order_by("delivery__imported_at", "id")}


def _has_ended(earlier: DeliveryRow | None, fact: Fact) -> bool:
    return earlier is not None and fact.until_on is not None and not earlier.values.get("ended_on")


def as_row(delivery: ListDelivery, position: int, line: Taken) -> DeliveryRow:
    """The line as it is kept; of a person's only the place."""
    row = line.row
    values = dict(row.values) if row else {}
    if line.fact and line.fact.until_on:
        values["ended_on"] = line.fact.until_on.isoformat()
    return DeliveryRow(
        delivery=delivery, position=position, place=line.place[:40], name=values.get("name", "")[:150], key=line.key, values=values,
        told=[*row.problems, *row.notes] if row else [line.told] if line.told else [], fate=line.fate, organisation_id=line.organisation_id,
    )  # fmt: skip


def bearing(delivery: ListDelivery, pairs: Sequence[tuple[Taken, DeliveryRow]]) -> dict[str, Any]:
    """For the journal: which fact of which row bars, or may bar, whom."""
    rows = [
        {
            "row": str(row.pk),
            "place": line.place,
            "fate": line.fate,
            "organisation": str(line.meant or ""),
            "may_mean": [p.id for p in line.proposals],
            "from_on": line.fact.from_on.isoformat(),
            "until_on": line.fact.until_on.isoformat() if line.fact.until_on else "",
            "reference": line.fact.reference,
        }
        for line, row in pairs
        if line.fact and (line.meant or line.proposals or line.has_ended)
    ]
    return {"delivery": str(delivery.pk), "rows": rows}
