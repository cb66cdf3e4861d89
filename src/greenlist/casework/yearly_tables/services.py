"""A unit fills in its table and files it; its bureau checks it, and confirms it or returns it with the places."""

from collections.abc import Sequence

from django.db import transaction

from greenlist.casework.directory.telling_services import tell
from greenlist.casework.filings.models import FilingVersion, SectionVersion
from greenlist.casework.filings.selectors import Body, Gap, form_of, gaps_of, saved_sections
from greenlist.casework.filings.services import freeze_version, save_section
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.yearly_tables.comparing import OddValue, odd_values
from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.permissions import check_may_check, check_may_file, check_may_fill
from greenlist.casework.yearly_tables.prefilling import last_year_of
from greenlist.casework.yearly_tables.selectors import newest_version

LONGEST_WORDS = 200
Place = tuple[str, str, str]


def save_table_section(table: YearlyTable, section: str, *, values: Body, based_on: int, actor: Actor) -> SectionVersion:
    """Save one section. Last year's figures are what was handed in last year, whatever was typed over them.

    Raises NotAllowed, WrongState, or StaleSection when somebody saved it meanwhile.
    """
    with transaction.atomic():
        held = YearlyTable.objects.select_for_update(of=("self",)).select_related("site", "filing", "before__filing").get(pk=table.pk)
        check_may_fill(held, actor)
        known = last_year_of(held.before, held.filing)
        typed = {row: {**entry, "last_year": known[row]} if row in known else entry for row, entry in values.items()}
        return save_section(held.filing, section, values=typed, based_on=based_on, actor=actor)


def file_table(table: YearlyTable, *, actor: Actor) -> FilingVersion:
    """File the table: an immutable version with its receipt, also after the last day (the delay is kept).

    Raises Refused with every gap and every change nobody explained, WrongState on a second click.
    """
    check_may_file(table, actor)
    with transaction.atomic():
        table.refresh_from_db(from_queryset=YearlyTable.objects.select_for_update(of=("self",)))  # what is checked is what is frozen
        saved = saved_sections(table.filing)
        odd = odd_values(table.filing, saved, table.opening.parameters["yearly_change_percent"])
        guards = {"form_complete": _gaps(gaps_of(table.filing, saved)), "changes_explained": _unexplained(odd)}
        before = newest_version(table)
        number = before.number + 1 if before else 1
        receipt = f"DT-{table.number}-{number}"
        change(table, "file_table", actor=actor, guards=guards, detail={"receipt": receipt},
               fields={"filed_at": table.filed_at or now(), "changed_at": now()})  # fmt: skip
        reason = "按退回意见更改" if before else ""
        return freeze_version(table.filing, number=number, receipt=receipt, reason=reason, facts=_facts(table), actor=actor)


def confirm_table(table: YearlyTable, *, checked: str, actor: Actor) -> None:
    """The bureau confirms a table; what it was held against must be said."""
    check_may_check(table, actor)
    check_plain(checked)
    wrong = "".join(too_long(YearlyTable, checked_what=checked.strip()))
    given = "" if checked.strip() else "请写明核对了什么，例如：与统计报表、能源利用状况报告逐项核对。"
    change(table, "confirm_table", actor=actor, guards={"check_given": wrong or given}, reason=checked.strip(),
           fields={"checked_what": checked.strip(), "changed_at": now()})  # fmt: skip


def return_table(table: YearlyTable, *, places: Sequence[Place], actor: Actor) -> None:
    """The bureau returns a table with the places and the words to each: (section, row, words); row '' is the section as a whole.

    Raises Refused without a place, for a place that the form does not have, and for words that are too long.
    """
    check_may_check(table, actor)
    check_plain(*(words for _, _, words in places))
    form = form_of(table.filing)
    labels = {(s.id, ""): f"{s.title}整节" for s in form} | {(s.id, row.id): row.label for s in form for row in s.filled_rows}
    told = [(section, row, words.strip()) for section, row, words in places if words.strip()]
    if unknown := [f"{section} {row}" for section, row, _ in told if (section, row) not in labels]:
        raise Refused("没有退回：表中没有这些指标。", items=unknown, then="请刷新页面后重选。", clause="C-54")
    made = [{"section": section, "row": row, "label": labels[section, row], "words": words} for section, row, words in told]
    problems = [f"“{words[:20]}…”超过{LONGEST_WORDS}字，请写短些。" for _, _, words in told if len(words) > LONGEST_WORDS]
    guards = {"places_given": "".join(problems) or ("" if made else "请写明退回哪一处、为什么。")}
    with transaction.atomic():
        entry = change(table, "return_table", actor=actor, guards=guards, detail={"places": made},
                       reason="；".join(f"{p['label']}：{p['words']}" for p in made)[:300],
                       fields={"returned_places": made, "changed_at": now()})  # fmt: skip
        told = {"office": actor.organisation_name, "name": table.site.name, "number": table.number, "places": len(made)}
        tell("yearly_returned", table.site.organisation_id, "applicant", entry=entry, actor=actor, values=told, about_id=table.pk)


def _gaps(gaps: list[Gap]) -> str:
    if not gaps:
        return ""
    named = "、".join(f"{gap.section_title}·{gap.label}" for gap in gaps[:3])
    return f"还有{len(gaps)}项未填：{named}{'等' if len(gaps) > 3 else ''}。"


def _unexplained(odd: list[OddValue]) -> str:
    open_ = [found.row.label for found in odd if not found.note]
    if not open_:
        return ""
    return f"有{len(open_)}项与上年相差较大，还没有写明原因：{'、'.join(open_[:3])}{'等' if len(open_) > 3 else ''}。"


def _facts(table: YearlyTable) -> dict[str, str | bool]:
    return {
        "table": table.number,
        "site": table.site.name,
        "credit_code": table.site.organisation.credit_code or "",
        "category": table.category,
        "listed_as": table.listed_as,
    }
