"""One cell's value: names and codes put right, ticks and words read. What cannot be read for certain is a doubt."""

import re
import unicodedata

from greenlist.rulebook.reference.regions import divisions

ON, OFF = "☑☒✓✔√■●◉⊠▣", "☐□○〇◯口×✗✘"
LEVEL = re.compile(f"[{ON}{OFF}]|国家级?|省级?")
BOTH = re.compile("两级|都(申)?报|均(申)?报|同时(申)?报")
NO = re.compile("不|未|放弃|非")
YES_WORDS, NO_WORDS = {"是", "申报", "Y", "YES", "1", "V", "对", "国家级", "省级"}, {"", "否", "N", "NO", "0", "-", "—", "/", "无", "X"}
SELF = re.compile(r"(企业|工厂|自行)?自(我|行)?评(价|估)?(报告)?")
SELF_WORDS = "自我评价"
NOTE = re.compile(r"\s*([*＊※★☆#①-⑳]+|[（(][^（()）]{0,4}(新增|更名|变更|补报|待补)[^（()）]{0,4}[)）])\s*$")
HAN = r"[\u3400-\u9fff（）()、·]"


def name(text: str) -> tuple[str, list[str]]:
    """A unit's name as it is registered: no spaces, breaks or invisible characters between Han characters, letters and digits in half
    width, brackets in full width.
    """
    plain = "".join(unicodedata.normalize("NFKC", c) if c.isalnum() or c.isspace() else c for c in text)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()
    plain = re.sub(rf"(?<={HAN})\s+|\s+(?={HAN})", "", plain)
    plain = re.sub(r"\s+", " ", plain)
    if re.search(HAN, plain):
        plain = plain.replace("(", "（").replace(")", "）")
    return plain, [] if plain == text else [f"名称“{shown(text)}”中的空格、换行、括号或全角字符已改正"]


def numbered(text: str) -> tuple[int | None, str]:
    """(序号, name) of a name with its number typed before it; (None, the name) when there is none."""
    found = re.match(r"\s*(\d{1,4})(?:[.．、]\s*|\s+)?(?=[\u3400-\u9fff])", unicodedata.normalize("NFKC", text))
    return (int(found[1]), text[found.end() :]) if found else (None, text)


def unmarked(text: str) -> tuple[str, list[str]]:
    """A name without the mark of a note behind it; what such a mark means is for a person to say."""
    plain = NOTE.sub("", text)
    return plain, [] if plain == text else [f"名称“{shown(text)}”后有标注，请核对"]


def place(text: str) -> tuple[str, str]:
    """(city, county) of both in one cell; the whole as city when it names no city we know."""
    plain = words(text)
    city = next((d.name for d in divisions().values() if d.parent == "360000" and plain.startswith(d.name)), "")
    return (city, plain[len(city) :]) if city else (plain, "")


def words(text: str) -> str:
    """Any other text: without breaks and spaces."""
    return re.sub(rf"(?<={HAN})\s+|\s+(?={HAN})", "", " ".join(text.split()))


def third_party(text: str) -> tuple[str, list[str]]:
    """The body's name, or 自我评价 in the words of the annex."""
    plain = words(text)
    if SELF.fullmatch(plain):
        return SELF_WORDS, [] if plain == SELF_WORDS else [f"“{plain}”按“自我评价”记"]
    return plain, []


def levels(text: str) -> tuple[bool, bool, list[str]]:
    """(national, provincial, doubts) of one cell in which both levels stand."""
    plain = "".join(text.split())
    if not plain:
        return False, False, ["没有写申报国家级还是省级"]
    if NO.search(plain):
        return False, False, [f"级别“{shown(text)}”读不准"]
    found = LEVEL.findall(plain)
    chosen, is_certain = _chosen(text)
    if BOTH.search(plain) and not any(word[0] in OFF for word in found):
        chosen = {"国", "省"}
    if chosen and not is_certain:
        return "国" in chosen, "省" in chosen, [f"级别“{shown(text)}”读不准，勾号在两级之间"]
    doubts = [] if chosen else [f"级别“{shown(text)}”没有勾选任何一级" if found else f"级别“{shown(text)}”读不准"]
    return "国" in chosen, "省" in chosen, doubts


def tick(text: str, label: str) -> tuple[bool, list[str]]:
    """One level in a column of its own."""
    plain = unicodedata.normalize("NFKC", "".join(text.split())).upper()
    if plain in YES_WORDS or (plain and all(c in ON for c in plain)):
        return True, []
    if plain in NO_WORDS or all(c in OFF for c in plain):
        return False, []
    national, provincial, doubts = levels(text)
    return (national if label == "国家级" else provincial), [f"{label}一栏“{shown(text)}”读不准"] if doubts else []


def shown(text: str) -> str:
    """A cell's text in one line, for a sentence."""
    return " ".join(text.split())[:60]


def _chosen(text: str) -> tuple[set[str], bool]:
    """The levels (国, 省) that are ticked, and whether that is certain; without any mark, the ones that are named."""
    text = re.sub(f"[（(]\\s*([{ON}{OFF}]?)\\s*[）)]", lambda mark: mark[1] or "☐", text)
    found = LEVEL.findall(text)
    marks = [piece for piece in found if piece[0] in ON + OFF]
    if not marks:
        return {piece[0] for piece in found}, True
    apart = [LEVEL.findall(piece) for piece in re.split(r"[\s、，,；;/]+", text)]
    if all(len(piece) == 2 and len(_words(piece)) == 1 for piece in apart if any(p in marks for p in piece)):
        return {_words(piece)[0][0] for piece in apart if any(p[0] in ON for p in piece)}, True  # each mark touches its own word
    chosen, follows = set(), found[0] not in marks
    for at, piece in enumerate(found):
        beside = at + 1 if follows else at - 1
        if piece not in marks and 0 <= beside < len(found) and found[beside][0] in ON:
            chosen.add(piece[0])
    return chosen, len(marks) >= len(_words(found)) or found[0] in marks or found[-1] in marks


def _words(found: list[str]) -> list[str]:
    return [piece for piece in found if piece[0] not in ON + OFF]
