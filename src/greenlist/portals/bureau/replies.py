"""Filling the proof form in for a letter of consultation: its units, its clauses, and what the department answered online."""

from datetime import date
from typing import Any

from greenlist.casework.consultation.models import Consultation
from greenlist.casework.consultation.selectors import newest_answer
from greenlist.casework.journal.clock import SHANGHAI, today
from greenlist.casework.verification.answer_sheet import AnswerSheet
from greenlist.casework.verification.proving import NOTHING, Said
from greenlist.portals.bureau.proof_form import ProofForm


def for_letter(form: ProofForm, letter: Consultation, with_answer: bool) -> ProofForm:
    """The form for the reply to one letter; `with_answer` takes over what the department answered through its link."""
    form.clauses = list(letter.to.clauses)
    form.chosen = {str(a.pk) for a in form.units}
    until = min(letter.until_on, today())
    form.typed |= {
        "kind": "reply", "source": f"{letter.addressee}函复", "from_on": letter.from_on.isoformat(), "until_on": until.isoformat(),
        "nothing": NOTHING,
    }  # fmt: skip
    answer = newest_answer(letter) if with_answer else None
    if answer:
        units = {str(a.pk): a for a in form.units}
        said = tuple(_said(units[line["unit"]], line) for line in answer.lines if line["unit"] in units)
        form.fill_from(AnswerSheet(said, (), tuple(a for a in form.units if str(a.pk) not in {line["unit"] for line in answer.lines})))
        form.file = answer.file
        form.typed["looked_up_on"] = answer.answered_at.astimezone(SHANGHAI).date().isoformat()
    return form


def _said(application: Any, line: dict[str, str]) -> Said:
    page = int(line["page"]) if line.get("page", "").isdecimal() else None
    days = [date.fromisoformat(line[name]) if line.get(name) else None for name in ("from_on", "until_on")]
    return Said(application, line["clause"], line["answer"], line["statement"], page, *days)
