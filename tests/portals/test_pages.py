"""Every page through the doorman; the public page of C-44; query counts at 3 and at 2,000 rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.models import Application
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.evaluators.models import Complaint
from greenlist.casework.filings.models import Filing
from greenlist.casework.incidents.models import Incident, IncidentProposal, IncidentReport
from greenlist.casework.inspections.models import Inspection, SpotDraw
from greenlist.casework.jobs.models import Job
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.publicity.models import GoodCase, Placement
from greenlist.casework.register.models import ListEntry, ListEvent, ProposedHit
from greenlist.casework.yearly_tables.models import YearlyProposal, YearlyTable
from greenlist.rulebook.notices import notice
from tests.portals.doorman import faults
from tests.portals.test_matrix import ROUTES

LISTS = {
    "province:standards": "province",
    "public:list": "anonymous",
    "public:published": "anonymous",
    "public:changes": "anonymous",
    "public:dashboard": "anonymous",
    "public:notices": "anonymous",
    "api:list_entries": "anonymous",
    "api:list_changes": "anonymous",
    "api:count_entries": "anonymous",
    "api:list_benchmarks": "anonymous",
    "public:benchmarks": "anonymous",
    "applicant:applications": "applicant",
    "applicant:files": "applicant",
    "applicant:people": "applicant",
    "county:screening": "county",
    "bureau:people": "bureau",
    "bureau:workbench": "bureau",
    "bureau:batches": "bureau",
    "bureau:transcriptions": "bureau",
    "bureau:consultations": "bureau",
    "bureau:conditions": "bureau",
    "applicant:yearly": "applicant",
    "yearly": "province",
    "yearly_proposals": "province",
    "yearly_standings": "province",
    "watch": "province",
    "register": "province",
    "platform": "province",
    "watch_hits": "province",
    "province:round": "province",
    "province:intake": "province",
    "province:packages": "centre",
    "province:step": "centre",
    "province:selection": "province",
    "province:publications": "province",
    "province:objections": "province",
    "province:screen": "province",
    "province:what_if": "province",
    "province:evaluators": "province",
    "province:evaluator_scores": "province",
    "complaints": "province",
    "body_returns": "province",
    "incidents": "province",
    "problem_reports": "province",
    "inspections": "province",
    "publicity": "province",
    "publicity_events": "province",
    "publicity_log": "province",
    "publicity_yearly": "province",
    "applicant:cases": "applicant",
    "public:cases": "anonymous",
    "public:service_events": "anonymous",
    "province:draws": "province",
    "public:draws": "anonymous",
    "public:evaluators": "anonymous",
    "jobs": "bureau",
    "messages": "applicant",
    "messages_sent": "province",
    "admin:messages": "system_admin",
    "expert:assignments": "expert",
    "admin:accounts": "system_admin",
    "admin:memberships": "security_admin",
    "admin:journal": "audit_admin",
    "admin:sign_ins": "system_admin",
}
MOST = 12


def test_every_page_passes_the_doorman(whole):
    wrong = {}
    for name, route in ROUTES.items():
        actor = "anonymous" if route.get("public") else next(iter(route.get("ok", [])), "")
        if not actor or route.get("method") == "POST" or name.startswith("api:"):
            continue
        response = whole.client(actor).get(route["path"].format(**whole.ids))
        if (
            response["Content-Type"].startswith("text/html")
            and response.status_code == 200
            and (found := faults(response.content.decode()))
        ):
            wrong[name] = found
    assert wrong == {}


def test_error_pages_pass_the_doorman(db, client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert faults(response.content.decode()) == []


def test_the_public_page_of_c44_computes_its_cases(db, client, served_public):
    response = client.get("/clauses/jx-2024-20/3.1.1/")
    served_public("C-44", response)
    text = response.content.decode()
    assert text.count("发现") > 7
    assert "连续停产12个月整" in text


def test_contacts_and_the_full_text_stay_behind_sign_in(db, client):
    text = client.get("/clauses/jx-2024-20/4/").content.decode()
    assert "88916336" not in text
    assert "朱小宇" not in text


def test_before_publication_nobody_outside_sees_a_finding(province, client):
    province.application_at("verifying")
    for route in ROUTES.values():
        if route.get("public") and "{" not in route["path"] and "favicon" not in route["path"]:
            assert province.unit.site.name not in client.get(route["path"]).getvalue().decode(errors="ignore")


def grow(whole, count):
    """Many rows beside the real ones: applications copied row by row, list entries, journal lines."""
    case = Application.objects.get(pk=whole.ids["application"])
    filings = [Filing(**{f.name: getattr(case.filing, f.name) for f in Filing._meta.fields if f.name != "id"}) for _ in range(count)]
    Filing.objects.bulk_create(filings)
    plain = {f.attname: getattr(case, f.attname) for f in Application._meta.concrete_fields if f.name not in {"id", "number", "filing"}}
    states = ["reviewed", "recommendable", "verifying", "recommended", "submitted"]
    Application.objects.bulk_create(
        Application(**{**plain, "state": "withdrawn"}, id=uuid7(), number=f"2024-X-{i}", filing=filing) for i, filing in enumerate(filings)
    )
    copies = list(Application.objects.filter(number__startswith="2024-X-"))
    sites = _sites(case, count)
    for i, copy in enumerate(copies):
        copy.site, copy.state = sites[i], states[i % 5]
    Application.objects.bulk_update(copies, ["site", "state"], batch_size=500)
    ListEntry.objects.bulk_create(
        ListEntry(origin=origin, name=f"单位{i}", level="provincial", category="factory", year=2023, document="x", document_row=i)
        for i in range(count)
        for origin in ("published", "imported")
    )
    ListEvent.objects.bulk_create(
        ListEvent(
            entry=entry, number=9, kind="entry_renamed", on=date(2024, 5, 10), public_text="x", entered_by="x", entered_at=case.created_at
        )
        for entry in ListEntry.objects.exclude(events__number=9)
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(at=case.created_at, actor_name="x", actor_role="x", action=action, subject_kind="x", subject_label="x")
        for _ in range(count)
        for action in ("store_file", "signed_in")
    )
    package = OfflinePackage.objects.get(pk=whole.ids["offline_package"])
    plain = {f.attname: getattr(package, f.attname) for f in package._meta.concrete_fields if f.name not in {"id", "digest", "batch"}}
    OfflinePackage.objects.bulk_create(OfflinePackage(**plain, digest=str(uuid7())) for _ in range(count))
    _more(ListDelivery.objects.get(pk=whole.ids["list_delivery"]), count)
    _more_tables(YearlyTable.objects.get(pk=whole.ids["yearly_table"]), count)
    _more(Complaint.objects.get(pk=whole.ids["complaint"]), count)
    _grow_visits(whole, count)
    _grow_incidents(whole, count)
    _more(Job.objects.get(pk=whole.ids["job"]), count)
    _more(ProposedHit.objects.get(pk=whole.ids["hit"]), count)
    _grow_publicity(whole, count)


def _grow_publicity(whole, count):
    """As many cases of the same unit and as many lines of the log."""
    case = GoodCase.objects.get(pk=whole.ids["good_case"])
    plain = {f.attname: getattr(case, f.attname) for f in case._meta.concrete_fields if f.name not in {"id", "title"}}
    GoodCase.objects.bulk_create(GoodCase(**plain, title=str(uuid7())) for _ in range(count))
    _more(Placement.objects.get(pk=whole.ids["placement"]), count)


def _grow_visits(whole, count):
    """As many draws, each with a visit to the same unit."""
    draw, visit = SpotDraw.objects.get(pk=whole.ids["spot_draw"]), Inspection.objects.get(pk=whole.ids["inspection"])
    plain = {f.attname: getattr(draw, f.attname) for f in draw._meta.concrete_fields if f.name not in {"id", "number"}}
    own = {f.attname: getattr(visit, f.attname) for f in visit._meta.concrete_fields if f.name not in {"id", "draw"}}
    made = SpotDraw.objects.bulk_create(SpotDraw(**plain, number=str(uuid7())[-20:]) for _ in range(count))
    Inspection.objects.bulk_create(Inspection(**own, draw=each) for each in made)


def _grow_incidents(whole, count):
    """As many incidents of the same unit on other days, each with its report and a proposal."""
    first = Incident.objects.get(pk=whole.ids["incident"])
    own = {f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields if f.name not in {"id", "happened_on"}}
    days = [first.happened_on - timedelta(days=1 + i + Incident.objects.count()) for i in range(count)]
    made = Incident.objects.bulk_create(Incident(**own, happened_on=day) for day in days)
    told = {
        f.attname: getattr(r, f.attname)
        for r in [first.reports.first()]
        for f in r._meta.concrete_fields
        if f.name not in {"id", "incident"}
    }
    IncidentReport.objects.bulk_create(IncidentReport(**told, incident=one) for one in made)
    IncidentProposal.objects.bulk_create(IncidentProposal(incident=one, proposed_at=first.recorded_at) for one in made)


def _more_tables(table, count):
    """Tables of further units in the same year, each with its filing and a proposal."""
    plain = {
        f.attname: getattr(table, f.attname) for f in table._meta.concrete_fields if f.name not in {"id", "number", "filing", "category"}
    }
    filings = [Filing(**{f.name: getattr(table.filing, f.name) for f in Filing._meta.fields if f.name != "id"}) for _ in range(count)]
    Filing.objects.bulk_create(filings)
    made = [YearlyTable(**plain, category=str(uuid7())[:18], number=str(uuid7())[-20:], filing=filing) for filing in filings]
    YearlyTable.objects.bulk_create(made)
    told = table.proposals.get()
    YearlyProposal.objects.bulk_create(
        YearlyProposal(table=one, kind=told.kind, facts=told.facts, basis=told.basis, proposed_by="x", proposed_at=told.proposed_at)
        for one in made
    )


def _more(row, count):
    """Copies of one row; a hit's is one of another line of the list."""
    plain = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
    own = ("row_id",) if "row_id" in plain else ()
    type(row).objects.bulk_create(type(row)(**plain | {name: uuid7() for name in own}) for _ in range(count))


