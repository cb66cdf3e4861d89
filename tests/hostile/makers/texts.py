"""Lists and sheets as text."""

from random import Random

from tests.hostile.makers.registry import made, plain

HEAD = "名称,处罚日期\n"

plain("formulas.csv", (HEAD + "\"=cmd|' /C calc'!A1\",2024-04-02\n\"@SUM(1+1)*cmd|' /C calc'!A0\",2024-04-03\n+1+1,-2+3\n").encode())
plain("nul.csv", "名称,处罚日期\n演示甲\0有限公司,2024-04-02\n".encode())
plain("our_own_marks.csv", (HEAD + "演示\x1f甲\x1e有限公司,2024-04-02\n").encode())
plain("mixed.csv", HEAD.encode() + "演示甲有限公司,2024-04-02\n".encode("gb18030") + b"\xff\xff\xff\xfe\n")
plain("page.csv", b"<html><script>alert(1)</script></html>\n")
plain("program.csv", bytes(range(256)) * 40)
plain("half_utf16.csv", (HEAD + "演示甲有限公司,2024-04-02\n").encode("utf-16")[:-1])
plain("utf32.csv", (HEAD + "演示甲有限公司,2024-04-02\n").encode("utf-32"))


@made("million_rows.csv")
def _million(dice: Random) -> bytes:
    return (HEAD + "演示甲有限公司,2024-04-02\n" * 1_000_000).encode()


@made("million_rows_gbk.csv")
def _million_gbk(dice: Random) -> bytes:
    return (HEAD + "演示甲有限公司,2024-04-02\n" * 1_000_000).encode("gb18030")


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
