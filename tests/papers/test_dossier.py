"""申报卷宗: every page bears its number and the hash, the contents tell the real pages, uploads are laid in, and it can be checked."""

import hashlib
import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from greenlist.casework.dossier.services import lay as merging_child
from greenlist.casework.files.children import run_child
from greenlist.papers.dossier import RECORD, Attachment, Chapter, Dossier, Grid, content_of, within_limits, without_attachments, write_pdf
from tests.papers.reading import squeezed

LONG = "江西演示绿色低碳循环先进制造产业技术研究开发有限责任公司赣江新区临空组团第二生产基地（演示）"


def upload(folder, name, body):
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    (folder / digest.removeprefix("sha256:")).write_bytes(body)
    return digest


def report(pages):
    """A PDF of sideways pages, each with its own words."""
    made = pikepdf.new()
    for n in range(pages):
        page = made.add_blank_page(page_size=(842, 595))
        page.add_resource(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica),
                          pikepdf.Name.Font, pikepdf.Name.F1)  # fmt: skip
        page.contents_add(f"BT /F1 30 Tf 100 300 Td (original page {n + 1}) Tj ET".encode())
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def photograph():
    target = io.BytesIO()
    Image.new("RGB", (400, 900), "green").save(target, format="PNG")
    return target.getvalue()


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


def dossier(*attachments):
    return Dossier(
        unit=LONG, number="JX2024-0001", facts=(("申报单位", LONG), ("申报号", "JX2024-0001")), reader="省工信厅 张某（演示）",
        chapters=(
            Chapter("一、申报内容", facts=(("地址", "赣江新区"),),
                    grids=(Grid("能源", ("指标", "数值"), (2, 1), tuple((f"指标{n}", str(n)) for n in range(120))),)),
            Chapter("二、证明材料目录", has_attachments=True),
            Chapter("三、核验结论", grids=(Grid("", ("情形", "结论"), (1, 1), (), "尚未核验。"),)),
        ),
        attachments=attachments, as_of="2024-06-03 10:00", dated_on=date(2024, 6, 3), is_demo=True,
    )  # fmt: skip


def with_three(store):
    return dossier(
        Attachment("评价报告.pdf", "评价报告", "application/pdf", "2.1 MB", upload(store, "a", report(3)), 3),
        Attachment("现场照片.png", "5.1.2 厂房", "image/png", "12 KB", upload(store, "b", photograph()), 1),
        Attachment("能源台账.xlsx", "5.3.1 能源", "application/vnd.ms-excel", "8 KB", upload(store, "c", b"PK"), 0, "表格文件，不并入"),
    )


def written(made, store, *, is_roomy=True, **options):
    target = io.BytesIO()

    def plain(attachment, place):
        asked = (str(store / attachment.digest.removeprefix("sha256:")), attachment.media_type, str(attachment.pages), str(place))
        return run_child("greenlist.papers.page_child", *asked).is_in_order

    def lay(own, frames, place):
        return is_roomy and merging_child(own, frames, place)

    write_pdf(made, target, plain, lay, **options)
    return target.getvalue()


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def marks_of(pdf):
    return {mark.get_title(): mark.get_dest().get_index() + 1 for mark in pypdfium2.PdfDocument(pdf).get_toc()}


@pytest.mark.parametrize("is_bound", [False, True])
def test_every_page_bears_its_number_and_the_hash_and_the_contents_tell_the_real_pages(store, is_bound):
    made = with_three(store)
    pdf = written(made, store, is_bound=is_bound)
    pages, (_, digest) = pages_of(pdf), content_of(made)
    assert [f"第{n}页共{len(pages)}页" in squeezed(text) and digest in text for n, text in enumerate(pages, start=1)] == [True] * len(pages)
    contents = squeezed(next(text for text in pages if "目录" in text and "二、" in text))
    for title, page in marks_of(pdf).items():
        head = squeezed(title)
        told = contents[contents.index(head) + len(head) :].lstrip(". ")
        assert told.startswith(str(page)) and head in squeezed(pages[page - 1]), title
    assert list(marks_of(pdf)) == [
        "一、申报内容",
        "二、证明材料目录",
        "材料1　评价报告.pdf",
        "材料2　现场照片.png",
        "三、核验结论",
        "怎样核对本卷",
    ]
    first = marks_of(pdf)["材料1　评价报告.pdf"]
    assert [f"original page {n}" in pages[first + n - 2] and f"原件第{n}页共3页" in squeezed(pages[first + n - 2]) for n in (1, 2, 3)] == [
        True
    ] * 3


