"""A broken template is refused with the place of every fault; a fine edit is taken, and the paper says what it should."""

import io
from copy import deepcopy
from zipfile import ZipFile

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from PIL import Image

from greenlist.papers.stationery.checking import problems_of
from greenlist.papers.stationery.fields import stationery
from greenlist.papers.stationery.filling import fill
from greenlist.papers.stationery.samples import sample
from tests.papers.reading import DEMO_LINE, paragraphs, tables
from tests.papers.stationery.editing import edited, in_document, linked, packed, replaced

TABLE, LETTER, ASKING = "summary_table", "recommendation_letter", "consultation"


def without_column(document):
    for row in document.tables[1].rows:
        if len({cell._tc for cell in row.cells}) == 7:
            row._tr.remove(row.cells[4]._tc)


def without_heads(document):
    document.tables[0]._tbl.remove(document.tables[0].rows[1]._tr)


def without_end(document):
    document.tables[0]._tbl.remove(document.tables[0].rows[4]._tr)


def without_table(document):
    document.tables[2]._tbl.getparent().remove(document.tables[2]._tbl)


def with_hidden(document):
    document.paragraphs[1].add_run("内部：不要外传").font.hidden = True


def with_white(document):
    run = document.paragraphs[2].add_run("内部口径")
    run.font.color.rgb = RGBColor(255, 255, 255)


def with_tiny(document):
    document.paragraphs[2].add_run("内部口径").font.size = Pt(1)


def with_hiding_style(document):
    style = document.styles.add_style("内部", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.paragraphs[1].add_run("内部口径", style=style)


def with_inserted(document):
    mark = OxmlElement("w:ins")
    mark.append(document.paragraphs[3].runs[0]._r)
    document.paragraphs[3]._p.append(mark)


def with_code(document):
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), ' INCLUDETEXT "C:\\\\secret.docx" ')
    document.paragraphs[1]._p.append(field)


def with_comment(document):
    document.add_comment(document.paragraphs[1].runs, text="领导说先压一压", author="甲")


def with_header_mark(document):
    document.sections[0].header.paragraphs[0].text = "{{ 推荐单未 }}"


def with_nested(document):
    row = document.tables[0].rows[2]._tr
    row.addnext(deepcopy(row))
    document.tables[0].rows[4]._tr.addnext(deepcopy(document.tables[0].rows[5]._tr))


def macros(name, body):
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return body.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml") if name == "[Content_Types].xml" else body


def inserted(kind, xml):
    """The default template with some XML at its end."""
    return in_document(kind, "<w:sectPr", f"{xml}<w:sectPr")


def said(words, look):
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def another_foot(name, body):
    """The foot of the page under a name that does not say so."""
    hidden = said("内部{{ 7*7 }}", "<w:vanish/>")
    body = body.replace(b"</w:ftr>", hidden.encode() + b"</w:ftr>") if name == "word/footer1.xml" else body
    return body.replace(b"footer1.xml", b"fuss.bin")


def foot_by_another_name(kind):
    target = io.BytesIO()
    with ZipFile(io.BytesIO(packed(kind, another_foot))) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(name.replace("footer1.xml", "fuss.bin"), source.read(name))
    return target.getvalue()


def main_by_another_name(name, body):
    return body.replace(b"word/document.xml", b"word/other.xml") if name == "_rels/.rels" else body


