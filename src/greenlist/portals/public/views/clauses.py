"""条款: quoted words, how they are judged, boundary cases computed now, parameters, where they act."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.eligibility.registry import registered
from greenlist.rulebook.notices import Clause, Notice, RoundParameters, notice, notice_ids, round_parameters


def index(request: HttpRequest, notice_id: str) -> HttpResponse:
    """GET /clauses/<notice>/: every passage with its clauses."""
    text = _notice(notice_id)
    passages = [(passage, text.clauses_of(passage.id)) for passage in text.passages]
    return render(request, "public/clauses.html", {"notice": text, "passages": passages})


def show(request: HttpRequest, notice_id: str, passage_id: str) -> HttpResponse:
    """GET /clauses/<notice>/<passage>/."""
    text = _notice(notice_id)
    try:
        passage = text.passage(passage_id)
    except KeyError:
        raise Http404 from None
    given = round_parameters(notice_id)
    clauses = text.clauses_of(passage_id)
    context = {
        "notice": text,
        "passage": passage,
        "quoted": _marked(passage.public_text, clauses),
        "clauses": [_explained(clause, given) for clause in clauses],
        "parameters": [p for p in given.parameters if p.clause in {c.id for c in clauses} | _shared(passage_id)],
        "articles": sorted({a for c in clauses for a in c.articles}),
        "signed_in": not request.actor.is_anonymous,
    }
    return render(request, "public/clause.html", context)


def _notice(notice_id: str) -> Notice:
    if notice_id not in notice_ids():
        raise Http404
    return notice(notice_id)


def _shared(passage_id: str) -> set[str]:
    """Every exclusion also rests on the look-back of C-42."""
    return {"C-42"} if passage_id.startswith("3.1.") else set()


def _explained(clause: Clause, given: RoundParameters) -> dict[str, Any]:
    if clause.binding is None:
        return {"clause": clause, "cases": [], "rule": None}
    values = {key: given.parameter(key).value for key in clause.binding.parameters}
    found = registered(clause.binding.rule)
    cases = []
    for case in examples(clause.binding.rule):
        finding = case.finding(clause.binding.rule, clause.id, values)
        cases.append({"example": case, "word": word("exclusion", finding.verdict), "fact": finding.fact, "window": finding.window})
    return {"clause": clause, "cases": cases, "rule": found}


def _marked(text: str, clauses: tuple[Clause, ...]) -> list[tuple[str, bool]]:
    """The passage cut into (words, is a clause's quote) pieces, in order."""
    spans = sorted((text.index(c.quote), text.index(c.quote) + len(c.quote)) for c in clauses if c.quote in text)
    pieces, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]
