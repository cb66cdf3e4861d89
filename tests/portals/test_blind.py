"""Who is blind or has a conflict learns nothing from a hidden row: no byte of any page, no status, no query more or less.

A query more is a slower answer: the count of queries stands for the response time class.
"""

import re
from dataclasses import dataclass
from random import Random

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import end_membership, grant_membership
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.door import change
from greenlist.casework.review.group_services import assign_group, declare, make_group, pledge_day, sign_in
from greenlist.casework.review.models import Assignment, GroupOpinion, Question, SheetVersion, StepRecord
from greenlist.casework.review.question_selectors import questions_for
from greenlist.casework.review.question_services import answer_question, ask_leader
from greenlist.casework.review.services import hand_in, recuse, save_sheet
from greenlist.rehearsal import acts
from tests.portals.people import BACKEND

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
EXAMPLES = 10
EXPERT_PAGES = ("/expert/assignments/", "/expert/groups/", "/find/?text=公司")


@dataclass
class Scene:
    """A group of four at two cases, led by the first. The asker asks him; the blind one reads nothing of it at both, the conflicted
    one has a conflict at the first case.
    """

    hidden: Application
    open_case: Application
    first: object
    asker: object
    blind: object
    conflicted: object
    stranger: object
    bureau: object
    group_pk: object
    centre: object

    def own(self, application, member):
        return Assignment.objects.get(application=application, expert_id=member.user_id)

    def viewers(self):
        """{who: (his user, the pages he could think of)}; the other experts' pages are 404 for him, and stay so."""
        others = [f"/expert/assignments/{a.pk}/" for a in Assignment.objects.order_by("id")]
        group = f"/expert/groups/{self.group_pk}/"
        opinions = [f"{group}opinions/{case.pk}/" for case in (self.hidden, self.open_case)]
        questions = [f"{group}questions/{q.pk}/answer/" for q in Question.objects.order_by("id")]
        papers = [
            *questions,
            f"{group}opinions/{self.hidden.pk}/paper.pdf",
            f"/expert/assignments/{self.own(self.hidden, self.first).pk}/sheet.pdf",
        ]
        return {
            "blind": (self.blind.user, [*EXPERT_PAGES, "/todo/", group, *others, *opinions, *papers]),
            "conflicted": (self.conflicted.user, [*EXPERT_PAGES, "/todo/", group, *others, *opinions, *papers]),
            "applicant": (self.stranger, ["/applicant/applications/", "/applicant/files/", f"/applicant/applications/{self.hidden.pk}/", "/find/?text=公司"]),
            "bureau": (self.bureau, ["/bureau/workbench/", "/bureau/batches/", f"/bureau/applications/{self.hidden.pk}/", "/find/?text=公司"]),
        }  # fmt: skip


@pytest.fixture
def scene(province):
    body = province.cast.evaluators[0]
    hidden, open_case = (
        province.application_at("accepted", national=True, body=body),
        province.application_at("accepted", province.units[1]),
    )
    province.application_at("submitted", province.other_unit)
    first, blind, conflicted, asker = province.cast.experts
    position = grant_membership(conflicted.user, hidden.site.organisation, role="applicant", actor=SYSTEM)
    end_membership(position, reason="离职", actor=SYSTEM)
    group = make_group(province.round, name="第一组", members=[first, blind, conflicted, asker], leader=first, actor=province.cast.centre)
    assign_group(group, applications=[hidden, open_case], actor=province.cast.centre)
    for person in (first, blind, conflicted, asker):
        member = group.members.get(expert=person.user)
        sign_in(member, actor=actor_in(person))
        pledge_day(member, actor=actor_in(person))
        declare(member, recusals={}, actor=actor_in(person))
    people = {user.username: user for user in User.objects.all()}
    return Scene(hidden, open_case, first, asker, blind, conflicted, people["factory003"], people["bureau360100"], group.pk,
                 province.cast.centre)  # fmt: skip


