"""怎样提高: the fewest changes that reach a line, what each item costs, where the unit stands among its peers. Worked out anew each time."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import form_of, gaps_of, result_of, saved_sections
from greenlist.casework.journal.contents import load
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.yearly_tables.benchmarks import Line, lines_of, placed, pool, pool_label
from greenlist.casework.yearly_tables.selectors import benchmarks
from greenlist.engines.scoring import Result
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.explaining.coach import Change, coach
from greenlist.engines.scoring.explaining.margins import Margin, margins
from greenlist.engines.scoring.explaining.why_not import Reason, why_not
from greenlist.engines.scoring.form import GATES
from greenlist.engines.scoring.rounding import decimal_text, round_to, shown
from greenlist.portals.applicant.views.needed import has_now, wanted
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.applicant.views.sections import score_context
from greenlist.portals.shared.entry import for_roles

CENT = Fraction(1, 100)
ACTS = {"meet": "做到符合", "fill": "填报", "settle": "弄清存疑", "raise": ""}
MET = {"required", "yes_no"}  # answered with 符合 or 不符合, never with points
LOSSES_AT_ONCE, REASONS_AT_ONCE = 25, 8


@dataclass(frozen=True)
class Target:
    """A line that can be chosen. `asked`: as it stands in the address."""

    label: str
    line: Fraction
    asked: str


@dataclass(frozen=True)
class Row:
    """A change or a loss as shown: where it is filled in, what it is now and what it must become (of a loss: its points of how many)."""

    of: Change | Margin
    section: str
    act: str
    now: str
    to: str
    gain: str


@dataclass(frozen=True)
class Loss(Row):
    """A loss with the values in words: for the line that was chosen, for the next step, for full marks; and the words on the peers."""

    line: str
    step: str
    full: str
    peers: str


@dataclass(frozen=True)
class Peers:
    """In words, by indicator, where the unit stands among its peers; `why_not` where nothing can be said."""

    words: dict[str, str]
    year: int = 0
    why_not: str = ""


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/improvement/?to=<total>: nothing is stored; without `to` the line of the round, or the lowest one not yet reached."""
    application = own(request, pk)
    saved = saved_sections(application.filing)
    result = result_of(application.filing, saved)
    pass_line = parameters(application.round)["pass_line"]
    targets = _targets(result, pass_line)
    asked, fault = _asked(request.GET.get("to", ""))
    line = asked if asked is not None else next((t.line for t in targets if t.line > result.total), targets[0].line if targets else None)
    places = {row.id: section.id for section in form_of(application.filing) for row in section.rows}
    advice = coach(result, line) if line is not None else None
    peers = _peers(application, result)
    context = score_context(result, pass_line) | {
        "application": application,
        "gaps": gaps_of(application.filing, saved),
        "targets": targets,
        "target": shown(line, 4) if line is not None else "",
        "fault": fault,
        "typed": request.GET.get("to", "") if fault else "",
        "advice": None if fault else advice,
        "forced": [_change_row(result, c, places) for c in advice.changes if c.is_forced] if advice else [],
        "free": [_change_row(result, c, places) for c in advice.free] if advice else [],
        "reasons": (reasons := _reasons(result, line))[:REASONS_AT_ONCE],
        "more_reasons": reasons[REASONS_AT_ONCE:],
        "losses": (losses := _losses(result, line, places, peers))[:LOSSES_AT_ONCE],
        "more_losses": losses[LOSSES_AT_ONCE:],
        "peers": peers,
    }
    return render(request, "applicant/improvement.html", context)


def _targets(result: Result, pass_line: Any) -> list[Target]:
    lines = [("合格线", Fraction(str(pass_line)))] if pass_line else []
    lines += [(name, at_least) for name, at_least, _ in reversed(getattr(result.plan, "grades", ()))]
    return [Target(label, line, shown(line, 4)) for label, line in lines]


