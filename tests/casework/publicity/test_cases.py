"""A case reaches the public only checked, with consent to this very text, and of a unit that stands on the list."""

import pytest
from PIL import Image

from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.oversight.removal_services import remove_from_list, restore_to_list
from greenlist.casework.publicity.case_services import (
    check_case,
    consent_to_case,
    file_consent,
    keep_case,
    offer_case,
    release_case,
    return_case,
    save_case,
    start_case,
    take_back_consent,
    take_down_case,
)
from greenlist.casework.publicity.models import GoodCase
from greenlist.casework.publicity.picture_services import add_picture, remove_picture
from greenlist.casework.publicity.selectors import fallen_words, public_cases, to_settle, visible_to, years_of
from greenlist.casework.register.event_services import Ground
from greenlist.casework.register.identity_services import merge_into, move_site
from tests.casework.publicity.told import CHECKED, EFFECTS, PRACTICE, checked, picture, released, written


def shown(**asked) -> list[str]:
    return [case.title for case in public_cases(**{"is_removal_public": True} | asked)]


def test_a_case_goes_from_its_unit_to_the_public(province):
    case = checked(province)
    assert shown() == []
    release_case(case, version=case.version, actor=province.cast.province)
    assert shown() == ["窑炉余热发电"]
    assert shown(text="余热") == shown(category="factory") == shown(unit="360400") == ["窑炉余热发电"]
    assert shown(text="光伏") == shown(category="park") == shown(unit="360100") == []
    take_down_case(case, reason="单位要求", actor=province.unit.engineer)
    assert (shown(), case.state, case.reason) == ([], "case_taken_down", "单位要求")


def test_a_case_that_is_not_whole_is_not_offered_and_everything_is_said_at_once(province):
    case = written(province)
    remove_picture(case.pictures.get(), actor=province.unit.engineer)
    save_case(case, title="余热", practice="短", effects=[], actor=province.unit.engineer)
    with pytest.raises(Refused) as refused:
        offer_case(case, actor=province.unit.engineer)
    assert refused.value.items == ("案例还缺：做法（至少50字）、至少一行成效、至少一张图片。", "还没有单位同意公开的记录。")
    assert refused.value.clause == "C-61"


def test_consent_is_to_the_text_that_was_read_and_a_changed_text_wants_it_anew(province):
    case, engineer = written(province), province.unit.engineer
    with pytest.raises(Refused, match="没有登记同意"):
        consent_to_case(case, version=case.version - 1, actor=engineer)
    consent_to_case(case, version=case.version, actor=engineer)
    save_case(case, title=case.title, practice=PRACTICE, effects=EFFECTS, actor=engineer)
    assert case.has_consent  # nothing was changed
    save_case(case, title=case.title, practice=PRACTICE + "另有一项。", effects=EFFECTS, actor=engineer)
    with pytest.raises(Refused) as refused:
        offer_case(case, actor=engineer)
    assert refused.value.items == ("单位同意公开的是改动之前的文稿，请就现在的文稿重新同意。",)
    with pytest.raises(NotAllowed):
        consent_to_case(case, version=case.version, actor=province.officer)


def test_a_bureau_lays_in_the_consent_on_paper(province):
    case, officer = written(province), province.officer
    paper = store_file(chunks=[picture()], name="同意书.jpg", owner=officer.organisation_id, actor=officer)
    with pytest.raises(Refused, match="同意书没有存入"):
        file_consent(case, file=paper, signed_by=" ", actor=officer)
    file_consent(case, file=paper, signed_by="演示厂 总经理", actor=officer)
    offer_case(case, actor=officer)
    assert (case.state, case.consent_by) == ("case_offered", "演示厂 总经理")


