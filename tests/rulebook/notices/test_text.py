"""The words of the notice: numbered passages, their lines, what the public may read."""

import hashlib

import pytest

from greenlist.rulebook.notices import notice
from greenlist.rulebook.notices.notice import FOLDER
from greenlist.rulebook.notices.text import read_text

FILE = FOLDER / "jx-2024-20" / "text.md"
NOTICE = notice("jx-2024-20")


def read(tmp_path, text: str):
    file = tmp_path / "text.md"
    file.write_text(text, encoding="utf-8")
    return read_text(file)


SMALL = """<!-- a remark
over two lines -->
# 通知

## 0 主送
各市：

# 一、工作

## 1 甲
第一句。

  第二句。
## 1.1 乙 丙
第三句。
### 不是条文
# 附件
没有编号的话。
"""


def test_a_text_is_read_into_passages_with_heading_words_and_true_lines(tmp_path):
    title, passages = read(tmp_path, SMALL)
    assert title == "通知"
    assert [(p.id, p.title, p.heading, p.text, p.line, p.depth) for p in passages] == [
        ("0", "主送", "通知", "各市：", 5, 0),
        ("1", "甲", "一、工作", "第一句。\n第二句。", 10, 0),
        ("1.1", "乙 丙", "一、工作", "第三句。\n### 不是条文", 14, 1),
    ]


def test_a_line_with_a_telephone_number_is_masked_in_public(tmp_path):
    _, (passage,) = read(
        tmp_path, "# 通知\n## 4 结尾\n联系人：某处\n张三 0791-88916336\n李四 010-6820555\n第2024-20号\n2024年4月2日\n2024-04-02\n"
    )
    assert passage.public_text == "联系人：某处\n第2024-20号\n2024年4月2日\n2024-04-02"


def test_every_passage_of_the_notice_stands_in_its_line_of_the_file():
    lines = FILE.read_text(encoding="utf-8").splitlines()
    for passage in NOTICE.passages:
        assert lines[passage.line - 1] == f"## {passage.id} {passage.title}"


def test_the_notice_has_its_twenty_passages_under_their_headings():
    assert NOTICE.title == "江西省工业和信息化厅办公室关于开展2024年度国家级绿色制造名单推荐暨省级绿色制造名单遴选工作的通知"
    headings = {p.id: p.heading for p in NOTICE.passages if p.id not in {"0"}}
    assert headings == {
        **dict.fromkeys(["1.1", "1.2", "1.3"], "一、工作内容及申报程序"),
        **dict.fromkeys(["2.1", "2.2", "2.3", "2.4"], "二、申报要求"),
        **dict.fromkeys(["3.1", *(f"3.1.{n}" for n in range(1, 7)), "3.2", "3.3", "3.4", "4"], "三、工作要求"),
        "5": "附件",
    }


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("1.2", "于2024年5月27日前将推荐文件、推荐汇总表（见附件）、推荐项目评价报告（PDF格式电子件）报送省工业和信息化厅"),
        ("2.1", "代表性强"),
        ("2.2", "工业增加值占比超过50%、具有法定边界和范围、具备统一管理机构的省级及以上园区"),
        ("2.4", "总计不得超过15项"),
        ("3.1.1", "工商注销、连续停产12个月以上、被市场监督管理部门列入经营异常名单且未被移出等"),
        ("3.3", "三年内不予采信其所出具的评价结果"),
        ("4", "（此件依申请公开）"),
    ],
)
def test_the_words_of_the_notice_are_kept(passage, words):
    assert words in NOTICE.passage(passage).text


def test_no_word_of_the_text_has_changed_since_it_was_entered():
    words = "\n".join(f"{p.id} {p.text}" for p in NOTICE.passages)
    assert hashlib.sha256(words.encode()).hexdigest() == "7fb0182e1739450579700e5b991998e603a8b86f113b5281d0307cbae98a92d0"


def test_contacts_are_masked_in_public_and_nothing_else_is():
    assert "88916336" in NOTICE.passage("4").text
    for passage in NOTICE.passages:
        kept = [line for line in passage.text.splitlines() if "0791-" not in line]
        assert passage.public_text == "\n".join(kept)
        for person in ("朱小宇", "刘永春", "8891", "8882"):
            assert person not in passage.public_text


def test_the_line_of_the_contact_office_itself_stays_public():
    assert "联系人：省工业和信息化厅节能与资源综合利用处" in NOTICE.passage("4").public_text
