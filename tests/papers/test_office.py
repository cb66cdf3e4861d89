"""LibreOffice opens every Word and Excel file we make, and prints the summary table cell for cell as the annex has it."""

import re
from pathlib import Path

import pytest
from docx.shared import Pt

import greenlist.papers
from greenlist.papers import (
    annex,
    announcement,
    briefing,
    consultation_letter,
    county_request,
    feedback,
    letter,
    refusal,
    report_word,
    review_paper,
    summary_table,
)
from greenlist.papers.stationery.fields import ANNEX_HEADS
from greenlist.papers.stationery.filling import fill
from tests.papers import (
    test_announcement,
    test_briefing,
    test_consultation_letter,
    test_feedback,
    test_letter,
    test_official_geometry,
    test_report,
    test_review_paper,
    test_summary_table,
)
from tests.papers.every_file import SHEETS, every_file
from tests.papers.office import printed, ruled_rows, sheet_rows, trimmed, word_rows
from tests.papers.reading import outside, squeezed, text_of
from tests.papers.stationery.editing import edited
from tests.papers.test_every_paper import WORD as WORD_MAKERS

TABLE = test_summary_table.TABLE


def as_an_official_does(document):
    """Another font, a line more, a note in the foot of the page."""
    document.styles["Normal"].font.size = Pt(10)
    document.paragraphs[-1].insert_paragraph_before("填报人：　　　　联系电话：")
    document.sections[0].footer.paragraphs[0].add_run("（一式三份）")


WORD = {
    "table.docx": summary_table.to_docx(TABLE),
    "edited.docx": fill(edited("summary_table", as_an_official_does), summary_table.word_values(TABLE)),
    "letter.docx": letter.to_docx(test_letter.LETTER),
    "request.docx": county_request.to_docx(test_official_geometry.REQUEST),
    "notice.docx": announcement.to_docx(test_announcement.NOTICE),
    "asking.docx": consultation_letter.to_docx(test_consultation_letter.LETTER),
    "report.docx": report_word.to_docx(test_report.DRAFT),
    "briefing.docx": briefing.to_docx(test_briefing.BRIEFING),
    "minutes.docx": review_paper.to_docx(test_review_paper.MINUTES),
    "refusal.docx": refusal.to_docx(test_review_paper.REFUSAL),
    "feedback.docx": feedback.to_docx(test_feedback.LETTER),
}


EVERY = every_file()
# What writes such files elsewhere: the parts of papers, the kept templates, and the invented table that a county hands in.
NOT_A_PAPER = {"papers/word.py", "papers/stationery/drawing.py", "rehearsal/county_table.py"}


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """All in one start of LibreOffice."""
    bodies = WORD | {"sheet.xlsx": summary_table.to_xlsx(TABLE)} | {name: made.body for name, made in EVERY.items()}
    return printed(tmp_path_factory.mktemp("office"), bodies)


def test_no_module_writes_word_or_excel_that_is_not_printed_here():
    source = Path(greenlist.papers.__file__).parents[1]
    makes = re.compile(r"(xlsxwriter|openpyxl)\.Workbook\(|docx\.Document\(\)")
    writers = {str(at.relative_to(source)) for at in source.rglob("*.py") if makes.search(at.read_text())}
    known = {f"papers/{name.replace('.', '/')}.py" for name in (*WORD_MAKERS, *SHEETS)}
    assert writers - known == NOT_A_PAPER


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_file_is_printed_with_all_that_was_put_in_cell_by_cell(papers, name):
    made, pdf = EVERY[name], papers[name]
    shown = [trimmed(row) for row in ruled_rows(pdf)]
    text = re.sub("—[0-9]+—", "", text_of(pdf)) + "".join(cell for row in shown for cell in row)
    assert [words for words in made.said if squeezed(words) not in text] == []
    assert "###" not in text
    wanted = word_rows(made.body) if name.endswith(".docx") else sheet_rows(made.body)
    assert [row for row in wanted if trimmed(row) not in shown] == []
    assert outside(pdf) == []


def as_annexed():
    """Every row of the annex: the part's title, its head, its units or the empty row of the form."""
    for category, title, name, kind in annex.PARTS:
        yield [title]
        yield [squeezed(cell) for cell in annex.head(name, kind)]
        for row in TABLE.part(category):
            yield [squeezed(cell) for cell in row.cells()]
        if not TABLE.part(category):
            yield [squeezed(cell) for cell in annex.EMPTY]


@pytest.mark.parametrize("name", ["table.docx", "edited.docx", "sheet.xlsx"])
def test_the_printed_table_is_the_annex_cell_for_cell(papers, name):
    assert ruled_rows(papers[name]) == list(as_annexed())


@pytest.mark.parametrize("name", ["letter.docx", "request.docx", "notice.docx", "asking.docx"])
def test_a_printed_letter_says_what_the_file_says(papers, name):
    wanted = {"letter.docx": "特此函告。", "request.docx": "妥否，请批示。", "notice.docx": squeezed(test_announcement.NOTICE.title),
              "asking.docx": "附件：征求意见单位名单"}  # fmt: skip
    assert wanted[name] in text_of(papers[name])


def test_the_printed_annex_of_a_consultation_holds_the_same_cells(papers):
    units = test_consultation_letter.LETTER.units
    wanted = [[squeezed(cell) for cell in (str(u.serial), u.name, u.credit_code, u.county, u.address, item, *[""] * 4)] for u in units for item in test_consultation_letter.LETTER.items]  # fmt: skip
    assert ruled_rows(papers["asking.docx"]) == [list(ANNEX_HEADS), *wanted]


def test_printed_minutes_keep_every_cell_of_their_table(papers):
    rows = ruled_rows(papers["minutes.docx"])
    assert [row for row in ([squeezed(cell) for cell in line] for line in test_review_paper.MINUTES.rows) if row not in rows] == []


def test_a_printed_letter_of_refusal_and_of_feedback_is_whole(papers):
    assert squeezed(test_review_paper.REFUSAL.remedies[-1]) in text_of(papers["refusal.docx"])
    assert [row.name for row in test_feedback.ROWS if squeezed(row.name) not in text_of(papers["feedback.docx"])] == []


def test_the_printed_report_holds_its_tables_and_its_places_to_write(papers):
    text = text_of(papers["report.docx"])
    for words in (
        "（请填写：拟改进的事项、措施、时间和预期效果）",
        "10.5综合能源消费量12000tce205-1.pdf第1页—",
        "四、评价指标表",
        "法定代表人（签字）：",
    ):
        assert words in text