def _asked(text: str) -> tuple[Fraction | None, str]:
    """The total asked for, and what is wrong with it."""
    if not text.strip():
        return None, ""
    typed = text if len(text) <= 20 else f"{text[:20]}…"
    try:
        line = number(text)
    except ValueError:
        return None, f"“{typed}”不是数；请填想达到的总分，例如 85。"
    if not 0 < line <= 1000:
        return None, f"“{typed}”不是可以达到的总分；请填大于0、不超过1000的数。"
    return (None, f"“{typed}”写得太细；总分修约到0.01，请最多写两位小数。") if (line * 100).denominator != 1 else (line, "")


def _reasons(result: Result, line: Fraction | None) -> tuple[Reason, ...]:
    return why_not(result if line is None else replace(result, pass_line=line))


def _change_row(result: Result, change: Change, places: dict[str, str]) -> Row:
    place, act, item = places.get(change.id, GATES), ACTS[change.kind], result.plan.items.get(change.id)
    if change.needed:
        now = has_now(change.value, change.needed) if change.value else "未填"
        return Row(change, place, f"{act}：{change.needed.label}".lstrip("："), now, wanted(change.needed), _signed(change.gain))
    now = {"fill": "未填", "settle": "存疑", "meet": "不符合"}.get(change.kind, f"{shown(change.points)}分")
    if change.maximum == 0 or change.kind == "meet":
        return Row(change, place, act, now if change.kind == "meet" else "未填", "符合", _signed(change.gain))
    to = f"{shown(change.to)}分" if change.to else "填报即可，0分也够"
    if change.to == change.maximum:
        to = f"符合（{to}）" if item and item.kind in MET else f"{to}（满分）"
    return Row(change, place, act, now, to, _signed(change.gain))


def _losses(result: Result, line: Fraction | None, places: dict[str, str], peers: Peers) -> list[Loss]:
    """What costs most first."""
    told = sorted(margins(result, line), key=lambda margin: -max(margin.lost, margin.alone))
    return [_loss(m, places, next((peers.words[name] for name in m.item.names if name in peers.words), "")) for m in told]


def _loss(m: Margin, places: dict[str, str], peers: str) -> Loss:
    now = has_now(m.value, m.full) if m.full and m.value else ""
    return Loss(m, places.get(m.item.id, ""), "", now, f"{shown(m.points)} / {shown(m.item.points)}", _tidy(m.lost),
                wanted(m.line), wanted(m.step), wanted(m.full), peers)  # fmt: skip


def _peers(application: Application, result: Result) -> Peers:
    """The computed figures beside the newest published quartiles of the industry: only words, and only where a cell was published."""
    told = benchmarks().first()
    if told is None:
        return Peers({}, why_not="还没有公布过同行对标。每年分级之后由省厅公布一次，每格至少五家。")
    industry = pool(application.category, str(application.site.industry)[:2])
    lines = [line for line in lines_of(load(told.content_digest)) if line.industry == industry]
    if not lines:
        return Peers(
            {}, told.opening.data_year, f"已公布的同行对标里没有“{pool_label(industry)}”：不足五家，或公布了会让人看出是谁，就不公布。"
        )
    found = placed(lines, result, industry)
    words = {one.line.indicator.id.partition(":")[2]: one.words for one in found}
    return Peers(words, told.opening.data_year, "" if words else _none_placed(lines, result))


def _none_placed(lines: list[Line], result: Result) -> str:
    """Why none of the published figures stands beside one of this form."""
    published = {line.indicator.edition for line in lines if line.indicator.id.partition(":")[0] == result.plan.standard} - {""}
    if published and result.plan.edition not in published:
        return (
            f"已公布的同行对标按标准的{'、'.join(sorted(published))}版计算，本件用{result.plan.edition}版；两版的算法和单位不全一样，不比。"
        )
    return "本件还没有算出同行对标里的指标。"


def _signed(value: Fraction) -> str:
    return f"＋{_tidy(value)}" if value > 0 else "0"


def _tidy(value: Fraction) -> str:
    """Two decimals, also where they are noughts: figures of one column."""
    return decimal_text(round_to(value, CENT), CENT)