MATH = '<w:p xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:r><m:t>{{ 7*7 }}</m:t></m:r></m:oMath></w:p>'
CUT = "<w:p><w:r><w:t>{</w:t></w:r></w:p><w:p><w:r><w:t>{ 7*7 }</w:t></w:r></w:p><w:p><w:r><w:t>}</w:t></w:r></w:p>"
BOXED = "<w:p><w:r><w:t>{{ 年度 </w:t></w:r><w:r><w:pict><w:p><w:r><w:t>*7</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>}}</w:t></w:r></w:p>"
UNSEEN, HIDDEN = "正文：看不见的地方", "是隐藏的字"
BROKEN = {
    "a mark in a formula": (LETTER, lambda: inserted(LETTER, MATH), [UNSEEN]),
    "a mark in the name of a bookmark": (LETTER, lambda: inserted(LETTER, '<w:p><w:bookmarkStart w:id="7" w:name="{{ 7*7 }}"/></w:p>'), [UNSEEN]),
    "a mark in deleted words": (LETTER, lambda: inserted(LETTER, "<w:p><w:r><w:delText>{{ 7*7 }}</w:delText></w:r></w:p>"), [UNSEEN]),
    "a mark outside any paragraph": (LETTER, lambda: inserted(LETTER, "<w:t>{{ 7*7 }}</w:t>"), [UNSEEN]),
    "a condition in comments of the XML": (
        LETTER, lambda: inserted(LETTER, f'<!--{{% if 推荐单位 != "甲" %}}-->{said("不予推荐", "")}<!--{{% endif %}}-->'), ["正文：有 Word 不会写的注释"],
    ),
    "a processing instruction": (LETTER, lambda: inserted(LETTER, "<?x {{ 7*7 }}?>"), ["正文：有 Word 不会写的注释"]),
    "a mark cut over paragraphs brace by brace": (LETTER, lambda: inserted(LETTER, CUT), ["里有单个的花括号"]),
    "words of a text box inside a mark": (LETTER, lambda: inserted(LETTER, BOXED), ["填写位置中间插着文本框"]),
    "a foot by another name": (LETTER, lambda: foot_by_another_name(LETTER), ["页脚第2段：“内部{{ 7*7 }}”是隐藏的字", "页脚第2段：“{{ 7*7 }}”不能用"]),
    "a main part by another name": (LETTER, lambda: packed(LETTER, main_by_another_name), ["文件的正文不在 Word 通常放的地方"]),
    "words near white": (LETTER, lambda: inserted(LETTER, said("内部", '<w:color w:val="FDFDFD"/>')), [HIDDEN]),
    "words in the colour of the page": (LETTER, lambda: inserted(LETTER, said("内部", '<w:color w:val="000000" w:themeColor="background1"/>')), [HIDDEN]),
    "white words on white": (LETTER, lambda: inserted(LETTER, said("内部", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>')), [HIDDEN]),
    "words moved out of the page": (LETTER, lambda: inserted(LETTER, said("内部", '<w:position w:val="-3000"/>')), [HIDDEN]),
    "words squeezed to nothing": (LETTER, lambda: inserted(LETTER, said("内部", '<w:w w:val="1"/>')), [HIDDEN]),
    "words of four points": (LETTER, lambda: inserted(LETTER, said("内部", '<w:sz w:val="8"/>')), [HIDDEN]),
    "an unknown field": (TABLE, lambda: replaced(TABLE, "{{ 年度 }}", "{{ 年份 }}"), ["第1段：没有“年份”这一项，是不是“年度”。"]),
    "a misspelt column": (
        TABLE, lambda: replaced(TABLE, "行.第三方机构名称", "行.第三方名称", table=0), ["第1张表第4行第5格：没有“行.第三方名称”这一项，是不是“行.第三方机构名称”。"],
    ),
    "a field of no list": (TABLE, lambda: replaced(TABLE, "{{ 年度 }}", "{{ 行.名称 }}"), ["第1段：“行.名称”写在循环外面了"]),
    "an unknown list": (TABLE, lambda: replaced(TABLE, "绿色工厂 %}", "绿色工場 %}", table=0), ["第1张表第3行第1格：没有“绿色工場”这个清单，是不是“绿色工厂”。"]),
    "a loop that does not end": (TABLE, lambda: edited(TABLE, without_end), ["第1张表第3行第1格：{% for 行 in 绿色工厂 %} 没有结束，后面缺 {% endfor %}。"]),
    "an end without a beginning": (LETTER, lambda: replaced(LETTER, "{%p for 单位 in 单位列表 %}", "　　名单："), ["第6段：“{%p endfor %}”前面没有对应的 {% for … %}。"]),
    "a name cut in half": (LETTER, lambda: replaced(LETTER, "{{ 落款日期 }}", "{{ 落款日期"), ["填写位置没有写完整：“{{ 落款日期”"]),
    "full-width braces": (LETTER, lambda: replaced(LETTER, "{{ 落款日期 }}", "｛｛ 落款日期 ｝｝"), ["是全角括号"]),
    "a name over two paragraphs": (LETTER, lambda: in_document(LETTER, "{{ 推荐单位 }}", "{{ 推荐</w:t></w:r></w:p><w:p><w:r><w:t>单位 }}"), ["填写位置没有写完整"]),
    "a deleted column": (TABLE, lambda: edited(TABLE, without_column), ["第2张表第3行第1格：清单“绿色园区”缺“第三方机构名称”这一栏。", "缺栏目“第三方机构名称”"]),
    "no heads": (TABLE, lambda: edited(TABLE, without_heads), ["第1张表第2行以上的表头：缺栏目“序号”", "缺栏目“工厂名称”"]),
    "a renamed head": (TABLE, lambda: replaced(TABLE, "第三方机构名称", "评价单位", table=2), ["第3张表第3行以上的表头：缺栏目“第三方机构名称”"]),
    "columns exchanged under their heads": (
        TABLE, lambda: replaced(TABLE, "{{ 行.区县 }}", "{{ 行.设区市 }}{{ 行.区县 }}", table=0), ["第1张表第4行第3格：“设区市”不在表头“设区市”下面。"],
    ),
    "a part left out": (TABLE, lambda: edited(TABLE, without_table), ["全文：缺清单“绿色供应链管理企业”"]),
    "a part printed twice": (TABLE, lambda: replaced(TABLE, "in 绿色园区", "in 绿色工厂", table=1), ["全文：重复了清单“绿色工厂”", "全文：缺清单“绿色园区”"]),
    "a field left out": (LETTER, lambda: replaced(LETTER, "{{ 落款日期 }}", "2024年5月24日"), ["全文：缺 {{ 落款日期 }}，推荐函必须有这一项。"]),
    "what the letter must say of each unit left out": (LETTER, lambda: replaced(LETTER, "：{{ 单位.意见 }}", ""), ["清单“单位列表”缺“意见”这一栏。"]),
    "a loop in a loop": (TABLE, lambda: edited(TABLE, with_nested), ["循环里不能再套循环"]),
    "a condition in a row": (TABLE, lambda: replaced(TABLE, "{{ 行.区县 }}", "{% if 年度 %}{{ 行.区县 }}{% endif %}", table=0), ["写在循环里面了"]),
    "words beside a mark for the row": (TABLE, lambda: replaced(TABLE, "{%tr for 行 in 绿色工厂 %}", "说明 {%tr for 行 in 绿色工厂 %}", table=0), ["要单独占一行表格"]),
    "a mark for a row outside a table": (LETTER, lambda: replaced(LETTER, "{%p for 单位 in 单位列表 %}", "{%tr for 单位 in 单位列表 %}"), ["要写在表格的一行里", "不是一种写法"]),
    "the inside of the program": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ 年度.__class__ }}"), ["第1段：“{{ 年度.__class__ }}”不能用：不能用程序内部的名称"]),
    "a chain of attributes": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"), ["不能用程序内部的名称"]),
    "a huge loop": (LETTER, lambda: replaced(LETTER, "{%p for 单位 in 单位列表 %}", "{%p for 单位 in range(10**9) %}"), ["第4段：“{%p for 单位 in range(10**9) %}”不能用：不能用函数"]),
    "a huge text": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ '年' * 10**10 }}"), ["只能写名称"]),
    "a filter": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ 年度|attr('format') }}"), ["不能用过滤器"]),
    "a filter of a list": (LETTER, lambda: replaced(LETTER, "in 单位列表 %}", "in 单位列表|sort(attribute='名称') %}"), ["不能用过滤器"]),
    "another file taken in": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{% include '/etc/passwd' %}"), ["不能引入别的文件"]),
    "a module taken in": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{% import 'os' as os %}"), ["不能引入别的文件"]),
    "a value set": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{% set 年度 = '2030' %}"), ["模板里不能编程序"]),
    "a macro of the template language": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{% macro 甲() %}{% endmacro %}"), ["模板里不能编程序"]),
    "a function called": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ lipsum(1000) }}"), ["不能用函数"]),
    "a remark of the template language": (LETTER, lambda: replaced(LETTER, "{{ 年度 }}", "{{ 年度 }}{# 内部 #}"), ["批注“{# 内部 #}”不收"]),
    "an unknown name in the head of the page": (TABLE, lambda: edited(TABLE, with_header_mark), ["页眉第1段：没有“推荐单未”这一项，是不是“推荐单位”。"]),
    "a picture from outside": (TABLE, lambda: linked(TABLE, "http://intern.invalid/logo.png"), ["第1段：有指向外部的链接“http://intern.invalid/logo.png”"]),
    "a template from outside": (
        LETTER, lambda: packed(LETTER, **{"word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="t" Target="file:///x.dotm" TargetMode="External"/></Relationships>'}), ["含指向外部的链接“file:///x.dotm”"],
    ),
    "macros": (LETTER, lambda: packed(LETTER, macros, **{"word/vbaProject.bin": b"x"}), ["是启用宏的文件", "含宏（word/vbaProject.bin）"]),
    "an embedded object": (LETTER, lambda: packed(LETTER, **{"word/embeddings/oleObject1.bin": b"x"}), ["含嵌入的对象或控件"]),
    "hidden words": (LETTER, lambda: edited(LETTER, with_hidden), ["第2段：“内部：不要外传”是隐藏的字"]),
    "words in a style that hides": (LETTER, lambda: edited(LETTER, with_hiding_style), ["第2段：“内部口径”是隐藏的字"]),
    "white words": (LETTER, lambda: edited(LETTER, with_white), ["第3段：“内部口径”是隐藏的字"]),
    "tiny words": (LETTER, lambda: edited(LETTER, with_tiny), ["第3段：“内部口径”是隐藏的字"]),
    "changes nobody accepted": (LETTER, lambda: edited(LETTER, with_inserted), ["第4段：有未接受的修订（插入）"]),
    "a remark in the margin": (LETTER, lambda: edited(LETTER, with_comment), ["有批注“领导说先压一压”"]),
    "a field that reads a file": (LETTER, lambda: edited(LETTER, with_code), ["第2段：有域代码“INCLUDETEXT"]),
    "a declared entity": (LETTER, lambda: in_document(LETTER, "?>", '?><!DOCTYPE w [<!ENTITY a "aaaa">]>'), ["DOCTYPE"]),
    "a mark in the title of the file": (LETTER, lambda: packed(LETTER, lambda n, b: b.replace(b"</dc:title>", "{{ 年度 }}</dc:title>".encode()).replace(b"<dc:title/>", "<dc:title>{{ 年度 }}</dc:title>".encode()) if n == "docProps/core.xml" else b), ["文件属性"]),
    "no Word file": (LETTER, lambda: b"%PDF-1.7", ["这不是 .docx 文件"]),
    "half a file": (LETTER, lambda: stationery()[LETTER].default[:20_000], ["这不是 .docx 文件"]),
    "the template of another paper": (TABLE, lambda: stationery()[LETTER].default, ["没有“主送单位”这一项", "没有“单位列表”这个清单"]),
    "the annex of a consultation outside its table": (ASKING, lambda: replaced(ASKING, "{{ 单位.地址 }}", ""), ["缺“地址”这一栏"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_with_its_place(name):
    kind, make, wanted = BROKEN[name]
    problems = problems_of(kind, make())
    assert [words for words in wanted if not any(words in problem for problem in problems)] == [], problems


def test_faults_stand_in_the_order_of_the_paper_with_the_first_words_of_their_place():
    def edit(document):
        for at, text in ((7, "{{ 甲 }}"), (0, "{{ 乙 }}"), (1, "{{ 丙 }}")):
            document.paragraphs[at].add_run(text)
        document.paragraphs[2].add_run("内部口径").font.hidden = True

    problems = problems_of(LETTER, edited(LETTER, edit))
    assert [problem.partition("段")[0] for problem in problems] == ["第1", "第2", "第3", "第8"]
    assert problems[2].endswith("（此处开头：“根据{{ 依据 }}要求，我局对”）")


def test_white_words_on_a_dark_ground_and_raised_words_are_taken():
    def edit(document):
        run = document.paragraphs[2].add_run("注")
        run.font.color.rgb = RGBColor(255, 255, 255)
        ground, raised = OxmlElement("w:shd"), OxmlElement("w:position")
        ground.set(qn("w:fill"), "1F3864")
        raised.set(qn("w:val"), "12")
        run._r.rPr.extend([ground, raised])

    assert problems_of(LETTER, edited(LETTER, edit)) == []


def test_all_faults_of_a_template_are_told_at_once():
    def edit(document):
        for paragraph, text in zip(document.paragraphs, ("{{ 年份 }}", "{{ 落款 }}", "{{ 甲|upper }}"), strict=False):
            paragraph.add_run(text)

    assert [problem.partition("：")[0] for problem in problems_of(LETTER, edited(LETTER, edit))] == ["第1段", "第2段", "第3段"]


# ---- what officials do ----------------------------------------------------------------------------------------------


def other_font(document):
    document.styles["Normal"].font.name = "宋体"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")


def more_lines(document):
    document.paragraphs[-1].insert_paragraph_before("填报人：　　　　联系电话：")
    document.add_paragraph("注：本表一式三份。")


def own_number(document):
    document.paragraphs[1].insert_paragraph_before("{%p if 文号 %}")
    document.paragraphs[2].insert_paragraph_before("{{ 文号 }}")
    document.paragraphs[3].insert_paragraph_before("{%p endif %}")


def logo(document):
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    document.paragraphs[0].add_run().add_picture(io.BytesIO(picture.getvalue()))


def other_order(document):
    """The two last columns exchanged, heads and fields alike."""
    for row in document.tables[0].rows:
        cells = row._tr.findall(qn("w:tc"))
        if len(cells) == 7:
            cells[5].addprevious(cells[6])


def cut_runs(document):
    for paragraph in document.paragraphs:
        for run in list(paragraph.runs):
            text, run.text = run.text, ""
            for char in text:
                paragraph.add_run(char)


def head_and_foot(document):
    document.sections[0].header.paragraphs[0].text = "{{ 推荐单位 }}"


def wider(document):
    for cell in document.tables[0].columns[3].cells:
        cell.width = Pt(260)


FINE = {
    "another font": (TABLE, other_font), "lines more": (TABLE, more_lines), "a picture": (TABLE, logo), "columns in another order": (TABLE, other_order),
    "names cut into runs by Word": (TABLE, cut_runs), "a name in the head of the page": (TABLE, head_and_foot), "a wider column": (TABLE, wider),
    "the number where there is one": (LETTER, own_number), "a font of the letter": (LETTER, other_font), "the letter cut into runs": (LETTER, cut_runs),
    "the consultation letter with a picture": (ASKING, logo),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_a_fine_edit_is_taken(name):
    kind, edit = FINE[name]
    template = edited(kind, edit)
    assert problems_of(kind, template) == []
    assert fill(template, sample(stationery()[kind])) == fill(template, sample(stationery()[kind]))


def test_the_rows_of_an_edited_table_stand_in_the_columns_of_its_heads():
    made = tables(fill(edited(TABLE, other_order), sample(stationery()[TABLE])))
    assert made[0][1][5:] == ["推荐申报国家级或省级（可同时填报）", "行业"]
    assert made[0][3][5:] == ["☐国家级 ☑省级", "机织服装制造"]


def test_the_demo_line_stands_first_whatever_the_template_holds():
    made = fill(edited(LETTER, own_number), sample(stationery()[LETTER]), is_demo=True)
    assert paragraphs(made)[0] == DEMO_LINE


def test_a_sample_reads_like_a_paper():
    assert "".join(paragraphs(fill(stationery()[LETTER].default, sample(stationery()[LETTER])))).count("名称（") == 0
    assert sample(stationery()[ASKING])["单位列表"][0]["地址"] == "演示省演示市永修县演示路1号"
