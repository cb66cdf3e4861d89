"""One press and the whole case is one PDF; after the list is out, one press and the round is one zip. The decisions' papers lie beside."""

import zipfile
from datetime import datetime
from uuid import uuid4

import pypdfium2

from greenlist.casework.dossier.archive import CATALOGUE
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.publication.services import publish
from greenlist.casework.selection.services import screen
from tests.casework.cast import JIUJIANG
from tests.papers.reading import squeezed


def take(person, folder):
    """The finished file of the job whose page stands open."""
    run_next(runner=uuid4())
    person.page.reload()
    with person.page.expect_download() as caught:
        person.page.get_by_role("link", name="下载").first.click()
    target = folder / caught.value.suggested_filename
    caught.value.save_as(target)
    return target


def download(person, link, folder):
    with person.page.expect_download() as caught:
        person.page.get_by_role("link", name=link).first.click()
    target = folder / caught.value.suggested_filename
    caught.value.save_as(target)
    return target


def test_an_officer_takes_out_a_dossier_and_the_province_archives_a_round(visitor, demo_province, tmp_path):
    case = demo_province.application_at("on_notice", national=True)
    officer, director, phone = visitor(), visitor(), visitor(390, 844)
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go(f"/bureau/applications/{case.pk}/")
    officer.page.get_by_text("调取卷宗…").click()
    officer.look()
    officer.page.keyboard.press("Escape")
    assert not officer.page.get_by_role("button", name="生成卷宗").is_visible()
    officer.page.get_by_text("调取卷宗…").click()
    officer.press("生成卷宗")
    officer.says(f"{case.site.name}申报卷宗")
    made = pypdfium2.PdfDocument(str(take(officer, tmp_path)))
    texts = [page.get_textpage().get_text_range() for page in made]
    assert all(f"第{n}页共{len(texts)}页" in squeezed(text) and "sha256:" in text for n, text in enumerate(texts, start=1))
    assert any("核验结论" in text for text in texts) and not any("专家评分" in text for text in texts)
    phone.sign_in("factory001")
    phone.go(f"/applicant/applications/{case.pk}/")
    phone.page.get_by_text("调取卷宗…").click()
    opened = phone.page.locator(".pop-in").first.bounding_box()
    assert opened["x"] >= 0 and opened["x"] + opened["width"] <= 390
    phone.look()

    set_demo_clock(datetime(2024, 6, 5, 10, tzinfo=SHANGHAI))
    screen(demo_province.draft(), actor=demo_province.cast.province)
    publish(demo_province.draft(), document_number="演60号", actor=demo_province.cast.province)
    director.sign_in("province")
    director.go("/province/selection/")
    director.page.get_by_text("生成文稿…").click()
    director.look()
    assert download(director, "PDF", tmp_path).read_bytes().startswith(b"%PDF")
    director.go("/province/publications/")
    director.look()
    director.press("生成整轮归档（压缩包）")
    names = zipfile.ZipFile(take(director, tmp_path)).namelist()
    assert f"{CATALOGUE}.pdf" in names and f"{CATALOGUE}.xlsx" in names and any(case.number in name for name in names)
