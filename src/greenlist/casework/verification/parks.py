"""What a park declares about itself in its form, as its rules (C-21 to C-25) ask for it; and what they answer while it types."""

from collections.abc import Mapping
from datetime import date

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import Body, version_content
from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import ask
from greenlist.casework.verification.reading import Reading
from greenlist.rulebook.eligibility.declared import ParkDeclared
from greenlist.rulebook.notices import Clause, notice

# The rows of the form that a clause reads, the one told first.
ROWS = {
    "C-21": ("function", "function_document"),
    "C-22": ("industry_share",),
    "C-23": ("boundary_document", "area"),
    "C-24": ("body", "body_document"),
    "C-25": ("level", "level_document"),
}


def park_declared(read: Reading, clause: Clause, checked_on: date) -> ParkDeclared:
    """What the newest submitted version says; all unknown for a unit that was entered without a form."""
    del clause, checked_on
    if read.application.category != Category.PARK:
        return ParkDeclared()
    return declared_in(version_content(read.version)["sections"].get("unit", {}) if read.version else {})


def declared_in(body: Body) -> ParkDeclared:
    """The same from the unit's section of a form."""
    typed = {name: body.get(f"park_{name}", {}).get("value", "") for names in ROWS.values() for name in names}
    return ParkDeclared(is_park=True, **typed)


def told_while_typing(application: Application, body: Body) -> Mapping[str, str]:
    """{row: why the park does not meet the clause, or why what is typed cannot be read}; nothing about what is not filled yet."""
    text = notice(application.round.notice)
    if application.category != Category.PARK:
        return {}
    facts, told = declared_in(body), {}
    for clause, names in ROWS.items():
        if not text.has_rule(clause):
            continue
        found = ask(application.round, clause, facts, today())
        is_typed = all(getattr(facts, name) for name in names)
        if found.verdict == "not_met" or (found.verdict == "unknown" and is_typed):
            told[f"park_{names[0]}"] = f"{found.fact}。依据 {text.clause(clause).passage}“{text.clause(clause).quote}”。"
    return told
