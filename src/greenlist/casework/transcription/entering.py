"""One row becomes an application: organisation, site, draft, report, handed in. All of it, or nothing and the reason."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import enter_application, hand_in_for_unit
from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.directory.services import enter_organisation, enter_site, record_credit_code
from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.transcription.bodies import BODY, NO_BODY, PROVINCIAL_ONLY, body_of, register_body
from greenlist.casework.transcription.matching import LEAVE_OUT, NEW_SITE, NEW_UNIT, NO_REPORT, question
from greenlist.casework.transcription.models import FoundBy, TranscriptionRow
from greenlist.casework.transcription.selectors import SKIP
from greenlist.casework.verification.services import check_application
from greenlist.rulebook.reference.industries import code_of
from greenlist.rulebook.reference.regions import counties

Outcome = TranscriptionRow.Outcome
LEVELS = {"national": (True, False), "provincial": (False, True), "both": (True, True)}


def enter_row(row: TranscriptionRow, *, actor: Actor) -> None:
    """Enter one row and write what came of it into the row; a second call does nothing."""
    try:
        with transaction.atomic():
            held = TranscriptionRow.objects.select_for_update().select_related("transcription__round").get(pk=row.pk)
            if held.outcome == Outcome.WAITING:
                _enter(held, actor)
    except Refused as refusal:
        _note_failure(row, "；".join([refusal.what, *refusal.items])[:500])


def hand_in_row(row: TranscriptionRow, file: StoredFile, actor: Actor) -> None:
    """Hand the row's draft in with its report, and compute every exclusion on the day (C-42)."""
    application: Any = row.application
    hand_in_for_unit(application, report=file, actor=actor)
    check_application(application, stage="submission", actor=actor)
    told = [row.outcome_words, "" if file.has_text else "报告是扫描件，文字未检查"]
    row.outcome, row.outcome_words = Outcome.ENTERED, "；".join(filter(None, told))
    row.save(update_fields=["outcome", "outcome_words"])


def _note_failure(row: TranscriptionRow, words: str) -> None:
    """Nothing was entered: the reason, and the question what to do with the row."""
    held = TranscriptionRow.objects.get(pk=row.pk)
    if held.outcome != Outcome.WAITING:
        return  # entered meanwhile from another window
    held.outcome, held.outcome_words = Outcome.FAILED, words
    held.questions = [q for q in held.questions if q["id"] != "failed"] + [
        question("failed", words, [["again", "改好了，再试一次"], LEAVE_OUT])
    ]
    held.answers = {name: given for name, given in held.answers.items() if name != "failed"}
    held.save(update_fields=["outcome", "outcome_words", "questions", "answers"])


def _enter(row: TranscriptionRow, actor: Actor) -> None:
    _take_answers(row)
    if SKIP in row.answers.values():
        row.outcome = Outcome.LEFT_OUT
    else:
        row.site = row.site or _new_site(row, actor)
        _note_code(row, actor)
        known = (
            Application.objects.filter(round=row.transcription.round, site=row.site, category=row.category)
            .exclude(state="withdrawn")
            .first()
        )
        is_own_draft = known is not None and known.state == "draft" and bool(known.entered_by)
        body = body_of(row)
        row.application = known or _draft(row, body, actor)
        if known is not None and not (is_own_draft and row.report):
            row.outcome = Outcome.INCOMPLETE if is_own_draft else Outcome.KNOWN
            row.outcome_words = f"{known.number}（{known.get_state_display()}），没有重复建立"
        else:
            row.outcome, row.outcome_words = Outcome.INCOMPLETE, "；".join(filter(None, [_unplaced(row), _body_words(row, body)]))
    row.save()
    if row.outcome == Outcome.INCOMPLETE and row.report and row.report.file:
        hand_in_row(row, row.report.file, actor)


