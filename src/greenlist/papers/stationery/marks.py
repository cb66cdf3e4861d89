"""The few marks that a template may hold: a name, a list printed line by line, a place left out when a field is empty."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from greenlist.papers.stationery.fields import Stationery
from greenlist.papers.stationery.parts import Spot, W, own_text, text_of

MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
BRACE = re.compile(r"[{}]")
HALF = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
WIDE = re.compile(r"｛[｛{%％#＃]|[{]｛|[}%％#＃]｝|｝[｝}]|\{％|％\}")
NAME = r"[^\W\d]\w*"
FIELD = re.compile(rf"({NAME})(?:\.({NAME}))?")
FOR = re.compile(rf"(?:(tr|p) )?for ({NAME}) in ({NAME})")
BEGUN = re.compile(rf"(?:(tr|p) )?for ({NAME}) in ")
IF = re.compile(rf"(?:(tr|p) )?if ({NAME})")
END = re.compile(r"(?:(tr|p) )?(endfor|endif|else)")
INSIDE = re.compile(r"__\w*|\b_\w+")


@dataclass(frozen=True)
class Use:
    """A field that is printed at a place; `loop` is the list it belongs to, or ''."""

    loop: str
    name: str
    spot: Spot


@dataclass
class Opened:
    """A loop or a condition that is not closed yet."""

    kind: str
    way: str
    word: str
    loop: str
    spot: Spot


class Marks:
    """Reads the marks of a template paragraph by paragraph; keeps what is used and every problem with its place."""

    def __init__(self, kind: Stationery) -> None:
        self.kind = kind
        self.problems: list[str] = []
        self.uses: list[Use] = []
        self.loops: list[tuple[str, Spot]] = []
        self.open: list[Opened] = []

    def read(self, spots: Iterable[Spot]) -> None:
        """All paragraphs of one part."""
        for spot in spots:
            for mark in _marks(spot, self.problems):
                self._take(mark, spot)
        for left in self.open:
            told = f"{{% for {left.word} in {left.loop} %}}" if left.kind == "for" else f"{{% if {left.word} %}}"
            self._say(left.spot, f"{told} 没有结束，后面缺 {{% end{left.kind} %}}。")
        self.open = []

    def _take(self, mark: str, spot: Spot) -> None:
        body = re.sub(r"\s+", " ", mark[2:-2].strip("-+ \t\u3000"))
        if mark.startswith("{#"):
            self._say(spot, f"批注“{_short(mark)}”不收：模板里不要留给自己看的话。")
        elif mark.startswith("{{"):
            self._take_field(body, mark, spot)
        elif found := FOR.fullmatch(body):
            self._take_for(found, mark, spot)
        elif found := IF.fullmatch(body):
            self._take_if(found, mark, spot)
        elif found := END.fullmatch(body):
            self._take_end(found, mark, spot)
        else:
            self._say(spot, f"“{_short(mark)}”不能用：{_reason(body)}只能写逐行列出 {{% for … in … %}}，或某项为空就不印 {{% if … %}}。")
            if begun := BEGUN.match(body):  # so that what stands inside is not told as well
                self.open.append(Opened("for", begun[1] or "", begun[2], next(iter(self.kind.loops)), spot))

    def _take_field(self, body: str, mark: str, spot: Spot) -> None:
        found = FIELD.fullmatch(body)
        if not found or INSIDE.search(body):
            self._say(spot, f"“{_short(mark)}”不能用：{_reason(body)}只能写名称，如 {{{{ {self.kind.fields[0]} }}}}。")
            return
        first, second = found.groups()
        loop = next((o for o in self.open if o.kind == "for" and o.word == first), None)
        if loop is None:
            self._take_plain(body, first, second, spot)
        elif not second or second not in self.kind.loops[loop.loop].columns:
            known = [f"{first}.{column}" for column in self.kind.loops[loop.loop].columns]
            self._say(spot, f"没有“{body}”这一项{_nearest(body, known)}。")
        else:
            self.uses.append(Use(loop.loop, second, spot))

    def _take_plain(self, body: str, first: str, second: str | None, spot: Spot) -> None:
        if second is not None and any(second in loop.columns for loop in self.kind.loops.values()):
            self._say(spot, f"“{body}”写在循环外面了，要写在 {{% for {first} in … %}} 和 {{% endfor %}} 之间。")
        elif second is not None or first not in self.kind.fields:
            self._say(spot, f"没有“{body}”这一项{_nearest(body, self.kind.fields)}。")
        else:
            self.uses.append(Use("", first, spot))

    def _take_for(self, found: re.Match[str], mark: str, spot: Spot) -> None:
        way, word, loop = found.groups()
        if loop not in self.kind.loops:
            self._say(spot, f"没有“{loop}”这个清单{_nearest(loop, list(self.kind.loops))}。")
            loop = next(iter(self.kind.loops))
        if INSIDE.search(word) or word in self.kind.fields or word in self.kind.loops:
            self._say(spot, f"“{word}”不能作清单中一行的名称，请写“行”或“单位”。")
        if any(o.kind == "for" for o in self.open):
            self._say(spot, f"“{_short(mark)}”写在另一个循环里面；循环里不能再套循环。")
        self._check_way(way, mark, spot)
        self.open.append(Opened("for", way or "", word, loop, spot))
        self.loops.append((loop, spot))

    def _take_if(self, found: re.Match[str], mark: str, spot: Spot) -> None:
        way, word = found.groups()
        if word not in self.kind.fields:
            self._say(spot, f"没有“{word}”这一项{_nearest(word, self.kind.fields)}。")
        if any(o.kind == "for" for o in self.open):
            self._say(spot, f"“{_short(mark)}”写在循环里面了；每一行都要照样印出，不能有条件。")
        self._check_way(way, mark, spot)
        self.open.append(Opened("if", way or "", word, "", spot))

    def _take_end(self, found: re.Match[str], mark: str, spot: Spot) -> None:
        way, what = found.groups()
        kind = "for" if what == "endfor" else "if"
        if not self.open or self.open[-1].kind != kind:
            self._say(spot, f"“{_short(mark)}”前面没有对应的 {{% {kind} … %}}。")
            return
        begun = self.open[-1]
        if (way or "") != begun.way:
            self._say(spot, f"“{_short(mark)}”和{begun.spot.place}的开头不是一种写法，两处都写 {{%{begun.way} … %}}。")
        elif _holder(begun.spot, begun.way) is not _holder(spot, begun.way):
            self._say(spot, f"“{_short(mark)}”和{begun.spot.place}的开头不在同一{'张表' if begun.way == 'tr' else '处'}。")
        self._check_way(way, mark, spot)
        if what != "else":
            self.open.pop()

    def _check_way(self, way: str | None, mark: str, spot: Spot) -> None:
        """A mark for whole rows or paragraphs stands alone in its row or paragraph: what stands beside it would be lost."""
        if way == "tr" and spot.row is None:
            self._say(spot, f"“{_short(mark)}”要写在表格的一行里。")
        elif way and text_of(spot.row if way == "tr" and spot.row is not None else spot.paragraph).strip() != mark:
            self._say(spot, f"“{_short(mark)}”要单独占{'一行表格' if way == 'tr' else '一段'}，这里旁边还有别的字。")

    def _say(self, spot: Spot, words: str) -> None:
        self.problems.append(f"{spot.place}：{words}")


def _marks(spot: Spot, problems: list[str]) -> Iterator[str]:
    """The marks of a paragraph; what is no whole mark is told."""
    if wide := WIDE.search(spot.text):
        problems.append(f"{spot.place}：“{wide.group()}”是全角括号，填写位置要用半角的 {{{{ 和 }}}}。")
        return
    if left := HALF.search(MARK.sub("", spot.text)):
        at = spot.text.find(left.group())
        problems.append(f"{spot.place}：填写位置没有写完整：“{_short(spot.text[max(0, at - 8) :])}”。一个填写位置要在同一段里开始和结束。")
        return
    if BRACE.search(MARK.sub("", spot.text)):
        problems.append(f"{spot.place}：“{_short(spot.text)}”里有单个的花括号，会和填写位置混在一起，请改用别的括号。")
        return
    if "{" not in (whole := text_of(spot.paragraph)):
        return
    own = [mark for paragraph in spot.paragraph.iter(f"{W}p") for mark in MARK.findall(own_text(paragraph))]
    if sorted(MARK.findall(whole)) != sorted(own):
        problems.append(f"{spot.place}：填写位置中间插着文本框，请把文本框移到别处。")
        return
    yield from MARK.findall(spot.text)


def _holder(spot: Spot, way: str) -> object:
    return spot.table if way == "tr" else spot.paragraph.getparent() if way == "p" else spot.paragraph


def _reason(body: str) -> str:
    word = body.removeprefix("tr ").removeprefix("p ").partition(" ")[0]
    if INSIDE.search(body):
        return "不能用程序内部的名称，"
    if word in {"include", "import", "from", "extends"}:
        return "不能引入别的文件，"
    if word in {"set", "macro", "call", "raw", "block", "filter", "autoescape", "with", "do"}:
        return "模板里不能编程序，"
    if "|" in body:
        return "不能用过滤器，"
    return "不能用函数，" if "(" in body else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.3)
    return f"，是不是“{near[0]}”" if near else f"，可以用的有：{'、'.join(known)}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
