"""An official table is compared value by value, told all its faults at once, signed by two, and is then the edition that new filings take."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.selectors import plan_of
from greenlist.casework.filings.services import start_filing
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.outbox.models import Message
from greenlist.casework.oversight.edition_changes import basis_of, edition_changes
from greenlist.casework.standards.held import yaml_of
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.selectors import held_now, in_force_on, loaded_rows, loaded_table, table_of, visible_to
from greenlist.casework.standards.services import name_sources, note_changes, sign, sign_second, withdraw
from greenlist.casework.standards.sheet import HEADS
from greenlist.casework.verification.energy import declared_in, products_to_name
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.values import values_of, with_values
from greenlist.rulebook.reference.energy import benchmark_of
from greenlist.rulebook.reference.tables import reference_table
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.official import GENERAL, READ, filled, listed, loaded, signed

MOVED = {"items.5.1-4.points": ("5", READ), "items.5.1-5.points": ("5.8", READ), "items.5.1-6.points": ("6.1", READ)}
COKE = "rows.2521 炼焦 顶装焦炉.benchmark"


def test_each_value_is_confirmed_or_changed_with_its_source(province):
    row = loaded(province.cast.centre, MOVED)
    assert [(r["place"], r["fate"], r["was"], r["now"], r["was_sure"]) for r in row.rows] == [
        ("items.5.1-4.points", "changed", "5.4", "5", "GUESS"),
        ("items.5.1-5.points", "confirmed", "5.8", "5.8", "GUESS"),
        ("items.5.1-6.points", "changed", "5.7", "6.1", "GUESS"),
    ]
    assert {r["source"] for r in row.rows} == {READ}
    assert (row.state, row.title) == ("load_prepared", "GB/T 36132—2018 绿色工厂评价通则")


def test_every_fault_of_a_sheet_is_told_at_once_with_row_and_column_and_nothing_is_kept(province):
    with pytest.raises(Refused) as refused:
        loaded(
            province.cast.centre,
            {"items.5.1-4.points": ("五", READ), "items.9.9-9.points": ("5", READ), "items.5.1-6.points": (None, READ)},
        )
    told = refused.value.items
    assert len(told) == 3
    assert re.match(r"官方表\.xlsx 第\d+行“官方值”列：", told[0])
    assert "不是数；这里原来是 5.4" in told[0]
    assert "填了出处，没有填官方值" in told[1]
    assert "没有“items.9.9-9.points”" in told[2]
    assert not StandardLoad.objects.exists()
    assert not StoredFile.objects.filter(name="官方表.xlsx").exists()


def test_a_sheet_that_was_downloaded_before_a_value_changed_is_told_where_it_would_change_what_nobody_saw(province):
    before = filled(GENERAL, {**MOVED, "items.5.1-6.points": ("6.1", READ)})
    signed(province, {"items.5.1-4.points": ("5", READ), "items.5.1-6.points": ("6.1", READ)})
    again = loaded(province.cast.centre, {}, body=before)
    assert [(r["place"], r["fate"]) for r in again.rows if r["fate"] == "changed"] == []
    withdraw(again, reason="换一张", actor=province.cast.centre)
    old = filled(GENERAL, {"items.5.1-4.points": ("5.2", READ)}, was={"items.5.1-4.points": "5.4"})
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, body=old)
    assert [re.sub(r"第\d+行", "第n行", told) for told in refused.value.items] == [
        "官方表.xlsx 第n行“本系统的值”列：表上是 5.4，本系统现在是 5，这张表是较早下载的；请重新下载校核表，核对后把官方值抄过去。"
    ]


def test_a_sheet_prints_across_one_page_without_the_places_and_leaves_room_to_write(province):
    del province
    sheet = openpyxl.load_workbook(io.BytesIO(filled("gbt-36132/2025", {}))).active
    assert sheet.print_area.startswith("'校核表'!$A$1:$J$")
    heads = next(row for row in sheet.iter_rows() if row[0].value == HEADS[0])
    wide = {head.value: sheet.column_dimensions[head.column_letter].width for head in heads}
    assert wide["官方值"] > 20 and sum(width for head, width in wide.items() if head != "位置") < 205
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)


def test_a_sheet_of_another_standard_is_told_by_its_name_before_anything_else(province):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, body=filled("gbt-36132/2025", {}))
    assert refused.value.items == (
        "官方表.xlsx 第1行：这是“GB/T 36132—2025 绿色工厂评价通则”的校核表，不是“GB/T 36132—2018 绿色工厂评价通则”的；请选对要校核的表。",
    )


def test_a_table_that_the_lint_does_not_let_pass_is_refused_with_its_words(province):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {"groups.5.weight": ("21", READ)})
    (told,) = refused.value.items
    assert re.fullmatch(r"官方表\.xlsx 第\d+行“官方值”列：权重合计 101，应为总分（100）。", told)


def test_what_the_lint_finds_in_a_sheet_is_told_at_the_rows_it_speaks_of_and_in_no_keys_of_a_file(province):
    typed = {
        "groups.5.weight": ("21", READ),
        "groups.6.weight": ("16", READ),
        "items.5.1-1.points": ("8", READ),
        "items.10.1-2.test": ("building_densty >= 30", READ),
    }
    sheet = openpyxl.load_workbook(io.BytesIO(filled(GENERAL, typed))).active
    row_of = {row[HEADS.index("位置")].value: row[0].row for row in sheet.iter_rows()}
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, typed)
    weights = f"第{row_of['groups.5.weight']}行、第{row_of['groups.6.weight']}行"
    assert f"官方表.xlsx {weights}“官方值”列：权重合计 102，应为总分（100）。" in refused.value.items
    test = next(told for told in refused.value.items if "building_densty" in told)
    assert test.startswith(f"官方表.xlsx 第{row_of['items.10.1-2.test']}行“官方值”列：没有“building_densty”这个名称；")
    assert not re.search(r"\.xlsx:\d|total\.|maximum", " ".join(refused.value.items))


def test_a_whole_file_is_compared_in_its_words_too_and_asks_for_sources(province):
    table, _ = table_of(GENERAL)
    swapped = with_values(table.plain, {"items.5.1-5.points": "5.7", "items.5.1-6.points": "5.8"})
    text = yaml_of(swapped | {"notes": "必选项须全部符合。", "tests": []})
    row = loaded(province.cast.centre, {}, body=text.encode(), name="36132.yaml")
    assert [(r["place"], r["fate"]) for r in row.rows] == [
        ("items.5.1-5.points", "changed"), ("items.5.1-6.points", "changed"), ("notes", "words"),
    ]  # fmt: skip
    listed(row, province.cast.centre)
    with pytest.raises(Refused, match="还不能签署校核稿") as refused:
        sign(row, basis=basis_of(row), actor=province.cast.province)
    assert refused.value.items == (f"还有{len(row.rows)}处没有写明出处。",)
    name_sources(row, sources={"items.5.1-6.points": "第9页"}, all_others="正式文本 第8页", actor=province.cast.centre)
    row.refresh_from_db()
    assert {r["place"]: r["source"] for r in row.rows}["items.5.1-6.points"] == "第9页"
    sign(row, basis=basis_of(row), actor=province.cast.province)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format: greenlist.standard/1\nid: [\n", "36132.yaml:3:1"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "36132.yaml:1:1"),
        ("x: " + "[" * 5000 + "]" * 5000, "36132.yaml:1:"),
    ],
)
def test_a_whole_file_that_cannot_be_read_is_told_at_line_and_column(province, text, told):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, body=text.encode(), name="36132.yaml")
    assert told in " ".join(refused.value.items)


def test_two_persons_sign_and_filings_begun_later_take_the_new_edition(province):
    unit = province.unit
    before = start_filing(unit.site, subject="factory", on=today(), actor=unit.engineer)
    edition = signed(province, MOVED)
    assert (edition.number, edition.state, edition.office) == ("2018-1", "load_in_force", province.cast.province.organisation_name)
    after = start_filing(unit.site, subject="factory", on=today(), actor=unit.engineer)
    assert (before.edition, after.edition) == ("2018", "2018-1")
    old, new = (values_of(plan_of(filing).as_content())["items.5.1-4.points"] for filing in (before, after))
    assert ((old.value, old.sureness), (new.value, new.sureness)) == (("5.4", "GUESS"), ("5", "VERIFIED"))
    assert plan_of(before).digest == compile_plan(load_standard(standard_file("gbt-36132", "2018")), today()).digest
    assert entries_of(after).get(action="start_filing").detail["checked_edition"] == "2018-1"


def test_what_was_not_read_is_no_surer_than_before(province):
    edition = signed(province, {"items.10.4-4.score.steps.0.0": ("73", READ)})
    values = loaded_table(edition.content_digest).values
    assert values["items.10.4-4.score.steps.0.0"].sureness == "RECALLED"
    assert values["items.10.4-4.score.steps.0.1"].sureness == "RECALLED"


def test_nobody_signs_twice_and_the_centre_does_not_sign(province):
    row = loaded(province.cast.centre, MOVED)
    with pytest.raises(NotAllowed) as refused:
        sign(row, basis=basis_of(row), actor=province.cast.centre)
    assert refused.value.clause == "C-63"
    with pytest.raises(Refused) as refused:
        sign(row, basis=basis_of(row), actor=province.cast.province)
    assert refused.value.items == ("还没有列出会改变的以往决定。",)
    listed(row, province.cast.centre)
    sign(row, basis=basis_of(row), actor=province.cast.province)
    with pytest.raises(Refused) as refused:
        sign_second(row, basis=basis_of(row), actor=province.cast.province)
    assert refused.value.items == ("第一签署人和第二签署人须是两个人。",)
    assert in_force_on(GENERAL, today()) is None
    sign_second(row, basis=basis_of(row), actor=province.cast.director)
    with pytest.raises(WrongState):
        sign_second(row, basis=basis_of(row), actor=province.cast.director)


def test_nobody_else_loads_or_sees_any(province):
    with pytest.raises(NotAllowed):
        loaded(province.officer, MOVED)
    row = loaded(province.cast.province, MOVED)
    assert list(visible_to(province.cast.centre)) == [row]
    assert not visible_to(province.officer).exists()
    assert not visible_to(province.unit.engineer).exists()


def test_one_table_waits_at_a_time_and_can_be_taken_back_with_a_reason(province):
    row = loaded(province.cast.centre, MOVED)
    with pytest.raises(Refused, match="没有载入") as refused:
        loaded(province.cast.province, MOVED)
    assert refused.value.items == ("这张表已有一份校核稿在等签署。",)
    with pytest.raises(Refused):
        withdraw(row, reason=" ", actor=province.cast.centre)
    withdraw(row, reason="文本是征求意见稿", actor=province.cast.centre)
    assert loaded(province.cast.province, MOVED).state == "load_prepared"
    with pytest.raises(WrongState):
        note_changes(row, {"rows": []}, actor=province.cast.centre)


def test_the_next_table_is_compared_with_the_edition_before_and_numbered_after_it(province):
    first = signed(province, MOVED)
    second = signed(province, {"items.5.1-4.points": ("5.4", READ), "items.5.1-6.points": ("5.7", READ)})
    assert (second.number, second.base_digest) == ("2018-2", first.content_digest)
    assert {held.subject: held.edition for held in held_now()}[GENERAL] == "2018-2"


def test_a_benchmark_from_memory_becomes_a_value_once_the_document_was_read(province):
    before = benchmark_of("2521", "顶装焦炉", today())
    signed(
        province,
        {COKE: ("108", "发改产业〔2023〕723号 附件 第2页"), COKE.replace("benchmark", "baseline"): ("135", "同上")},
        "energy-benchmarks",
    )
    rows = loaded_rows(today())["energy-benchmarks"]
    after = benchmark_of("2521", "顶装焦炉", today(), rows)
    assert (before.value, after.value) == (None, 108)
    assert reference_table("energy-benchmarks", today(), rows).rows["2521 炼焦 顶装焦炉"].confidence == "VERIFIED"


def test_a_whole_reference_table_may_add_and_remove_rows(province):
    table, _ = table_of("energy-benchmarks")
    rows = table.plain["rows"][1:] + [dict(table.plain["rows"][0]) | {"product": "新产品", "benchmark": "7"}]
    body = type(table)(table.subject, table.plain | {"rows": rows}).text.encode()
    row = loaded(province.cast.centre, {}, "energy-benchmarks", body=body, name="标杆.yaml")
    fates = {r["place"]: r["fate"] for r in row.rows}
    assert fates["rows.2511 炼油 新产品.benchmark"] == "added"
    assert fates["rows.2511 炼油 炼油.benchmark"] == "removed"


def test_faults_of_a_reference_file_are_told_at_line_and_column(province):
    table, _ = table_of("energy-benchmarks")
    text = table.text.replace("benchmark: '7.5'", "benchmark: 7.5万", 1).replace("field: 炼焦", "feld: 炼焦", 1)
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, "energy-benchmarks", body=text.encode(), name="标杆.yaml")
    told = " ".join(refused.value.items)
    assert "不是数" in told
    assert "缺 field" in told
    assert all(text.startswith("标杆.yaml:") for text in refused.value.items)


def test_what_no_check_of_energy_could_live_with_is_told_before_anything_is_kept(province):
    table, _ = table_of("energy-limits")
    text = table.text.replace("confidence: VERIFIED-SECONDARY", "confidence: 非常", 1).replace("unit: kgce/t", "unit: 蛋", 1)
    text = text.replace("advanced: '80'", "advanced: '99999'", 1).replace("correction: clinker", "correction: 随意", 1)
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {}, "energy-limits", body=text.encode(), name="限额.yaml")
    told = " ".join(refused.value.items)
    assert [word for word in ("可信程度“非常”", "单位“蛋”", "修正“随意”", "1级（先进值）99999高于3级（限定值）") if word not in told] == []


@pytest.mark.parametrize("subject", [GENERAL, *KINDS])
def test_our_own_file_loaded_again_says_nothing_new(province, subject):
    table, _ = table_of(subject)
    with pytest.raises(Refused, match="没有载入") as refused:
        loaded(province.cast.centre, {}, subject, body=table.text.encode(), name="一样.yaml")
    assert refused.value.items == ("这份表与现在的版本没有不同，也没有新核对的值。",)


def test_an_edition_holds_from_its_day_not_before(province, may):
    edition = signed(province, MOVED, holds_from=today() + timedelta(days=10))
    assert in_force_on(GENERAL, today()) is None
    assert in_force_on(GENERAL, today() + timedelta(days=10)) == edition
    assert len(filled(GENERAL, {})) > 1000


def test_a_second_signature_under_a_list_that_is_no_longer_true_is_refused_with_what_changed(province):
    row = loaded(province.cast.centre, MOVED)
    listed(row, province.cast.centre)
    sign(row, basis=basis_of(row), actor=province.cast.province)
    province.application_at("submitted")
    with pytest.raises(Refused) as refused:
        sign_second(row, basis=basis_of(row), actor=province.cast.director)
    assert refused.value.items == ("列出以往决定之后又有变化（填报0项→1项）；请重新列出，看过再签署。",)
    row.refresh_from_db()
    note_changes(row, edition_changes(row), actor=province.cast.province)
    made = sign_second(row, basis=basis_of(row), actor=province.cast.director)
    signatures = [entry.detail["changes"] for entry in entries_of(made) if "changes" in entry.detail]
    assert signatures == [*signatures[:1], made.changes_digest] and signatures[0] != signatures[1]  # what each of them was shown


def test_nobody_signs_for_a_day_that_is_over(province, may):
    row = loaded(province.cast.centre, MOVED)
    listed(row, province.cast.centre)
    sign(row, basis=basis_of(row), actor=province.cast.province)
    may(5, 23)
    with pytest.raises(Refused) as refused:
        sign_second(row, basis=basis_of(row), actor=province.cast.director)
    assert refused.value.items == ("启用日2024-05-22已过，不能倒签；请撤回，写今天或以后的启用日重新载入。",)
    assert in_force_on(GENERAL, today()) is None


def test_a_table_does_not_hold_before_the_edition_it_was_compared_with(province):
    later = today() + timedelta(days=10)
    signed(province, MOVED, holds_from=later)
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {"items.5.1-4.points": ("5.4", READ), "items.5.1-6.points": ("5.7", READ)}, holds_from=today())
    assert refused.value.items == (f"比对的是第2018-1版，它自{later}起启用；请把启用日改为那一天或以后。",)


def test_the_centre_takes_back_what_nobody_signed_and_the_province_what_one_signed(province):
    row = loaded(province.cast.centre, MOVED)
    listed(row, province.cast.centre)
    sign(row, basis=basis_of(row), actor=province.cast.province)
    with pytest.raises(NotAllowed) as refused:
        withdraw(row, reason="看错文本", actor=province.cast.centre)
    assert refused.value.clause == "C-63"
    withdraw(row, reason="看错文本", actor=province.cast.director)
    assert row.state == "load_withdrawn"
    again = loaded(province.cast.centre, MOVED)
    withdraw(again, reason="看错文本", actor=province.cast.centre)
    assert again.state == "load_withdrawn"


def test_a_line_that_names_nothing_is_told_where_it_stands(province):
    table, _ = table_of("energy-benchmarks")
    nothing = dict.fromkeys(table.plain["rows"][0], "") | {"confidence": "VERIFIED", "unit": "kgce/t"}
    for rows, told in (
        ([], "标杆.yaml:1:1：rows 里一行也没有；请写上整张表。"),
        ([*table.plain["rows"], nothing], "这一行没有写 industry、field、product，不知道说的是什么；请写上，或删去这一行。"),
    ):
        body = type(table)(table.subject, table.plain | {"rows": rows}).text.encode()
        with pytest.raises(Refused) as refused:
            loaded(province.cast.centre, {}, "energy-benchmarks", body=body, name="标杆.yaml")
        assert [text for text in refused.value.items if text.endswith(told)]
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {"": ("5", READ)})
    assert refused.value.items[0].endswith("“位置”列：空着，却填了官方值或出处；请填在有“位置”的行上，或删去这一行。")


def test_a_product_that_a_signed_table_adds_can_be_named_by_a_factory(province):
    table, _ = table_of("energy-benchmarks")
    added = dict(table.plain["rows"][0]) | {"industry": "1411", "field": "服装", "product": "演示衣", "unit": "kgce/件", "benchmark": "7"}
    body = type(table)(table.subject, table.plain | {"rows": [*table.plain["rows"], added]}).text.encode()
    assert "演示衣" not in products_to_name("1411")
    signed(province, {}, "energy-benchmarks", body=body, name="标杆.yaml", source="附件 第3页")
    assert products_to_name("1411") == ["演示衣"]
    facts = declared_in({"energy_product": {"value": "演示衣"}, "energy_value": {"value": "6"}}, "1411", today())
    assert (facts.is_key_field, facts.unit, facts.reference) == (True, "kgce/件", "7")


def test_who_may_sign_is_told_once_for_each_signature_and_not_of_his_own(province):
    cast = province.cast
    row = loaded(cast.centre, {"items.5.1-4.points": ("5", READ), "items.5.1-5.points": ("5.8", None)})
    assert not Message.objects.exists()
    name_sources(row, sources={"items.5.1-5.points": READ}, all_others="", actor=cast.centre)
    name_sources(row, sources={"items.5.1-5.points": f"{READ} 注"}, all_others="", actor=cast.centre)
    row.refresh_from_db()
    held = list(Message.objects.order_by("id"))
    assert {m.person_id for m in held} == {cast.province.user_id, cast.director.user_id} and len(held) == 2
    assert all("出处已齐，等省厅第一人签署" in m.text and m.about_id == row.pk for m in held)
    listed(row, cast.centre)
    sign(row, basis=basis_of(row), actor=cast.province)
    (second,) = Message.objects.exclude(pk__in=[m.pk for m in held])
    assert second.person_id == cast.director.user_id and f"{cast.province.name}已签署，等另一人签署" in second.text
    assert GENERAL not in second.text and "5.8" not in second.text


@pytest.mark.parametrize(("subject", "told"), [(GENERAL, "请改整份数据文件"), ("energy-benchmarks", "填“无”")])
def test_the_sheet_says_what_to_do_with_a_value_the_official_text_lacks(province, subject, told):
    """Only a reference table takes a 无; who followed the sheet of a standard to the word was refused."""
    body = io.BytesIO(filled(subject, {}))
    about = [str(row[0].value) for row in openpyxl.load_workbook(body).active.iter_rows(max_row=6)]
    assert told in next(line for line in about if "没有规定" in line)
