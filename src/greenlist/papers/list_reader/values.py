"""One cell of a list as a plain value: a date, a credit code, a sum in yuan, a name, a text. What cannot be read says what was wanted."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from greenlist.rulebook.reference.credit_code import check_credit_code

Read = tuple[str, str]  # the value, and what is wrong ('' when nothing is)
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "null", "NULL", "None", "至今", "长期", "未移出", "*"})
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\s*\d{1,2}[:时][\d:.时分秒]*)?")
PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
SERIAL = re.compile(r"[2-5]\d{4}(\.\d+)?")
FIRST_DAY, EARLIEST, LATEST = date(1899, 12, 30), 1978, 2100
NAME = re.compile(r"[A-Za-z\u3400-\u9fff]{2}")
GAPS = re.compile(r"(?<=[\u3400-\u9fff（）()])\s+|\s+(?=[\u3400-\u9fff（）()])")
DONE = re.compile("(已|均|全部|按期|按要求)*(完成|整改到位|整改完毕|销号|通过验收)")
NOT_DONE = re.compile("未|尚|部分|正在|进行|中$")
LONGEST_NAME = 120


def is_nothing(text: str) -> bool:
    """An empty cell, or a mark that stands for one."""
    return text.strip() in NOTHING


def day(text: str) -> Read:
    """2024-04-02 of any usual writing, a serial number of a spreadsheet among them."""
    if is_nothing(text):
        return "", ""
    plain = unicodedata.normalize("NFKC", text).strip()
    if SERIAL.fullmatch(plain):
        return (FIRST_DAY + timedelta(days=int(float(plain)))).isoformat(), ""
    found = DATE.fullmatch(plain) or PLAIN_DATE.fullmatch(plain) or DATE.fullmatch(_in_digits(plain))
    if found and EARLIEST <= int(found.group(1)) <= LATEST:
        try:
            return date(*(int(piece) for piece in found.groups()[:3])).isoformat(), ""
        except ValueError:
            pass
    return "", "要的是年月日齐全的日期，如 2024-04-02"


def code(text: str) -> Read:
    """A credit code with its check characters right, or a nine-character organisation code."""
    if is_nothing(text):
        return "", ""
    made, problems = check_credit_code(text)
    if not problems:
        return made, ""
    if re.fullmatch(r"[0-9A-Z]{9}", made):
        return made, ""
    return "", f"不是信用代码（{problems[0].rstrip('。')}），只按名称认"


def name(text: str) -> Read:
    """A unit's name without gaps between Han characters."""
    plain = words(text)
    if plain in NOTHING:
        return "", ""
    if not NAME.search(plain) or len(plain) > LONGEST_NAME:
        return "", "要的是单位名称"
    return plain, ""


def words(text: str) -> str:
    """A text in one line, without gaps between Han characters."""
    pieces = text.split()
    return GAPS.sub("", " ".join(pieces)) if len(pieces) > 1 else "".join(pieces)


def told(text: str) -> Read:
    """Any other text; a mark for nothing is nothing."""
    plain = words(text)
    return ("" if plain in NOTHING else plain), ""


def done(text: str) -> Read:
    """'1' when the cell says that it was put right; '' otherwise."""
    plain = words(text)
    return ("1" if DONE.search(plain) and not NOT_DONE.search(plain) else ""), ""


def yuan(text: str, head: str) -> Read:
    """A sum in yuan; 万元 stands in the cell or in the head."""
    if is_nothing(text):
        return "", ""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").lstrip("¥￥罚款人民币")
    bare = plain.rstrip("元整圆").removesuffix("万")
    try:
        figure = Decimal(bare)
    except InvalidOperation:
        return "", "要的是金额，如 3.5万元"
    if "万" in plain or ("万元" in head and "元" not in plain):
        figure *= 10000
    return f"{figure.normalize():f}", ""


def _in_digits(plain: str) -> str:
    """二〇二四年四月十二日 in digits; a text without 年 as it is."""
    if "年" not in plain:
        return plain
    return re.sub(r"[〇○零一二三四五六七八九十]+", lambda found: _number(found.group()), plain)


def _number(han: str) -> str:
    if "十" not in han:
        return han.translate(DIGITS)
    tens, _, ones = han.partition("十")
    return f"{(tens or '一').translate(DIGITS)}{(ones or '〇').translate(DIGITS)}"
