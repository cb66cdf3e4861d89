"""Templates of an office: its own first, then the province's, then the default; a broken one is refused; a batch keeps what it used."""

import io
from dataclasses import replace

import docx
import pytest

from greenlist.casework.consultation.papers import letter_word as asking_word
from greenlist.casework.consultation.services import prepare_letter
from greenlist.casework.files.storage import path_of
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter_word, table_word
from greenlist.casework.recommendation.services import prepare_batch, send_to_sign, take_back
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.casework.stationery.selectors import in_force, kinds, visible_to
from greenlist.casework.stationery.services import preview_template, stop_template, upload_template, use_template
from greenlist.papers.stationery.fields import stationery
from tests.casework.cast import fresh
from tests.papers.reading import paragraphs, tables
from tests.papers.stationery.editing import edited, replaced

TABLE = "summary_table"


def with_line(words):
    return edited(TABLE, lambda document: document.paragraphs[-1].insert_paragraph_before(words))


def upload(body, actor, paper=TABLE):
    return upload_template(paper=paper, chunks=[body], name="模板.docx", note="加一行", actor=actor)


def put_in_use(body, actor, paper=TABLE):
    made = upload(body, actor, paper)
    preview_template(made, actor=actor)
    use_template(made, actor=actor)
    return made


def test_a_batch_keeps_the_template_it_was_frozen_with(province, may):
    case = province.application_at("recommendable")
    officer = province.officer
    first = put_in_use(with_line("填报人：甲"), officer)
    case_batch = _sent(case, officer)
    before = table_word(case_batch)
    assert "填报人：甲" in paragraphs(before)
    assert case_batch.table_template == first.file.digest
    put_in_use(with_line("填报人：乙"), officer)
    assert table_word(Batch.objects.get(pk=case_batch.pk)) == before  # byte for byte
    assert tables(before)[0][2][3] == case.site.name
    assert paragraphs(letter_word(case_batch))[0] == "关于推荐2024年度绿色制造名单的函"
    assert path_of(case_batch.letter_template).read_bytes() == stationery()["recommendation_letter"].default
    take_back(case_batch, actor=officer)
    assert "填报人：乙" in paragraphs(table_word(_sent(case, officer)))


def _sent(case, officer):
    batch = prepare_batch(case.round, actor=officer)
    send_to_sign(batch, applications=[fresh(case)], actor=officer)
    return Batch.objects.get(pk=batch.pk)


def test_an_office_has_its_own_before_the_provinces_before_the_default(province):
    officer, leader = province.officer, province.cast.province
    assert in_force(TABLE, officer.unit) is None
    general = put_in_use(with_line("省厅统一"), leader)
    assert in_force(TABLE, officer.unit) == general
    own = put_in_use(with_line("本市"), officer)
    assert (in_force(TABLE, officer.unit), in_force(TABLE, "JX-XX")) == (own, general)
    second = put_in_use(with_line("本市第二稿"), officer)
    assert [row.version for row in visible_to(officer)] == [2, 1, 1]
    use_template(own, actor=officer)
    assert in_force(TABLE, officer.unit) == own
    with pytest.raises(WrongState, match="已经在用"):
        use_template(own, actor=officer)
    stop_template(own, actor=officer)
    assert in_force(TABLE, officer.unit) == general
    with pytest.raises(WrongState, match="没有在用"):
        stop_template(second, actor=officer)
    assert [kind.is_own for kind in kinds(officer)] == [False, False, False]
    assert list(visible_to(leader)) == [general]
    assert [entry.action for entry in entries_of(own)] == [
        "upload_template", "preview_template", "use_template", "use_template", "stop_template"
    ]  # fmt: skip


def test_a_template_is_used_only_by_who_has_looked_at_its_filled_sample(province):
    officer = province.officer
    made = upload(with_line("一式三份。"), officer)
    assert in_force(TABLE, officer.unit) is None
    with pytest.raises(Refused, match="您还没有看过样张"):
        use_template(made, actor=officer)
    assert "一式三份。" in paragraphs(preview_template(made, actor=officer))
    with pytest.raises(Refused, match="您还没有看过样张"):
        use_template(made, actor=replace(officer, user_id=uuid7()))  # of the same name
    use_template(made, actor=officer)
    assert in_force(TABLE, officer.unit) == made


def test_a_broken_template_is_refused_with_every_place_and_nothing_is_kept(province):
    broken = replaced(TABLE, "行.第三方机构名称", "行.第三方名称", table=0)
    with pytest.raises(Refused) as refusal:
        upload(broken, province.officer)
    assert refusal.value.items == ("第1张表第4行第5格：没有“行.第三方名称”这一项，是不是“行.第三方机构名称”。",)
    for body, words in ((b"%PDF-1.7", "有1处要改"), (b"x" * (5 * 1024 * 1024 + 1), "超过5 MB")):
        with pytest.raises(Refused, match=words):
            upload(body, province.officer)
    with pytest.raises(Refused, match="请选一种公文"):
        upload(with_line("甲"), province.officer, paper="other")
    assert not PaperTemplate.objects.exists()


def test_nobody_else_may_keep_templates_and_nobody_anothers(province):
    general = PaperTemplate.objects.create(
        paper=TABLE, version=1, file=upload(with_line("甲"), province.officer).file, uploaded_by="甲", uploaded_at="2024-05-01T00:00Z"
    )
    for actor in (province.unit.engineer, province.cast.centre):
        with pytest.raises(NotAllowed, match="不能改公文模板"):
            upload(with_line("乙"), actor)
        assert not visible_to(actor).exists()
    with pytest.raises(NotAllowed, match="不是本单位的模板"):
        use_template(general, actor=province.officer)


def test_a_consultation_letter_is_printed_from_the_template_it_was_written_with(province):
    case = province.application_at("verifying")
    own = put_in_use(edited("consultation", _signed), province.officer, paper="consultation")
    letter = prepare_letter(case.round, to="ecology", applications=[case], actor=province.officer)
    assert letter.template == own.file.digest
    document = docx.Document(io.BytesIO(asking_word(letter)))
    assert "联系人：科长（演示）" in [p.text for p in document.paragraphs]
    assert document.tables[0].rows[1].cells[1].text == case.site.name


def _signed(document):
    document.paragraphs[6].insert_paragraph_before("联系人：科长（演示）")