def _take_answers(row: TranscriptionRow) -> None:
    """Write the officer's answers into the row."""
    answers = row.answers
    if answers.get("unit", "").startswith("site:"):
        row.site, row.found_by = Site.objects.get(pk=UUID(answers["unit"][5:]), unit=row.transcription.unit), FoundBy.OFFICER
    if answers.get("report", NO_REPORT) not in {NO_REPORT, SKIP}:
        row.report, row.report_found_by = row.transcription.reports.get(pk=UUID(answers["report"])), FoundBy.OFFICER
    if answers.get("levels") in LEVELS:
        row.wants_national, row.wants_provincial = LEVELS[answers["levels"]]
    if answers.get("category", SKIP) != SKIP:
        row.category = answers["category"]
    if answers.get(BODY) == PROVINCIAL_ONLY:
        row.wants_national, row.wants_provincial = False, True
    if answers.get("code") == "no_code":
        row.credit_code = ""


def _draft(row: TranscriptionRow, body: Evaluator | None, actor: Actor) -> Application:
    """The draft, and the engagement of the body its row names."""
    row.application = enter_application(
        row.site, round_=row.transcription.round, category=row.category, national=row.wants_national, provincial=row.wants_provincial,
        third_party=str(body) if body else row.third_party, actor=actor,
    )  # fmt: skip
    if body:
        register_body(row, body, actor=actor)
    return row.application


def _body_words(row: TranscriptionRow, body: Evaluator | None) -> str:
    if body:
        return f"{body}的评价委托已按汇总表登记"
    return f"第三方机构“{row.third_party[:60]}”的评价委托待办" if row.answers.get(BODY) == NO_BODY else ""


def _new_site(row: TranscriptionRow, actor: Actor) -> Site:
    """A new site: of the organisation that bears the code or, where the officer said so, the name; else of a new organisation."""
    if wordy := [*too_long(Organisation, name=row.name), *too_long(Site, name=row.name)]:
        raise Refused("名称太长。", items=wordy)
    unit = row.transcription.unit
    division = next((c.code for c in counties(unit) if c.name == row.county), "")
    is_new = row.answers.get("unit") == NEW_UNIT
    organisation = (Organisation.objects.filter(credit_code=row.credit_code).first() if row.credit_code else None) or (
        None if is_new else _bearer(row, is_other_site=row.answers.get("unit") == NEW_SITE)
    )
    if organisation is None:
        kind = Organisation.Kind.PARK_BODY if row.category == "park" else Organisation.Kind.ENTERPRISE
        organisation = enter_organisation(kind=kind, name=row.name, credit_code=row.credit_code, division=division, actor=actor,
                                          is_demo=settings.DEMO)  # fmt: skip
        row.found_by = FoundBy.NEW
    elif row.answers.get("unit") != NEW_SITE and (site := organisation.sites.filter(unit=unit, name=row.name).first()):
        return site
    return enter_site(
        organisation,
        name=row.name,
        address="",
        division=division,
        unit=unit,
        actor=actor,
        **({"park_type": row.industry_or_type[:40]} if row.category == "park" else {"industry": code_of(row.industry_or_type)}),
    )


def _unplaced(row: TranscriptionRow) -> str:
    """What of the row found no place in the application: an industry that the classification does not know."""
    site: Any = row.site
    if row.category == "park" or site.industry or not row.industry_or_type:
        return ""
    return f"行业“{row.industry_or_type[:60]}”不在国民经济行业分类中，行业先空着"


def _bearer(row: TranscriptionRow, *, is_other_site: bool) -> Organisation | None:
    """An organisation of exactly this name that came up since the row was matched, or that the officer pointed at."""
    named = OrganisationName.objects.filter(name=row.name, until_on=None, organisation__sites__unit=row.transcription.unit).distinct()
    found = named.first() if is_other_site or named.count() == 1 else None
    return found.organisation if found and not (row.credit_code and found.organisation.credit_code) else None


def _note_code(row: TranscriptionRow, actor: Actor) -> None:
    """The table's code goes to an organisation of which none was known."""
    organisation: Any = row.site and row.site.organisation
    if row.credit_code and organisation.credit_code is None:
        record_credit_code(organisation, code=row.credit_code, actor=actor)