def test_a_returned_case_is_written_again_and_an_offered_one_is_not_touched(province):
    case, engineer = checked(province), province.unit.engineer
    with pytest.raises(WrongState):
        save_case(case, title="别的", practice="", effects=[], actor=engineer)
    return_case(case, reason="数字写明来源", actor=province.cast.centre)
    save_case(case, title="别的", practice="", effects=[], actor=engineer)
    assert (case.state, case.title, case.reason) == ("case_draft", "别的", "数字写明来源")
    assert [t.count for t in todos_of(engineer, province.round) if t.key == "case_draft"] == [1]


def test_nobody_sees_or_moves_a_case_of_another_unit_or_region(province):
    case = released(province)
    elsewhere, stranger = province.cast.bureaus["360100"], province.units[1].engineer
    assert [visible_to(a).count() for a in (province.unit.engineer, province.officer, province.cast.centre, elsewhere, stranger)] == [
        1,
        1,
        1,
        0,
        0,
    ]
    for actor in (elsewhere, stranger):
        with pytest.raises(NotAllowed):
            take_down_case(case, reason="演示", actor=actor)


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ({"value": "12 万"}, "第1行成效的数值请写成 1234.5 的样子，不带单位"),
        ({"year": "2025"}, "第1行成效的年份应在2000年至今年之间"),
        ({"measure": ""}, "第1行成效没有填单位"),
    ],
)
def test_a_figure_is_a_decimal_with_its_unit_and_year(province, effect, said):
    case = written(province)
    with pytest.raises(Refused) as refused:
        save_case(case, title="余热", practice=PRACTICE, effects=[EFFECTS[0] | effect], actor=province.unit.engineer)
    assert refused.value.items == (said,)


def moved_to_nanchang(site, head):
    return move_site(site, address="高新区1号", division="360102", ground=Ground(today(), "迁址", document="演1号"), actor=head)


def test_a_case_goes_with_its_unit_to_the_bureau_of_the_new_place(province):
    case, elsewhere = released(province), province.cast.bureaus["360100"]
    moved_to_nanchang(case.entry.site, province.cast.province)
    assert [visible_to(actor).count() for actor in (province.officer, elsewhere)] == [0, 1]
    assert (shown(unit="360100"), shown(unit="360400")) == ([case.title], [])
    assert [years_of(2024, [unit])[0].cases for unit in ("360400", "360100")] == [1, 0]  # the work was the old bureau's


def test_who_takes_over_an_entry_has_neither_the_case_nor_the_consent(province):
    case, heir, head = released(province), province.units[1], province.cast.province
    draft = start_case(case.entry, title="余热供暖", actor=province.unit.engineer)
    merge_into(case.entry, heir.site, ground=Ground(today(), "合并", document="演2号"), actor=head)
    case = visible_to(head).get(pk=case.pk)
    assert not visible_to(heir.engineer) and draft in visible_to(province.unit.engineer)
    assert not case.has_consent and shown() == []
    assert fallen_words(case) == "承继了名单条目，没有同意公开本案例"
    assert to_settle(visible_to(head)).get() == case
    with pytest.raises(Refused) as refused:
        keep_case(case, reason="演示", actor=head)
    assert refused.value.items == ("名单条目已由另一家单位承继，它没有同意公开本案例，只能撤下。",)
    take_down_case(case, reason="单位已合并", actor=head)
    assert not to_settle(visible_to(head))


def test_a_unit_takes_back_its_consent_before_the_release(province):
    case, engineer = checked(province), province.unit.engineer
    with pytest.raises(NotAllowed):
        take_back_consent(case, actor=province.officer)
    take_back_consent(case, actor=engineer)
    assert (case.state, case.has_consent, case.consent_by, case.consent_at) == ("case_draft", False, "", None)
    with pytest.raises(Refused, match="还不能报送案例"):
        offer_case(case, actor=province.officer)


