"""盖章页: only the pages to be signed are scanned; exactly they are replaced, all others stay to the byte; what does not fit is told."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from greenlist.casework.applications.evaluation_services import LOOK_FIRST, sign_evaluation
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.paper_versions import form_digest
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.applications.sealing_services import page_words, prepare_own_report, prepare_report, seal_report, store_scan
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.applications.services import set_report, submit
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.evaluators.services import accept_engagement
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.sealing import pages_only
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import newest_save, version_content
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.papers.report import to_pdf
from greenlist.papers.version_mark import mark_of
from greenlist.rehearsal import acts
from tests.casework.applications.test_report_check import sealed as made_elsewhere
from tests.casework.applications.test_report_check import stored, with_figure
from tests.casework.cast import fresh


def pictures_of(prepared, *, turn: int = 0) -> list[Image.Image]:
    """The pages to be signed as a scanner gives them, turned by so many degrees."""
    with pages_only(prepared.original, [slot["page"] for slot in prepared.pages]) as path:
        paper = pypdfium2.PdfDocument(path.read_bytes())
        return [page.render(scale=2).to_pil().convert("RGB").rotate(turn, expand=True) for page in paper]


def as_pdf(pictures: list[Image.Image]) -> bytes:
    target = io.BytesIO()
    pictures[0].save(target, format="PDF", save_all=True, append_images=pictures[1:])
    return target.getvalue()


def as_jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, format="JPEG")
    return target.getvalue()


def scan(application, data: bytes, name: str, actor):
    return store_scan(chunks=[data], name=name, application=application, actor=actor, limit_mb=50)


def change_form(province, application, value: str) -> None:
    newest = newest_save(application.filing, "10")
    save_section(application.filing, "10", values=newest.body | {"energy": {"value": value}}, based_on=newest.number,
                 actor=province.unit.engineer)  # fmt: skip


def contents(file) -> list[bytes]:
    """The content stream of each page, as stored."""
    with pikepdf.open(path_of_file(file)) as paper:
        return [b"".join(part.read_raw_bytes() for part in page.obj.Contents.as_list()) if isinstance(page.obj.Contents, pikepdf.Array)
                else page.obj.Contents.read_raw_bytes() for page in paper.pages]  # fmt: skip


def test_scans_in_any_order_and_turned_take_exactly_the_places_of_their_pages(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    prepared = prepare_report(application, actor=actor)
    assert [slot["what"] for slot in prepared.pages] == ["cover", "commitment"]
    assert page_words(prepared)[0] == "第1页封面"
    cover, commitment = pictures_of(prepared, turn=90)
    scans = [
        scan(application, as_jpeg(commitment.rotate(90, expand=True)), "承诺.jpg", actor),
        scan(application, as_pdf([cover]), "封面.pdf", actor),
    ]
    made = seal_report(prepared, scans=scans, actor=actor)
    replaced = {slot["page"] for slot in prepared.pages}
    before, after = contents(prepared.original), contents(made)
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True), start=1) if a != b] == sorted(replaced)
    assert all(page.get_size() == pytest.approx((595.276, 841.89), abs=0.1) for page in pypdfium2.PdfDocument(path_of_file(made)))
    assert fresh(application).report == made
    check = report_check(fresh(application))
    assert (check.is_marked, check.version_problem, check.unit_problem, check.differing) == (True, "", "", [])
    assert [chapter.heading for chapter in check.missing] == ["三、下一步工作"]  # it says that nothing was written
    for page, picture in zip(sorted(replaced), pictures_of(prepared), strict=True):
        shown = pypdfium2.PdfDocument(path_of_file(made))[page - 1].render(scale=2).to_pil().convert("L").resize((60, 84))
        wanted = picture.convert("L").resize((60, 84))
        apart = sum(abs(a - b) for a, b in zip(shown.tobytes(), wanted.tobytes(), strict=True)) / (60 * 84)
        assert apart < 6  # upright, and the right page


def test_the_same_form_is_fixed_once_and_a_changed_one_anew(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    first = prepare_report(application, actor=actor)
    assert prepare_report(application, actor=actor) == first
    change_form(province, application, "77777")
    second = prepare_report(fresh(application), actor=actor)
    assert (first.code[-2:], second.code[-2:]) == ("-1", "-2")
    assert second.content_digest == form_digest(fresh(application))


def test_pages_of_an_older_version_too_many_and_twice_the_same_are_refused_with_their_place(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    old = prepare_report(application, actor=actor)
    old_pages = pictures_of(old)
    change_form(province, application, "77777")
    new = prepare_report(fresh(application), actor=actor)
    cover, _ = pictures_of(new)
    scans = [scan(application, as_pdf([cover, cover]), "封面.pdf", actor), scan(application, as_pdf(old_pages[1:]), "旧承诺.pdf", actor)]
    with pytest.raises(Refused) as refused:
        seal_report(new, scans=scans, actor=actor)
    assert list(refused.value.items) == [
        "要2页（第1页封面、第3页真实性承诺），传了3页。",
        "“封面.pdf”第2页与“封面.pdf”第1页是同一页（第1页）。",
        f"“旧承诺.pdf”第1页是{mark_of(old.code, old.content_digest).text}，这里要的是{mark_of(new.code, new.content_digest).text}。",
    ]
    with pytest.raises(Refused, match=f"这是旧版{mark_of(old.code, old.content_digest).text}（现在的盖章版是"):
        set_report(fresh(application), file=old.original, actor=actor)
    change_form(province, application, "88888")
    with pytest.raises(Refused, match="定稿以后，申报表又改过，现在的内容是CG-"):
        set_report(fresh(application), file=new.original, actor=actor)


def test_a_sealed_report_is_not_handed_in_with_another_form_and_says_so_of_what_was(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    before = newest_save(application.filing, "10").body
    prepared = prepare_report(application, actor=actor)
    seal_report(prepared, scans=[scan(application, as_pdf(pictures_of(prepared)), "两页.pdf", actor)], actor=actor)
    change_form(province, fresh(application), "77777")
    with pytest.raises(Refused) as refused:
        submit(fresh(application), actor=actor)
    (told,) = refused.value.items
    assert told.startswith(f"所附评价报告不能用：盖章版{mark_of(prepared.code, prepared.content_digest).text}定稿以后，申报表又改过")
    assert "请在“盖章页”重新定稿" in told
    save_section(application.filing, "10", values=before, based_on=newest_save(application.filing, "10").number, actor=actor)
    submit(fresh(application), actor=actor)
    assert report_check(fresh(application)).version_problem == ""
    FilingVersion.objects.filter(filing=application.filing).update(content_digest=store("filing_version", _with_energy(application, "1")))
    assert "与提交的第1版" in report_check(fresh(application)).version_problem


def _with_energy(application, value: str) -> dict:
    """The submitted content with another figure, as one that was handed in with an older sealed report has it."""
    content = version_content(latest_version(application))
    return content | {"sections": content["sections"] | {"10": content["sections"]["10"] | {"energy": {"value": value}}}}


def test_what_was_handed_in_meanwhile_is_not_fixed_and_no_paper_of_it_is_kept(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    file = stored(province, made_elsewhere(application))
    Application.objects.filter(pk=application.pk).update(state="recommended")  # `application` is what a page held before
    kept = StoredFile.objects.count()
    with pytest.raises(WrongState):
        prepare_report(application, actor=actor)
    with pytest.raises(WrongState):
        prepare_own_report(application, file=file, pages=[1], actor=actor)
    assert (StoredFile.objects.count(), application.prepared_reports.count()) == (kept, 0)


def test_a_report_with_gaps_is_not_fixed_and_nobody_elses(province):
    application = acts.begin(province.unit, province.round)
    with pytest.raises(Refused, match="申报表还有.*项未填"):
        prepare_report(application, actor=province.unit.engineer)
    with pytest.raises(NotAllowed):
        prepare_report(application, actor=province.units[1].engineer)


def test_a_report_made_elsewhere_has_its_signed_pages_found_or_named_and_scans_go_in_order(province):
    application, actor = province.application_at("draft"), province.unit.engineer
    file = stored(province, made_elsewhere(application))
    prepared = prepare_own_report(application, file=file, actor=actor)
    assert prepared.pages == [{"page": 1, "what": "cover"}, {"page": 3, "what": "commitment"}]
    blank = [Image.new("RGB", (842, 595), "white"), Image.new("RGB", (595, 842), "white")]
    made = seal_report(prepared, scans=[scan(application, as_pdf(blank), "扫描.pdf", actor)], actor=actor)
    assert [place["for"] for place in prepared.scans] == [1, 3]
    assert made.pages == file.pages
    with pytest.raises(Refused, match="没有第99页"):
        prepare_own_report(application, file=file, pages=[1, 99], actor=actor)
    assert prepare_own_report(application, file=file, pages=[2], actor=actor).pages == [{"page": 2, "what": ""}]


def test_the_body_fixes_seals_and_signs_its_report_and_no_other_version_of_it(province):
    body = province.cast.evaluators[0]
    application = province.application_at("draft", body=body)
    engagement = open_engagement(application.number)
    accept_engagement(engagement, statement="没有利害关系", limit=15, actor=body.manager)
    with pytest.raises(Refused, match="由机构盖章"):
        prepare_report(application, actor=province.unit.engineer)
    prepared = prepare_report(application, actor=body.manager)
    assert [slot["what"] for slot in prepared.pages] == ["cover", "commitment", "result"]
    made = seal_report(prepared, scans=[scan(application, as_pdf(pictures_of(prepared)), "三页.pdf", body.manager)], actor=body.manager)
    sign_evaluation(engagement, report=made, accepts_liability=True, actor=body.manager, is_looked_at=True)
    assert open_engagement(application.number).signed_report == made
    other = province.application_at("draft", province.units[1])
    foreign = acts.upload(to_pdf(acts.evaluation_report(other)), "别件.pdf", body.manager)
    with pytest.raises(Refused, match=f"属于申报件{other.number}"):
        sign_evaluation(engagement, report=foreign, accepts_liability=True, actor=body.manager)


def test_a_body_signs_no_other_units_or_bodys_report_none_unseen_and_none_once_it_is_handed_in(province):
    body, other = province.cast.evaluators[:2]
    application = province.application_at("draft", body=body)
    engagement = open_engagement(application.number)
    accept_engagement(engagement, statement="没有利害关系", limit=15, actor=body.manager)

    def sign(pdf: bytes, **more):
        report = acts.upload(pdf, "报告.pdf", body.manager)
        sign_evaluation(engagement, report=report, accepts_liability=True, actor=body.manager, **more)

    for changes, said in (
        ({"unit": "瑞昌市别家水泥有限公司"}, f"正文写的是“瑞昌市别家水泥有限公司”、“第三方机构{body.evaluator}”，没有写这家单位。"),
        ({"evaluator": str(other.evaluator)}, f"正文写的第三方机构是“{other.evaluator}”，没有写本机构“{body.evaluator}”。"),
    ):
        with pytest.raises(Refused) as refused:
            sign(made_elsewhere(application, facts=(), overview="", **changes), is_looked_at=True)
        assert refused.value.items == (said,)
    with pytest.raises(Refused) as refused:
        sign(with_figure(application, "综合能源消费量", "99,999.5 tce"))
    assert refused.value.code == LOOK_FIRST and any("综合能源消费量：申报表是" in item for item in refused.value.items)
    assert open_engagement(application.number).signed_report is None
    Application.objects.filter(pk=application.pk).update(state="recommended")
    with pytest.raises(Refused, match="本件现在是“已推荐”，评价报告不能再签署"):
        sign(made_elsewhere(application), is_looked_at=True)


def test_the_address_in_the_code_says_whether_the_version_is_known_and_nothing_of_another_digest(province, client):
    application, actor = province.application_at("draft"), province.unit.engineer
    prepared = prepare_report(application, actor=actor)
    mark = mark_of(prepared.code, prepared.content_digest)
    assert "是最新的一版" in client.get(mark.path("cover")).content.decode()
    assert "查无此版，或者内容不同" in client.get(mark.path("cover").replace(mark.digest, "0" * 12)).content.decode()
    change_form(province, application, "77777")
    prepare_report(fresh(application), actor=actor)
    assert "之后又出了新版" in client.get(mark.path("cover")).content.decode()
    assert application.site.name not in client.get(mark.path("cover")).content.decode()
