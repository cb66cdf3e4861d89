"""Reading applications, scoped to the person who asks; versions, history, returned places."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from greenlist.casework.applications.models import Application, ReturnItem
from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.directory.selectors import county_office
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.selectors import files_of
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import Body, evidence_of, form_of, saved_sections, version_content
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.register.selectors import bearers, normalised, plain
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import county_deadline_of, is_step_on

TOLD_TO_UNIT = (
    "start_application", "enter_application", "set_evaluation", "set_report", "prepare_report", "seal_report", "add_text_twin", "submit", "enter_by_office", "resubmit", "resubmit_by_office", "submit_for_screening",
    "resubmit_for_screening", "pass_screening", "return_by_county", "take_over_screening", "withdraw", "start_verification",
    "return_for_completion", "add_to_return",
    "mark_recommendable", "refuse", "freeze", "unfreeze", "recommend", "publish",
)  # fmt: skip
TOLD_TO_BUREAU = (*TOLD_TO_UNIT, "record_fact", "prove_in_bulk", "judge_finding", "judge_report")
UNDECIDED = ("accepted", "reviewing", "reviewed", "proposed", "not_selected")
AT_PROVINCE = ("recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed")

CHOSEN = ("recommendable", "frozen", *AT_PROVINCE)  # while its office recommends it


@dataclass(frozen=True)
class ReturnedPlace:
    """One returned place and whether it has been changed since: the officer's words, old and present value, what became of its proofs."""

    item: ReturnItem
    is_changed: bool
    old: str
    new: str
    proofs: str = ""


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The applications a person may see: own organisation, own bureau, the province's part; nothing otherwise."""
    rows = Application.objects.select_related("site", "site__organisation", "filing", "round", "report").order_by("-changed_at", "id")
    if actor.may("read_own"):
        rows = rows.filter(site__organisation_id=actor.organisation_id)
        return rows.filter(entrusted__membership_id=actor.membership_id) if actor.is_restricted else rows
    if actor.may("read_county"):
        return rows.filter(submitted_at__isnull=False, unit=actor.unit, site__division=actor.division)
    if actor.may("read_region"):
        return rows.filter(_reached_bureau(), unit=actor.unit)
    if actor.may("read_province"):
        return rows.filter(state__in=AT_PROVINCE)
    return rows.none()


def in_region(actor: Actor, round_: Round) -> QuerySet[Application]:
    """A bureau's whole batch: what arrived, and the drafts under way (未到: only who and where; the content stays the unit's own)."""
    rows = Application.objects.filter(round=round_, unit=actor.unit).filter(_reached_bureau() | Q(state="draft"))
    rows = rows.select_related("site", "site__organisation", "filing", "round", "report")
    return rows if actor.may("read_region") else rows.none()


def matching(rows: QuerySet[Application], text: str) -> QuerySet[Application]:
    """The rows whose unit bears or bore this name (a piece is enough), or whose credit code or number this is; '' keeps all."""
    text = normalised(text)
    if not text:
        return rows
    return rows.alias(plain_site=plain("site__name")).filter(
        Q(plain_site__icontains=text)
        | Q(site__organisation_id__in=bearers(text))
        | Q(site__organisation__credit_code__iexact=text)
        | Q(number__iexact=text)
        | Q(told_number__iexact=text)
    )


