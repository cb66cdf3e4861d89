"""条款: quoted words, how they are judged, boundary cases computed now, parameters, where they act."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.rounds.selectors import current_notice
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.eligibility.registry import registered
from greenlist.rulebook.notices import Clause, Notice, Passage, RoundParameters, notice, notice_ids, round_parameters

EXCLUSIONS, LEAD = "3.1", "C-42"


@dataclass(frozen=True)
class Part:
    """The passages under one heading of the notice; what stands before the first or after the last heading has none."""

    heading: str
    passages: tuple[Passage, ...]


@kept
@exported
def current(request: HttpRequest) -> HttpResponse:
    """GET /clauses/: the clauses of the current round's notice."""
    return index(request, current_notice())


@kept
@exported
def index(request: HttpRequest, notice_id: str) -> HttpResponse:
    """GET /clauses/<notice>/: every passage with its clauses, under the headings of the notice."""
    text = _notice(notice_id)
    parts = [(part.heading, [(p, text.clauses_of(p.id)) for p in part.passages]) for part in parts_of(text)]
    bound = sum(1 for clause in text.clauses if clause.binding)
    return render(request, "public/clauses.html", {"notice": text, "parts": parts, "bound": bound})


@kept
def show(request: HttpRequest, notice_id: str, passage_id: str) -> HttpResponse:
    """GET /clauses/<notice>/<passage>/."""
    text = _notice(notice_id)
    try:
        passage = text.passage(passage_id)
    except KeyError:
        raise Http404 from None
    given = round_parameters(notice_id)
    clauses = text.clauses_of(passage_id)
    explained = [_explained(clause, given) for clause in clauses]
    at = text.passages.index(passage)
    context = {
        "notice": text,
        "parts": parts_of(text),
        "passage": passage,
        "trail": _trail(text, passage),
        "lead": text.clause(LEAD).quote if _is_exclusion(passage_id) else "",
        "quoted": _marked(passage.public_text, clauses),
        "judged": [e for e in explained if e["rule"]],
        "others": [clause for clause in clauses if clause.binding is None],
        "clauses": clauses,
        "kinds": list(dict.fromkeys(clause.kind_label for clause in clauses)),
        "is_exclusion": _is_exclusion(passage_id),
        "parameters": _parameters(passage_id, clauses, given),
        "articles": sorted({_article(a) for c in clauses for a in c.articles}),
        "years": _years(given),
        "before": text.passages[at - 1] if at else None,
        "after": text.passages[at + 1] if at + 1 < len(text.passages) else None,
    }
    return render(request, "public/clause.html", context)


def parts_of(text: Notice) -> list[Part]:
    """The passages in order, cut where their first number changes; only parts 1 to 3 carry a heading of the notice's own."""
    parts = []
    for number, passages in groupby(text.passages, key=lambda p: p.id.partition(".")[0]):
        held = tuple(passages)
        parts.append(Part(held[0].heading if number in {"1", "2", "3"} else "", held))
    return parts


def _notice(notice_id: str) -> Notice:
    if notice_id not in notice_ids():
        raise Http404
    return notice(notice_id)


def _is_exclusion(passage_id: str) -> bool:
    return passage_id.startswith(f"{EXCLUSIONS}.")


def _trail(text: Notice, passage: Passage) -> list[str]:
    """三、工作要求 › 申报材料审核 › 第1种情形: where the passage stands."""
    trail = [part.heading for part in parts_of(text) if passage in part.passages and part.heading]
    if _is_exclusion(passage.id):
        trail += [text.passage(EXCLUSIONS).title, f"第{passage.id.rpartition('.')[2]}种情形"]
    return trail


def _parameters(passage_id: str, clauses: tuple[Clause, ...], given: RoundParameters) -> list[Any]:
    """What the passage's own clauses set, then what every exclusion rests on: the look-back and the stages of C-42."""
    own = {clause.id for clause in clauses}
    shared = {key for clause in clauses if clause.binding for key in clause.binding.parameters}
    shared |= {"check_stages", "lookback_years"} if _is_exclusion(passage_id) else set()
    return [p for p in given.parameters if p.clause in own] + [p for p in given.parameters if p.key in shared and p.clause not in own]


def _article(number: str) -> str:
    """15（1） for 15(1); an article that was inferred stands in brackets of its own, which are dropped."""
    return number.strip("()") if number.startswith("(") else number.replace("(", "（").replace(")", "）")


def _years(given: RoundParameters) -> list[tuple[int, str]]:
    """(year, notice id or '') for the years before and after this notice's, in its province."""
    held = {other.year: other.notice_id for n in notice_ids() if (other := round_parameters(n)).province == given.province}
    return [(year, held.get(year, "")) for year in (given.year - 1, given.year + 1)]


def _explained(clause: Clause, given: RoundParameters) -> dict[str, Any]:
    """The rule of a clause with its boundary cases, each computed now with the round's parameters."""
    if clause.binding is None:
        return {"clause": clause, "cases": [], "rule": None}
    values = clause.binding.given(given.values())
    rule = registered(clause.binding.rule)
    cases = []
    for case in examples(rule.name, clause.id):
        finding = case.finding(rule.name, clause.id, values)
        kind = "exclusion" if _is_exclusion(clause.passage) else "priority" if clause.kind == "priority" else "condition"
        cases.append({"example": case, "word": word(kind, finding.verdict), "finding": finding})
    return {
        "clause": clause,
        "rule": rule,
        "cases": cases,
        "agreeing": sum(1 for c in cases if c["finding"].verdict == c["example"].expected),
        "settle_by": next((c["finding"].settle_by for c in cases if c["finding"].settle_by), ""),
    }


def _marked(text: str, clauses: tuple[Clause, ...]) -> list[tuple[str, str]]:
    """The passage cut into (words, how they are marked) pieces: `rule` judged by a rule, `quote` any other clause's words."""
    spans = sorted(
        (text.index(c.quote), text.index(c.quote) + len(c.quote), "rule" if c.binding else "quote") for c in clauses if c.quote in text
    )
    pieces, at = [], 0
    for start, end, how in spans:
        if start < at:
            continue
        pieces += [(text[at:start], ""), (text[start:end], how)]
        at = end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]