def test_the_record_in_the_file_gives_the_hash_on_the_pages_and_the_same_data_the_same_bytes(store):
    made = with_three(store)
    pdf = written(made, store)
    with pikepdf.open(io.BytesIO(pdf)) as held:
        record = held.attachments[RECORD].get_file().read_bytes()
    assert f"sha256:{hashlib.sha256(record).hexdigest()}" == content_of(made)[1]
    assert written(made, store) == pdf
    assert content_of(replace(made, reader="另一人"))[1] != content_of(made)[1]


def test_what_cannot_be_laid_in_is_listed_without_pages(store):
    broken = Attachment("坏文件.pdf", "5.4", "application/pdf", "1 KB", upload(store, "d", b"%PDF-1.7 broken"), 2)
    pdf = written(dossier(broken, with_three(store).attachments[0]), store)
    text = squeezed("".join(pages_of(pdf)))
    assert "未能并入，请看原件" in text and "原件第1页共3页" in text and "原件第1页共2页" not in text


def test_what_is_over_the_limit_is_listed_with_its_name_size_and_hash(store):
    report_, photo, table = with_three(store).attachments
    kept = within_limits((photo, report_, table, photo), most=3)
    assert [a.pages for a in kept] == [1, 0, 0, 1] and kept[1].note.startswith("共3页，本卷并入以3页为限")
    text = squeezed("".join(pages_of(written(dossier(*kept), store))))
    assert all(squeezed(word) in text for word in (report_.name, report_.size, report_.digest, kept[1].note))


def test_many_files_are_laid_in_by_a_child_and_where_it_cannot_all_are_listed(store):
    many = tuple(Attachment(f"照片{n}.png", "厂房", "image/png", "1 KB", upload(store, "p", photograph()), 1) for n in range(70))
    pdf = written(dossier(*many), store)
    assert len([page for page in pikepdf.open(io.BytesIO(pdf)).pages if "/Original" in page.resources.get("/XObject", {})]) == 70
    bare = written(with_three(store), store, is_roomy=False)
    assert squeezed("".join(pages_of(bare))).count("未能并入，请看原件") == 2


def test_a_bound_volume_has_the_wide_margin_inside_and_its_chapters_on_the_right(store):
    pdf = written(with_three(store), store, is_bound=True)
    pages, marks = pages_of(pdf), marks_of(pdf)
    assert all(page % 2 for title, page in marks.items() if not title.startswith("材料"))
    lefts = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        text = page.get_textpage()
        at = text.search("申报卷宗 JX2024")
        index, _ = at.get_next()
        lefts.append((number % 2, round(text.get_charbox(index)[0] / 72 * 25.4)))
    assert set(lefts) == {(1, 28), (0, 16)}
    assert "书脊" in pages[1]
    begun = sorted(page for title, page in marks.items() if not title.startswith("材料"))
    assert all("此页空白" in pages[page - 2] or len(squeezed(pages[page - 2])) > 250 or "原件" in pages[page - 2] for page in begun)
    assert any("此页空白" in text for text in pages)


def test_its_own_pages_alone_can_be_kept(store):
    pdf = without_attachments(with_three(store))
    assert b"pdfaid" in pdf and "原件另存" in squeezed("".join(pages_of(pdf)))


def test_the_work_tells_how_far_it_is_and_can_be_stopped(store):
    heard = []
    written(with_three(store), store, told=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 3), (1, 3), (2, 3)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(with_three(store), store, told=stop)


def test_the_spine_is_as_thick_as_its_sheets_and_only_the_unit_is_asked_for_its_seal(store):
    pages = pages_of(written(with_three(store), store, is_bound=True))
    sheets = -(-len(pages) // 2)
    assert f"{sheets}张连封面厚约{round(sheets * 0.1 + 0.5, 1)}毫米" in squeezed(pages[1]) and "申报单位公章" not in pages[0]
    unit = pages_of(written(replace(with_three(store), has_seal_place=True), store, is_bound=True))
    assert "申报单位公章" in unit[0]


def test_loose_short_chapters_share_a_page(store):
    made = replace(dossier(), chapters=tuple(Chapter(f"第{n}章", paragraphs=("没有退回过。",)) for n in range(4)))
    assert any(all(f"第{n}章" in text and "没有退回过" in text for n in range(4)) for text in map(squeezed, pages_of(written(made, store))))