def with_marks(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with `version_number` (newest, or None), `has_former_name`, and `site_count`, the sites under its credit code."""
    versions = FilingVersion.objects.filter(filing=OuterRef("filing_id")).order_by("-number")
    former = OrganisationName.objects.filter(organisation=OuterRef("site__organisation_id"), until_on__isnull=False)
    sites = Site.objects.filter(organisation=OuterRef("site__organisation_id")).order_by().values("organisation")
    return applications.annotate(
        version_number=Subquery(versions.values("number")[:1]),
        has_former_name=Exists(former),
        site_count=Subquery(sites.annotate(n=Count("pk")).values("n")),
    )


def former_names(organisation: Organisation) -> list[str]:
    """The names it bore before, newest first."""
    return list(organisation.names.exclude(until_on=None).order_by("-until_on", "id").values_list("name", flat=True))


def readable_files(actor: Actor) -> QuerySet[StoredFile]:
    """The files a unit may open: its own, and the reports that its evaluators signed for it; somebody with only some applications
    opens what is bound to those and what he stored himself.
    """
    if actor.is_restricted:
        given = visible_to(actor)
        bound = Q(evidence__filing__in=given.values("filing")) | Q(pk__in=given.values("report"))
        own = Q(organisation_id=actor.organisation_id, uploaded_by=actor.signature)
        return StoredFile.objects.filter(bound | own).distinct()
    signed = Engagement.objects.filter(site__organisation_id=actor.organisation_id).values("signed_report")
    reports = Application.objects.filter(site__organisation_id=actor.organisation_id).values("report")
    return StoredFile.objects.filter(Q(organisation_id=actor.organisation_id) | Q(pk__in=signed) | Q(pk__in=reports))


def own_files(actor: Actor) -> QuerySet[StoredFile]:
    """The unit's own files, newest first; for somebody with only some applications those that he may open."""
    if actor.organisation_id is None:
        return StoredFile.objects.none()
    if actor.is_restricted:
        return readable_files(actor).filter(organisation_id=actor.organisation_id).order_by("-uploaded_at", "-id")
    return files_of(actor.organisation_id)


def versions_of(application: Application) -> QuerySet[FilingVersion]:
    """Submitted versions, newest first."""
    return application.filing.versions.order_by("-number")


def latest_version(application: Application) -> FilingVersion | None:
    """The newest submitted version."""
    return versions_of(application).first()


def goes_to_county(application: Application) -> bool:
    """Does what is handed in now go to the county first? When the round has the step and the county its office, until the county's
    deadline; not what the city itself sent back.
    """
    sent_back_by = entries_of(application).filter(action__in=("return_by_county", "return_for_completion")).last()
    if not is_step_on(application.round, "county") or (sent_back_by and sent_back_by.action == "return_for_completion"):
        return False
    office = county_office(application.site.division, application.unit)
    return office is not None and now() < county_deadline_of(application.round, application.unit)


def history_of(application: Application, actor: Actor) -> QuerySet[JournalEntry]:
    """The journal lines about an application that this reader may have, oldest first: the province all; the unit and its bureau
    what they did or were told, never who reviews it, how it was marked, or what is proposed before the public notice.
    """
    lines = entries_of(application)
    if actor.may("read_province"):
        return lines
    return lines.filter(action__in=TOLD_TO_BUREAU if actor.may("read_region") else TOLD_TO_UNIT)


def place_names(application: Application) -> dict[tuple[str, str], str]:
    """{(section, row): label} of every place of the form; row '' is the whole section."""
    names = {(s.id, ""): s.title for s in form_of(application.filing)}
    return names | {(s.id, r.id): r.label for s in form_of(application.filing) for r in s.rows}


def returned_places(application: Application) -> list[ReturnedPlace]:
    """The places of the last return, each with what stood there then and what stands there now."""
    items = list(application.return_items.order_by("returned_at", "id"))
    if not items:
        return []
    number = items[-1].version
    version = application.filing.versions.filter(number=number).first()
    content = version_content(version) if version else {"sections": {}, "evidence": []}
    then = _Stood(content["sections"], {(e["row"], e["file"], e["page"]) for e in content["evidence"]})
    bound = {(e.row, e.file.digest, e.page or 0) for e in evidence_of(application.filing)}
    now_stands = _Stood({section: body for section, (_, body) in saved_sections(application.filing).items()}, bound)
    rows = {section.id: {row.id for row in section.rows} for section in form_of(application.filing)}
    return [_place(item, rows.get(item.section, set()), then, now_stands) for item in items if item.version == number]


def not_returned(application: Application, filled: Mapping[str, tuple[Body, int]]) -> list[str]:
    """The places that `filled` changes although neither the row nor its whole section was returned: what a mending office may not touch.

    A section saved meanwhile is left to its own refusal, which shows both versions.
    """
    returned = {(place.item.section, place.item.row) for place in returned_places(application)}
    saved, names = saved_sections(application.filing), place_names(application)
    return [
        names.get((section, row), "表中没有的指标")
        for section, (body, based_on) in filled.items()
        if (section, "") not in returned and saved[section][0] == based_on
        for row in {**saved[section][1], **body}
        if (section, row) not in returned and saved[section][1].get(row, {}) != body.get(row, {})
    ]


def _reached_bureau() -> Q:
    """Submitted at least once, or entered by the bureau: any other draft, or one withdrawn before submission, is the applicant's own."""
    return Q(submitted_at__isnull=False) | ~Q(entered_by="")


@dataclass(frozen=True)
class _Stood:
    """What stood in a form at one time: its sections, and the proofs bound to its rows (row, file, page)."""

    sections: Mapping[str, Body]
    proofs: set[tuple[str, str, int]]

    def of(self, rows: set[str]) -> set[tuple[str, str, int]]:
        return {proof for proof in self.proofs if proof[0] in rows}


def _place(item: ReturnItem, rows: set[str], then: _Stood, now_stands: _Stood) -> ReturnedPlace:
    """A place is changed by another entry, and by other proofs: a scan that was asked for is no figure."""
    old_body, new_body = (stood.sections.get(item.section, {}) for stood in (then, now_stands))
    before, after = (stood.of({item.row} if item.row else rows) for stood in (then, now_stands))
    proofs = "" if before == after else f"证明材料{len(before)}份 → {len(after)}份" if len(before) != len(after) else "证明材料已换"
    if not item.row:
        return ReturnedPlace(item, old_body != new_body or before != after, str(old_body), str(new_body), proofs)
    old, new = (body.get(item.row, {}) for body in (old_body, new_body))
    return ReturnedPlace(item, old != new or before != after, _said(old), _said(new), proofs)


def _said(entry: Mapping[str, str]) -> str:
    absent = entry.get("not_applicable", "")
    return f"不适用：{absent}" if absent else entry.get("value", "")
