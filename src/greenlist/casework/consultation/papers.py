"""The letter and its annex, from the letter's frozen rows."""

from greenlist.casework.consultation.departments import scope_sentence
from greenlist.casework.consultation.models import Consultation
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.stationery.printing import check_pdf, printed
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.papers.consultation_letter import AnnexUnit, ConsultationLetter, to_pdf, word_values
from greenlist.rulebook.notices import round_parameters


def letter_pdf(letter: Consultation) -> bytes:
    """The letter as PDF. Raises Refused where the office's own template has other words."""
    check_pdf("consultation", letter.template)
    return to_pdf(consultation_letter(letter))


def letter_word(letter: Consultation) -> bytes:
    """The letter as a Word file, from the template it was written with."""
    paper = consultation_letter(letter)
    return printed("consultation", letter.template, word_values(paper), is_demo=paper.is_demo)


def consultation_letter(letter: Consultation) -> ConsultationLetter:
    """The letter of one consultation with its annex."""
    units = list(letter.units.select_related("application"))
    return ConsultationLetter(
        year=letter.round.year,
        office=letter.office,
        addressee=letter.addressee,
        document_number=letter.letter_number,
        dated_on=letter.dated_on,
        window=(letter.from_on, letter.until_on),
        due_on=letter.due_on,
        reply_days=int(parameters(letter.round)["reply_working_days"]),
        items=tuple(exclusion_labels()[clause] for clause in letter.to.clauses),
        scope=scope_sentence(),
        basis=round_parameters(letter.round.notice).cited,
        units=tuple(AnnexUnit(u.serial, u.printed["name"], u.printed["code"], u.printed["county"], u.printed["address"]) for u in units),
        is_demo=any(u.application.is_demo for u in units),
    )