# ---- what changes behind the back of each ---------------------------------------------------------------------------


def _mark(scene, case, strictness):
    assignment, actor = scene.own(case, scene.first), actor_in(scene.first)
    number = assignment.sheet_versions.count()
    if assignment.state == "pledged":
        save_sheet(assignment, values=acts.marks(assignment, Random(number), strictness=strictness), based_on=number, actor=actor)


def first_marks(scene):
    _mark(scene, scene.hidden, 0.6)


def first_marks_the_other_case(scene):
    _mark(scene, scene.open_case, 0.9)


def first_hands_in(scene):
    assignment = scene.own(scene.hidden, scene.first)
    if assignment.state == "pledged":
        _mark(scene, scene.hidden, 0.8)
        hand_in(scene.own(scene.hidden, scene.first), actor=actor_in(scene.first))


def first_steps_back(scene):
    assignment = scene.own(scene.open_case, scene.first)
    if assignment.state == "pledged":
        recuse(assignment, reason="曾任顾问", actor=actor_in(scene.first))


def a_hidden_score_is_another(scene):
    Assignment.objects.filter(application=scene.hidden, expert=scene.first.user).update(score="12.34", is_qualified=False)


def a_hidden_sheet_says_another_thing(scene):
    SheetVersion.objects.filter(assignment__expert=scene.first.user).update(body={"4-1": {"given": "not_met", "reason": "泄露"}})


def a_question_is_asked(scene):
    assignment = scene.own(scene.hidden, scene.asker)
    if assignment.state == "pledged":
        ask_leader(assignment, row="7.1-4", text="泄露的疑问", actor=actor_in(scene.asker))


def a_question_is_answered(scene):
    a_question_is_asked(scene)
    for question in questions_for(scene.own(scene.hidden, scene.first).group, actor_in(scene.first)):
        if question.answered_at is None:
            answer_question(question, answer="泄露的答复", actor=actor_in(scene.first))


def a_question_is_asked_at_the_other_case(scene):
    ask_leader(scene.own(scene.open_case, scene.asker), row="7.1-3", text="泄露的疑问", actor=actor_in(scene.asker))


def the_body_found_other_values(scene):
    Engagement.objects.filter(application_number=scene.hidden.number).update(marks={"4-1": "not_met", "7.1-4": "0.1"})


def a_step_record_is_corrected(scene):
    a_step_is_recorded(scene)
    StepRecord.objects.filter(application=scene.hidden, step="special").update(replaced_at=scene.hidden.changed_at)
    StepRecord.objects.get_or_create(application=scene.hidden, step="special", version=2, defaults={
        "outcome": "failed", "reason": "泄露", "correction": "泄露", "recorded_by": "x", "recorded_at": scene.hidden.changed_at,
    })  # fmt: skip


def the_others_sheets_are_taken_back(scene):
    others = Assignment.objects.filter(application=scene.hidden, expert__in=(scene.first.user, scene.asker.user))
    for assignment in others.filter(state__in=("assigned", "pledged")):
        change(assignment, "reassign", actor=scene.centre, guards={"reason_given": ""}, reason="改派")


def an_opinion_is_drafted(scene):
    group = scene.own(scene.hidden, scene.first).group
    GroupOpinion.objects.get_or_create(application=scene.hidden, defaults={
        "group": group, "version": 1, "conclusion": "decline", "text": "泄露", "score": "1.00", "is_qualified": False, "signed_by": "x",
        "signed_by_id": scene.first.user_id, "signed_at": scene.hidden.changed_at, "content_digest": "x",
    })  # fmt: skip


def a_step_is_recorded(scene):
    StepRecord.objects.get_or_create(application=scene.hidden, step="special", defaults={
        "outcome": "failed", "reason": "泄露", "recorded_by": "x", "recorded_at": scene.hidden.changed_at,
    })  # fmt: skip


