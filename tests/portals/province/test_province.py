"""The province's way from intake to the list, and every no on that way."""

import pytest

from greenlist.casework.publication.models import Publication, PublicNotice
from greenlist.casework.register.models import ListEntry
from greenlist.casework.review.models import Assignment
from greenlist.casework.selection.models import SelectionDraft
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in

XSS = "<script>alert(1)</script>"


@pytest.fixture
def client(province):
    return signed_in("province")


def at(application, rest=""):
    return f"/province/applications/{application.pk}/{rest}"


def test_accepting_and_assigning(client, province):
    application = province.application_at("recommended")
    assert application.site.name in page(client.get("/province/intake/"))
    page(client.get(at(application)))
    assert client.post(at(application, "acceptance/")).status_code == 302
    page(client.post(at(application, "acceptance/")), 409)
    for wrong in ("", "x", str(application.pk)):
        assert client.post(at(application, "assignment/"), {"expert": wrong}).status_code == 404
    assert client.post(at(application, "assignment/"), {"expert": str(province.cast.experts[0].pk)}).status_code == 302
    assert (fresh(application).state, Assignment.objects.count()) == ("reviewing", 1)


@pytest.mark.parametrize(
    ("state", "act", "said"), [("recommended", "acceptance/", "本轮环节已经结束"), ("accepted", "assignment/", "本轮不再指派专家")]
)
def test_what_a_published_list_went_past_is_neither_passed_nor_assigned(province, may, state, act, said):
    left = province.application_at(state)
    province.application_at("on_notice", province.units[1])
    may(6, 5)
    client = signed_in("province")
    assert said not in page(client.get(at(left)))
    client.post("/province/screen/run/")
    assert client.post("/province/publications/lists/", {"document_number": "演60号"}).status_code == 302
    assert "本轮名单已经公布" in page(client.post(at(left, act), {"expert": str(province.cast.experts[0].pk)}), 409)
    text = page(client.get(at(left)))
    assert said in text and "通过形式审查 <kbd>" not in text and "指派专家</button>" not in text
    assert fresh(left).state == state


def test_a_conflict_is_told_on_the_page(client, province):
    from greenlist.casework.directory.services import grant_membership
    from greenlist.casework.journal.actors import SYSTEM

    application, expert = province.application_at("accepted"), province.cast.experts[0]
    grant_membership(expert.user, application.site.organisation, role="applicant", actor=SYSTEM)
    assert "须回避" in page(client.post(at(application, "assignment/"), {"expert": str(expert.pk)}), 409)


def test_failing_the_formal_review_needs_a_reason_and_is_not_the_centres(client, province):
    application = province.application_at("recommended")
    page(client.post(at(application, "formal-refusal/"), {"reason": " "}), 409)
    assert signed_in("centre").post(at(application, "formal-refusal/"), {"reason": "缺页"}).status_code in {404, 409}
    assert fresh(application).state == "recommended"
    assert client.post(at(application, "formal-refusal/"), {"reason": "缺页"}).status_code == 302
    assert fresh(application).state == "not_selected"


@pytest.mark.parametrize("state", ["draft", "submitted", "verifying", "recommendable", "frozen"])
def test_what_was_not_handed_in_does_not_exist_for_the_province(client, province, state):
    application = province.application_at(state)
    assert client.get(at(application)).status_code == 404
    assert client.post(at(application, "acceptance/")).status_code == 404
    for path in ("/province/intake/", "/province/round/", "/province/selection/"):
        assert application.site.name not in client.get(path).content.decode()


def test_notice_and_publication_by_the_pages(client, province, may):
    province.application_at("reviewed", national=True)
    province._decide()
    page(client.get("/province/selection/"))
    page(client.post("/province/publications/lists/", {"document_number": "演60号"}), 409)
    assert client.post("/province/publications/notices/").status_code == 302
    page(client.post("/province/publications/notices/"), 409)
    page(client.post("/province/publications/lists/", {"document_number": "演60号"}), 409)
    assert (PublicNotice.objects.count(), ListEntry.objects.count()) == (1, 0)
    may(6, 5)
    client = signed_in("province")
    assert client.post("/province/screen/run/").status_code == 302
    page(client.post("/province/publications/lists/", {"document_number": " "}), 409)
    assert client.post("/province/publications/lists/", {"document_number": "演60号"}).status_code == 302
    assert (Publication.objects.count(), ListEntry.objects.count()) == (1, 1)
    page(client.get("/province/publications/"))


def test_the_sender_does_not_decide(client, province):
    from greenlist.casework.selection.services import draft_and_send

    application = province.application_at("reviewed")
    made = draft_and_send(province.round, line="", open_because=acts.STILL_OPEN, actor=province.cast.province)
    where = f"/province/selection/drafts/{made.pk}/decision/"
    assert "两个人" in page(client.post(where), 409)
    assert signed_in("centre").post(where).status_code == 404
    director = signed_in("director")
    refused = page(director.post(where), 409)
    assert "会议审定的日期、纪要文号和参加人" in refused and 'class="pop pop-up" open' in refused, "what is asked for is unfolded"
    assert "不是日期" in page(director.post(where, {"held_on": "昨天", "document": "演纪1号"}), 409)
    meeting = {"held_on": "2024-05-20", "document": "演纪1号", "attendees": "厅务会（演示）"}
    assert director.post(where, meeting).status_code == 302
    assert (SelectionDraft.objects.get().state, fresh(application).state) == ("decided", "proposed")
    assert (made.meeting.document, made.meeting.attendees) == ("演纪1号", "厅务会（演示）")


def test_the_centre_takes_no_decision_by_any_page(province):
    province.application_at("proposed")
    draft, client = SelectionDraft.objects.get(), signed_in("centre")
    for path in ("selection/drafts/", f"selection/drafts/{draft.pk}/sending/", f"selection/drafts/{draft.pk}/decision/",
                 f"selection/drafts/{draft.pk}/sending-back/", "publications/notices/", "publications/lists/"):  # fmt: skip
        assert client.post(f"/province/{path}", {"line": "", "reason": "x", "document_number": "x"}).status_code == 404, path


def test_names_that_are_code_are_text(client, province):
    application = province.application_at("on_notice")
    application.site.name = XSS
    application.site.save()
    for path in (
        "/province/intake/",
        at(application),
        "/province/selection/",
        "/province/publications/",
        f"/province/intake/?text={XSS}&unit={XSS}&state={XSS}",
    ):
        assert XSS not in client.get(path).content.decode(), path
