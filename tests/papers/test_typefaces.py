"""The office's own fonts: used before ours, glyph by glyph; what was found and what is lacking is named."""

from dataclasses import replace

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from greenlist.papers.fonts.subset import RARE
from greenlist.papers.letter import to_pdf
from greenlist.papers.typefaces import STAND_INS, VENDORED, files_of, found, lacking, missing_glyphs
from tests.papers.reading import text_of
from tests.papers.test_letter import LETTER


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder with a 仿宋 that has two characters only."""
    font = TTFont(VENDORED / "NotoSerifSC-Regular.ttf")
    subsetter = Subsetter()
    subsetter.populate(text="九江")
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 4, 6, 16}:
            record.string = "FangSong"
    (tmp_path / "old").mkdir()
    font.save(tmp_path / "old" / "simfang.ttf")
    monkeypatch.setenv("GREENLIST_FONTS", str(tmp_path))
    return tmp_path


def test_without_a_folder_every_face_is_a_stand_in():
    assert found(None) == STAND_INS
    assert lacking(None) == ["仿宋", "楷体", "黑体", "小标宋"]


def test_a_font_of_the_folder_is_named_and_the_others_are_lacking(own):
    assert found(own)["仿宋"] == "FangSong"
    assert lacking(own) == ["楷体", "黑体", "小标宋"]
    assert [path.name for path in files_of(own)] == ["simfang.ttf"]


def test_a_letter_is_set_in_the_own_font_and_falls_back_glyph_by_glyph(own):
    pdf = to_pdf(LETTER)
    assert b"FangSong" in pdf
    assert b"NotoSerifSC" in pdf
    assert "九江市工业和信息化局" in text_of(pdf)


def test_the_rare_characters_of_names_come_from_the_third_font():
    named = replace(LETTER, office="镕喆堃昇垚犇玥鋆市𬭎局")
    pdf = to_pdf(named)
    assert "镕喆堃昇垚犇玥鋆市𬭎局" in text_of(pdf)
    assert b"NotoSerifCJKsc" in pdf
    assert b"pdfaid" in pdf  # nothing lacks: it can be kept
    assert {ord(c) for c in "镕喆堃昇垚犇玥鋆𬭎"} <= set(TTFont(VENDORED / RARE).getBestCmap())


def test_every_character_that_no_font_has_is_named():
    assert missing_glyphs("演示𰻞\ue5e5有限公司العربية") == sorted("𰻞\ue5e5" + "".join(set("العربية")))
