"""自查: a unit answers about itself and sees which clauses would bar it, which are open, and why. Nothing is stored or journalled."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.clock import today
from greenlist.casework.rounds.selectors import current_notice, current_round, parameters
from greenlist.engines.screening import self_check
from greenlist.rulebook.eligibility.conditions import CATEGORIES
from greenlist.rulebook.eligibility.findings import Verdict, word
from greenlist.rulebook.notices import notice, round_parameters

ORDER = [Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET]


def form(request: HttpRequest) -> HttpResponse:
    """GET/POST /self-check/: category, industry, mode, third_party, national, provincial, listed, is_factory; C-43 with -from and -until …"""
    text, typed = notice(current_notice()), request.POST
    offered = round_parameters(text.id).categories
    problems = self_check.problems(text, typed)
    context: dict[str, Any] = {
        "notice": text,
        "categories": [(c, CATEGORIES[c]) for c in offered],
        "asked": [_question(clause, typed) for clause in self_check.asked(text)],
        "typed": typed,
        "problems": problems,
        "checked_on": today(),
    }
    if request.method == "POST" and not problems:
        context |= _answered(text.id, typed)
    return render(request, "public/self_check.html", context, status=409 if problems else 200)


def _question(clause: Any, typed: Any) -> dict[str, Any]:
    answers = {"answer": typed.get(clause.id, ""), "start": typed.get(f"{clause.id}-from", ""), "end": typed.get(f"{clause.id}-until", "")}
    return {"clause": clause, "words": self_check.question(clause), **answers}


def _answered(notice_id: str, typed: Any) -> dict[str, Any]:
    """The answers of the rules, what bars first; a condition that does not concern this unit is left out."""
    round_, given = current_round(), round_parameters(notice_id)
    values = parameters(round_) if round_ and round_.notice == notice_id else given.values()
    rows = [r for r in self_check.self_checked(notice(notice_id), values, given.categories, typed, today()) if r.finding.verdict in ORDER]
    rows.sort(key=lambda row: ORDER.index(row.finding.verdict))
    told = [
        {"row": row, "words": _words(row), "word": word("exclusion" if row.answer else "condition", row.finding.verdict)} for row in rows
    ]
    return {"rows": told, "counts": [sum(1 for row in rows if row.finding.verdict == verdict) for verdict in ORDER]}


def _words(row: self_check.Answered) -> str:
    return self_check.question(row.clause) if row.answer else row.clause.quote or row.clause.obligation