def _sites(case, count):
    from greenlist.casework.directory.models import Site

    plain = {f.attname: getattr(case.site, f.attname) for f in Site._meta.concrete_fields if f.name != "id"}
    return Site.objects.bulk_create(Site(**plain) for _ in range(count))


def queries(whole, name):
    client, path = whole.client(LISTS[name]), ROUTES[name]["path"]
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len([q for q in seen if "django_session" not in q["sql"] and not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_every_list_page_needs_at_most_twelve_queries_at_3_and_at_2000_rows(whole):
    grow(whole, 3)
    for name in LISTS:
        queries(whole, name)  # what a process keeps is not asked for again
    three = {name: queries(whole, name) for name in LISTS}
    grow_more(whole)
    many = {name: queries(whole, name) for name in LISTS}
    assert {n: c for n, c in three.items() if c > MOST} == {}
    assert {n: c for n, c in many.items() if c > MOST} == {}
    assert {n: (three[n], many[n]) for n in LISTS if many[n] > three[n]} == {}


def grow_more(whole):
    Application.objects.filter(number__startswith="2024-X-").update(state="withdrawn")
    for copy in Application.objects.filter(number__startswith="2024-X-"):
        Application.objects.filter(pk=copy.pk).update(number=f"2024-Y-{copy.number}"[:20])
    grow(whole, 2000)


@pytest.mark.parametrize("path", ["/api/list?limit=100000", "/api/list?text=%00%27", "/api/list?year=abc", "/api/list?offset=-5"])
def test_the_api_bears_odd_parameters(db, client, path):
    assert client.get(path).status_code == 200


def test_the_openapi_schema_names_every_operation(db, client):
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/list", "/api/changes", "/api/counts", "/api/benchmarks", "/api/clauses/{notice_id}", "/api/clauses/{notice_id}/{passage_id}", "/api/standards",
        "/api/standards/{standard_id}/{edition}", "/api/applications/{application_id}/score",
    }  # fmt: skip


@pytest.mark.parametrize("clause", [c for c in notice("jx-2024-20").clauses if c.binding], ids=lambda c: c.id)
def test_the_public_page_of_every_rule_computes_its_cases_and_they_agree(db, client, served_public, clause):
    response = client.get(f"/clauses/jx-2024-20/{clause.passage}/")
    served_public(clause.id, response)
    assert "例相符，共" not in response.content.decode()