def the_case_bears_another_name(scene):
    Site.objects.filter(pk=scene.hidden.site_id).update(name="改名后的泄露公司", address="泄露路1号")


def the_case_has_another_report(scene):
    Application.objects.filter(pk=scene.hidden.pk).update(report=scene.open_case.report_id, number="2024-JJ-9999")


def the_case_goes_on(scene):
    Application.objects.filter(pk=scene.hidden.pk).update(state="not_selected")


SHEETS = (first_marks, first_marks_the_other_case, first_hands_in, first_steps_back, a_hidden_score_is_another,
          a_hidden_sheet_says_another_thing, an_opinion_is_drafted, a_step_is_recorded, a_question_is_asked, a_question_is_answered,
          a_question_is_asked_at_the_other_case, a_step_record_is_corrected, the_others_sheets_are_taken_back)  # fmt: skip
CASE = (the_case_bears_another_name, the_case_has_another_report, the_case_goes_on, the_body_found_other_values)
HIDDEN_FROM = {"blind": SHEETS, "conflicted": SHEETS + CASE, "applicant": SHEETS + CASE, "bureau": SHEETS + CASE}


def seen_by(user, pages):
    """{page: (status, bytes without the token, how many queries)} as this person gets them."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    found = {}
    for where in pages:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(where, follow=True)
        found[where] = (response.status_code, TOKEN.sub("", response.content.decode(errors="replace")), len(queries))
    return found


def watcher(scene, who):
    """A function that makes changes and tells the pages which then look different to `who`; the database is left as it was."""
    user, pages = scene.viewers()[who]
    seen_by(user, pages)  # fills what is read once and kept
    before = seen_by(user, pages)

    def leaks(changes):
        with transaction.atomic():
            for change in changes:
                change(scene)
            after = seen_by(user, pages)
            transaction.set_rollback(True)
        return [where for where in pages if before[where] != after[where]]

    return leaks


@pytest.mark.parametrize("who", sorted(HIDDEN_FROM))
def test_nothing_that_one_sees_changes_when_a_hidden_row_changes(scene, who):
    leaks = watcher(scene, who)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(changes=st.lists(st.sampled_from(HIDDEN_FROM[who]), min_size=1, max_size=4, unique=True))
    @example(changes=list(HIDDEN_FROM[who]))
    def nothing_changes(changes):
        assert leaks(changes) == []

    nothing_changes()


def test_the_pages_looked_at_are_really_there(scene):
    for who, (user, pages) in scene.viewers().items():
        found = seen_by(user, pages)
        assert [w for w, (status, _, _) in found.items() if status == 200], who
    blind = seen_by(*scene.viewers()["blind"])
    assert scene.hidden.site.name in blind[f"/expert/groups/{scene.group_pk}/"][1]
    conflicted = seen_by(*scene.viewers()["conflicted"])
    assert not any(scene.hidden.site.name in body for _, body, _ in conflicted.values())


# ---- the check itself can fail: three planted leaks ------------------------------------------------------------------


def _leaking_count(request):
    return HttpResponse(f"已有{SheetVersion.objects.count()}次保存")


def _leaking_status(request):
    return HttpResponse(status=404 if Assignment.objects.filter(state="handed_in").exists() else 200)


def _leaking_time(request):
    for _ in range(SheetVersion.objects.count()):
        Assignment.objects.exists()
    return HttpResponse("总是一样")


urlpatterns = [
    path("expert/assignments/", _leaking_count),
    path("expert/groups/", _leaking_status),
    path("find/", _leaking_time),
    path("", include("greenlist.config.urls")),
]


def test_a_planted_leak_of_a_count_a_status_or_a_time_is_caught(scene, settings):
    settings.ROOT_URLCONF = __name__
    leaks = watcher(scene, "blind")
    assert leaks([first_hands_in]) == list(EXPERT_PAGES)
    assert leaks([a_step_is_recorded]) == []
