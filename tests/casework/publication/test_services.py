"""Notice and publication: the period in working days, nothing before its end, a list by hash, rows and nominations that follow."""

from datetime import date

import pytest

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publication.models import Nomination, Publication, PublicNotice
from greenlist.casework.publication.papers import feedback_to_unit, notice_paper
from greenlist.casework.publication.permissions import published_past
from greenlist.casework.publication.selectors import is_open, nominations, noticed_rows, notices, publications
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.review.services import refuse_formally
from greenlist.casework.rounds.services import sign_parameters
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.rehearsal import acts
from greenlist.rulebook.reference.holidays import YearNotHeld
from tests.casework.cast import fresh


def published(province, number="演工信节能字〔2024〕演60号"):
    screen(province.draft(), actor=province.cast.province)
    return publish(province.draft(), document_number=number, actor=province.cast.province)


def stop(application, actor):
    enter_adverse_record(application.site, kind="stopped_production", from_on=date(2022, 1, 1), until_on=date(2023, 6, 30),
                         statement="停产18个月", source="供电清单", actor=actor)  # fmt: skip


def keep_look_ups_valid(province):
    """The look-ups of May still count in September."""
    cast = province.cast
    sign_parameters(province.round, changes={"lookup_days": 200}, reason="x", first=cast.province, second=cast.director)


@pytest.mark.parametrize(
    ("given_on", "ends_on"),
    [
        ((7, 10), date(2024, 7, 17)),
        ((7, 12), date(2024, 7, 19)),
        ((7, 13), date(2024, 7, 19)),
        ((9, 11), date(2024, 9, 19)),
        ((9, 27), date(2024, 10, 10)),
    ],
    ids=["a Wednesday", "a Friday", "a Saturday", "over 中秋", "over 国庆"],
)
def test_the_period_counts_working_days_from_the_day_after(province, may, given_on, ends_on):
    province.application_at("proposed")
    keep_look_ups_valid(province)
    may(*given_on)
    screen(province.draft(), actor=province.cast.province)
    notice = give_notice(province.draft(), actor=province.cast.province)
    assert (notice.starts_on, notice.ends_on) == (date(2024, *given_on), ends_on)


def test_the_length_is_the_parameter_in_force(province, may):
    province.application_at("proposed")
    sign_parameters(
        province.round, changes={"notice_working_days": 7}, reason="x", first=province.cast.province, second=province.cast.director
    )
    may(7, 10)
    screen(province.draft(), actor=province.cast.province)
    assert give_notice(province.draft(), actor=province.cast.province).ends_on == date(2024, 7, 19)


def test_a_year_whose_holidays_we_do_not_hold_gives_no_notice(province, may):
    from datetime import datetime

    from greenlist.casework.journal import clock

    province.application_at("proposed")
    with clock.at(datetime(2031, 7, 10, tzinfo=clock.SHANGHAI)), pytest.raises((YearNotHeld, Refused)):
        give_notice(province.draft(), actor=province.cast.province)
    assert (PublicNotice.objects.exists(), province.draft().state) == (False, "decided")


