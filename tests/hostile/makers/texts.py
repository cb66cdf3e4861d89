"""Lists and sheets as text."""

from random import Random

from tests.hostile.makers.registry import made, plain

HEAD = "企业名称,统一社会信用代码,区县,姓名\n"
LINE = "演示甲有限公司,,都昌县,张三（演示）\n"

plain("formulas.csv", (HEAD + "\"=cmd|' /C calc'!A1\",,都昌县,-2+3\n").encode())
plain("nul.csv", (HEAD + LINE.replace("甲", "甲\0")).encode())
plain("our_own_marks.csv", (HEAD + LINE.replace("甲", "\x1f甲\x1e")).encode())
plain("mixed.csv", HEAD.encode() + LINE.encode("gb18030") + b"\xff\xff\xff\xfe\n")
plain("page.csv", b"<html><script>alert(1)</script></html>\n")
plain("program.csv", bytes(range(256)) * 40)
plain("half_utf16.csv", (HEAD + LINE).encode("utf-16")[:-1])
plain("utf32.csv", (HEAD + LINE).encode("utf-32"))

OFFICIAL = "format: greenlist.reference/1\nname: energy-benchmarks\nrows:\n"
OIL = "- {industry: '2511', field: 炼油, product: 炼油, indicator: 能耗, unit: kgoe, benchmark: '7.4', baseline: '8.5', standard: GB 30251, confidence: VERIFIED}\n"
plain("ok_official.yaml", (OFFICIAL + OIL).encode())
plain("twice.yaml", (OFFICIAL + OIL * 2).encode())
plain("deep.yaml", b"x: " + b"[" * 100_000 + b"]" * 100_000)
plain("aliases.yaml", "".join(["a0: &a0 [x]\n", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))]).encode())


@made("million_rows.csv")
def _million(dice: Random) -> bytes:
    return (HEAD + LINE * 1_000_000).encode()


@made("million_rows_gbk.csv")
def _million_gbk(dice: Random) -> bytes:
    return (HEAD + LINE * 1_000_000).encode("gb18030")


@made("one_line.csv")
def _one_line(dice: Random) -> bytes:
    return b"x" * (45 << 20)


@made("hundred_megabytes.csv")
def _hundred(dice: Random) -> bytes:
    return b"x" * (100 << 20)


@made("million_columns.csv")
def _columns(dice: Random) -> bytes:
    return b"," * 20_000_000


@made("quote_without_end.csv")
def _quote(dice: Random) -> bytes:
    return HEAD.encode() + b'"' + b"x\n" * (15 << 20)


@made("only_line_breaks.csv")
def _breaks(dice: Random) -> bytes:
    return b"\n" * (40 << 20)


RECEIPT = (
    '{"content":"sha256:1","format":"greenlist-receipt/1","number":"TJ-2024-JJ-1","offered_at":"2024-05-23T09:00:00+08:00","office":"省厅",'
    '"package":"sha256:1","rows":1,"taken_at":"2024-05-23T09:05:00+08:00","taken_by":"张三（演示）","unit":"360400"}'
)
plain("ok_receipt.json", RECEIPT.encode())
plain("deep.json", b"[" * 9_000)
plain("long_number.json", b'{"rows":' + b"9" * 9_000 + b"}")
plain("large.json", RECEIPT.encode() + b" " * 10_000)
plain("another_format.json", RECEIPT.replace("receipt/1", "receipt/2").encode())
plain("line_breaks.json", RECEIPT.replace("省厅", "省厅\\r\\nSet-Cookie: a=b").encode())
plain("half_letter.json", RECEIPT.replace("省厅", "\\ud800").encode())
plain("page.json", b"<html><script>alert(1)</script></html>\n")
plain("ok_twin.txt", "一、基本情况\n演示甲有限公司\f二、评价结论\n".encode("gb18030"))
plain("nul.txt", "演示甲\0有限公司".encode())
plain("blank.txt", b" \n" * 1000)
plain("page.txt", "<script>alert(1)</script>演示甲有限公司".encode())
plain("million_pages.txt", "页\f".encode() * 1_000_000)


@made("hundred_megabytes.txt")
def _long_twin(dice: Random) -> bytes:
    return ("演示甲有限公司" * 10 + "\n").encode() * 474_000
