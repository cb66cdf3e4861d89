"""LibreOffice opens every Word and Excel file we make, and prints the summary table cell for cell as the annex has it."""

import pytest

from greenlist.papers import annex, announcement, county_request, letter, summary_table
from tests.papers import test_announcement, test_letter, test_official_geometry, test_summary_table
from tests.papers.office import fonts_of_han, printed, ruled_rows
from tests.papers.reading import squeezed, text_of

TABLE = test_summary_table.TABLE
WORD = {
    "table.docx": summary_table.to_docx(TABLE),
    "letter.docx": letter.to_docx(test_letter.LETTER),
    "request.docx": county_request.to_docx(test_official_geometry.REQUEST),
    "notice.docx": announcement.to_docx(test_announcement.NOTICE),
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    return printed(tmp_path_factory.mktemp("office"), WORD | {"sheet.xlsx": summary_table.to_xlsx(TABLE)})


def as_annexed():
    """Every row of the annex: the part's title, its head, its units or the empty row of the form."""
    for category, title, name, kind in annex.PARTS:
        yield [title]
        yield [squeezed(cell) for cell in annex.head(name, kind)]
        for row in TABLE.part(category):
            yield [squeezed(cell) for cell in row.cells()]
        if not TABLE.part(category):
            yield [squeezed(cell) for cell in annex.EMPTY]


@pytest.mark.parametrize("name", ["table.docx", "sheet.xlsx"])
def test_the_printed_table_is_the_annex_cell_for_cell(papers, name):
    assert ruled_rows(papers[name]) == list(as_annexed())


@pytest.mark.parametrize("name", ["letter.docx", "request.docx", "notice.docx"])
def test_a_printed_letter_says_what_the_file_says(papers, name):
    wanted = {"letter.docx": "特此函告。", "request.docx": "妥否，请批示。", "notice.docx": squeezed(test_announcement.NOTICE.title)}
    assert wanted[name] in text_of(papers[name])


@pytest.mark.parametrize("name", WORD)
def test_every_word_file_names_the_font_of_han_characters(name):
    assert {"仿宋_GB2312"} <= fonts_of_han(WORD[name])