def test_nobody_passes_on_or_releases_a_text_that_he_has_not_read(province):
    case, engineer = checked(province), province.unit.engineer
    read = case.version
    return_case(case, reason="改数字", actor=province.cast.centre)
    save_case(case, title=case.title, practice=PRACTICE + "又一项。", effects=EFFECTS, actor=engineer)
    consent_to_case(case, version=case.version, actor=engineer)
    offer_case(case, actor=engineer)
    with pytest.raises(Refused, match="您打开之后又改过"):
        check_case(case, checked=CHECKED, version=read, actor=province.officer)
    check_case(case, checked=CHECKED, version=case.version, actor=province.officer)
    with pytest.raises(Refused, match="您打开之后又改过"):
        release_case(case, version=read, actor=province.cast.province)
    assert case.state == "case_checked"


def test_a_removed_units_case_is_told_as_such_and_waits_until_somebody_says_what_becomes_of_it(province, may):
    case, head = released(province), province.cast.province
    assert (fallen_words(case), to_settle(visible_to(head)).count()) == ("", 0)
    remove_from_list(case.entry, on=today(), reason="停产", clause="C-44", actor=head)
    case = GoodCase.objects.select_related("entry").get()
    assert fallen_words(case) == f"已移出 {now():%Y年%-m月%-d日}"
    assert shown() == [case.title] and shown(is_removal_public=False) == []
    assert to_settle(visible_to(head)).get() == case
    with pytest.raises(Refused):
        keep_case(case, reason=" ", actor=head)
    keep_case(case, reason="做法仍有参考价值", actor=head)
    assert not to_settle(visible_to(head))
    with pytest.raises(Refused, match="没有登记保留"):
        keep_case(case, reason="再按一次", actor=head)
    case.refresh_from_db()
    assert case.kept_because == "做法仍有参考价值"
    may(5, 25)
    restore_to_list(case.entry, Ground(today(), "移出有误", document="演1号"), actor=head)
    remove_from_list(case.entry, on=today(), reason="再次停产", clause="C-44", actor=head)
    assert to_settle(visible_to(head)).get() == case


def test_what_a_camera_writes_into_a_picture_is_gone_and_it_stands_upright(province):
    case = written(province)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "演示相机"  # to be turned; the maker
    made = add_picture(case, chunks=[picture((900, 600), exif=exif)], name="a.jpg", alt="锅炉", actor=province.unit.engineer)
    with Image.open(path_of_file(made.file)) as kept, Image.open(path_of_file(made.thumbnail)) as small:
        assert (kept.size, dict(kept.getexif()), kept.format) == ((600, 900), {}, "JPEG")
        assert max(small.size) == 480
    assert b"\xe6\xbc\x94" not in path_of_file(made.file).read_bytes()
    seen_through = add_picture(case, chunks=[picture(form="PNG", mode="RGBA")], name="b.png", alt="图", actor=province.unit.engineer)
    assert seen_through.file.media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "alt", "said"),
    [
        (picture(), " ", "请写图片内容"),
        (b"%PDF-1.7", "图", "图片打不开"),
        (picture((100, 400)), "图", "边长至少200点"),
        (picture((9000, 5000), form="PNG", mode="L"), "图", "超过4000万点"),
        (picture()[:500], "图", "图片打不开"),
    ],
)
def test_a_picture_that_is_none_or_has_no_words_is_not_kept(province, data, alt, said):
    case = written(province)
    with pytest.raises(Refused) as refused:
        add_picture(case, chunks=[data], name="x.jpg", alt=alt, actor=province.unit.engineer)
    assert said in " ".join((refused.value.what, *refused.value.items))
    assert case.pictures.count() == 1


def test_the_picture_that_is_taken_out_leaves_no_bytes(province, django_capture_on_commit_callbacks):
    case = written(province)
    held = case.pictures.get()
    paths = [path_of_file(file) for file in (held.file, held.thumbnail)]
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(held, actor=province.unit.engineer)
    assert [path.exists() for path in paths] == [False, False]


def test_a_picture_taken_out_by_two_is_told_as_gone(province):
    case = written(province)
    held = case.pictures.get()
    again = case.pictures.get()
    remove_picture(held, actor=province.unit.engineer)
    with pytest.raises(Refused, match="已经撤下"):
        remove_picture(again, actor=province.unit.engineer)