def test_notice_is_given_once_and_only_of_a_decided_draft(province):
    province.application_at("reviewed")
    made = draft(province.round, line="", actor=province.cast.province)
    with pytest.raises(WrongState):
        give_notice(made, actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    give_notice(made, actor=province.cast.province)
    with pytest.raises(WrongState):
        give_notice(province.draft(), actor=province.cast.province)
    assert PublicNotice.objects.count() == 1


def test_only_the_province_gives_notice_and_publishes(province, may):
    province.application_at("proposed")
    others = (province.cast.centre, province.officer, province.unit.engineer, acts.actor_in(province.cast.experts[0]))
    for actor in others:
        with pytest.raises(NotAllowed):
            give_notice(province.draft(), actor=actor)
    give_notice(province.draft(), actor=province.cast.province)
    may(6, 20)
    for actor in others:
        with pytest.raises(NotAllowed):
            publish(province.draft(), document_number="演60号", actor=actor)
    assert not Publication.objects.exists()


def test_a_notice_names_the_proposed_and_nothing_about_scores(province):
    application = province.application_at("on_notice", national=True)
    notice = PublicNotice.objects.get()
    (row,) = load(notice.content_digest)["rows"]
    assert row == {"rank": "1", "number": application.number, "name": application.site.name, "category": "factory", "unit": "360400",
                   "is_nominated": "1"}  # fmt: skip
    assert [r.application for r in noticed_rows(notice)] == [application]


def test_a_notice_is_open_on_its_first_and_its_last_day_and_not_after(province, may):
    province.application_at("on_notice")
    notice = PublicNotice.objects.get()
    for day, opened in ((22, True), (29, True), (30, False)):
        may(5, day, 23)
        assert is_open(notice) is opened
    assert list(notices()) == [notice]


@pytest.mark.parametrize(("day", "hour", "may_publish"), [(22, 10, False), (29, 23, False), (30, 0, True)])
def test_the_list_waits_for_the_end_of_the_last_day(province, may, day, hour, may_publish):
    application = province.application_at("on_notice")
    may(5, day, hour)
    if may_publish:
        published(province)
        assert fresh(application).state == "listed"
        return
    with pytest.raises(Refused) as refused:
        published(province)
    assert refused.value.items == ("公示到2024年5月29日为止，期满后才能公布。",)
    assert (fresh(application).state, ListEntry.objects.exists(), Publication.objects.exists()) == ("proposed", False, False)


@pytest.mark.parametrize(("number", "said"), [("", "请填公布文件的文号。"), ("  ", "请填公布文件的文号。"), ("长" * 61, "“文号”最多60字")])
def test_a_document_number_is_wanted_that_fits_and_said_with_all_else_that_is_lacking(province, number, said):
    province.application_at("on_notice")
    with pytest.raises(Refused) as refused:
        published(province, number)
    lacking, over = refused.value.items
    assert (refused.value.what, refused.value.clause, over) == ("名单没有公布。", "C-12", "公示到2024年5月29日为止，期满后才能公布。")
    assert said in lacking


def test_without_a_notice_nothing_is_published(province, may):
    province.application_at("proposed")
    may(6, 5)
    with pytest.raises(WrongState):
        published(province)


def test_a_stop_found_during_the_notice_keeps_the_list_back(province, may):
    application = province.application_at("on_notice")
    stop(application, province.officer)
    may(6, 5)
    lines = JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        published(province)
    assert any("连续停产12个月以上：发现" in item for item in refused.value.items)
    assert (ListEntry.objects.exists(), province.draft().state) == (False, "on_notice")
    assert [e.action for e in JournalEntry.objects.order_by("at", "id")[lines:]] == [
        "check_application",
        "screen_proposed",
        "check_application",
    ], "what was found stays to be judged"


def test_a_stop_found_before_the_notice_keeps_the_notice_back(province):
    application = province.application_at("proposed")
    stop(application, province.officer)
    with pytest.raises(Refused):
        give_notice(province.draft(), actor=province.cast.province)
    assert (PublicNotice.objects.exists(), province.draft().state) == (False, "decided")


def test_the_published_row_stands_in_the_register_as_of_that_day(province, may):
    application = province.application_at("on_notice", national=True)
    may(6, 5)
    made = published(province, " 演60号 ")
    entry = ListEntry.objects.get()
    assert (entry.origin, entry.level, entry.category, entry.year, entry.unit) == ("published", "provincial", "factory", 2024, "360400")
    assert (entry.document, entry.document_row, entry.listed_on, entry.checked_on) == ("演60号", 1, date(2024, 6, 5), date(2024, 6, 5))
    assert entry.checked_sources == sorted([s, "2024-05-21"] for s in set(acts.SOURCES.values()))
    assert made.document_number == "演60号"
    assert list(entries_of(application).values_list("action", flat=True))[-2:] in (
        ["check_application", "publish"],
        ["publish", "check_application"],
    )


def test_those_who_asked_for_national_and_stand_on_the_list_are_nominated(province, may):
    national = province.application_at("reviewed", national=True)
    province.application_at("reviewed", province.other_unit)
    province._decide()
    give_notice(province.draft(), actor=province.cast.province)
    may(6, 5)
    made = published(province)
    assert [n.application for n in nominations(made)] == [national]
    assert (Nomination.objects.count(), ListEntry.objects.count()) == (1, 2)
    in_print = ListEntry.objects.order_by("document_row").values_list("document_row", "site__applications__number")
    assert list(in_print) == list(enumerate(sorted(number for _, number in in_print), start=1))


def test_those_below_the_line_are_neither_noticed_nor_listed(province, may):
    province.application_at("reviewed", national=True)
    made = draft(province.round, line="100", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    notice = give_notice(made, actor=province.cast.province)
    may(6, 5)
    published(province)
    assert (list(noticed_rows(notice)), ListEntry.objects.count(), Nomination.objects.count()) == ([], 0, 0)


def test_publishing_twice_lists_nobody_twice(province, may):
    province.application_at("on_notice", national=True)
    may(6, 5)
    published(province)
    with pytest.raises(WrongState) as refused:
        published(province)
    assert refused.value.code == "already"
    assert (ListEntry.objects.count(), Publication.objects.count(), Nomination.objects.count()) == (1, 1, 1)


def test_a_published_list_is_kept_by_hash_and_names_its_decision(province, may):
    province.application_at("on_notice")
    may(6, 5)
    made = published(province)
    content = load(made.content_digest)
    assert content["draft"] == province.draft().content_digest
    assert [r["number"] for r in content["rows"]] == ["2024-JJ-0001"]
    assert list(publications()) == [made]
    assert (made.title, str(made)) == ("2024年度省级绿色制造名单", "2024年度省级绿色制造名单")


def test_a_bureau_all_of_whose_units_failed_the_formal_review_has_its_letter_too(province, may):
    out = province.application_at("recommended", province.other_unit)
    refuse_formally(out, reason="评价报告缺第12页。", actor=province.cast.province)
    province.application_at("on_notice")
    may(6, 5)
    letters = {letter.unit: feedback_to_unit(letter).rows for letter in published(province).letters.all()}
    assert set(letters) == {"360100", "360400"}
    (told,) = letters["360100"]
    assert (told.name, told.result, told.reason, told.clause) == (
        out.site.name, "未列入名单", "形式审查未通过：评价报告缺第12页。", "1.2",
    )  # fmt: skip
    assert "受理异议的电话" in notice_paper(PublicNotice.objects.get()).body[2]
    assert letters["360400"][0].clause == "1.3", "a line of the round is no ground by itself"


def test_a_list_does_not_go_past_what_was_handed_in_again_after_it(province, may):
    left = province.application_at("recommended")
    province.application_at("on_notice", province.units[1])
    may(6, 5)
    made = published(province)
    assert published_past(left) == made
    batch = Batch.objects.create(number="再报送", round=left.round, unit=left.unit, state="submitted", submitted_at=now(), created_at=now())
    BatchRow.objects.create(batch=batch, application=left, serial=0, printed={})  # first of all rows by its serial, last by its day
    assert published_past(left) is None
