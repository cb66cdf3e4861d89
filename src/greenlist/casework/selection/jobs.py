"""In the background: a trial of more units than somebody should wait for at the page; it leaves a workbook and nothing else."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters, unit_names
from greenlist.casework.selection.what_if import VERDICT_WORDS, Trial, filled_in, tried
from greenlist.casework.standards.selectors import source_called
from greenlist.engines.scoring.overlay import Overlay, Patch
from greenlist.papers.list_sheet import Part, Signed, write_xlsx

WHAT_IF = "what_if"
Patches = list[list[str | None]]


def _check(actor: Actor, *, round: str, standard: str, patches: Patches, words: Sequence[str] = ()) -> None:
    if not actor.may("read_province"):
        raise NotAllowed("试算由省厅和省融合推进中心办理。", then="请换到有此职责的岗位。")


@job_kind(WHAT_IF, label="试算", check=_check)
def try_in_background(work: Work, *, round: str, standard: str, patches: Patches, words: Sequence[str] = ()) -> None:
    """Every unit of a round before and after, told unit by unit; the workbook has what the page would show.

    `words`: the standard and each change as whoever asked has read them; work asked for without has their keys.
    """
    found, (name, _, edition) = Round.objects.get(pk=round), standard.partition("/")
    overlay = Overlay(name, edition, "试算", tuple(Patch(path, value) for path, value in patches if path))
    units = filled_in(work.actor, found).filter(filing__standard=name, filing__edition=edition)
    trial = tried(list(units), source_called(name, edition), overlay, parameters(found)["pass_line"], work.told)
    told = words or [standard, *(f"{path} 改为 {'不设' if value is None else value}" for path, value in patches)]
    about = [f"{found.title}　试算　{told[0]}", *told[1:]]
    about.append("按各单位最近一次提交的自评数据算，不是评审分；只是试算，不作任何决定。")
    if trial.left_out:
        about.append(f"另有{trial.left_out}件按这一标准的旧文本填报，没有算。")
    with work.result(f"试算 {found.title}.xlsx") as target:
        write_xlsx(target, about, parts_of(trial, dict(unit_names(found))))


def parts_of(trial: Trial, cities: dict[str, str]) -> Iterator[Part]:
    """The tables of the page: the units that move furthest first, then by recommending unit, then by indicator."""
    rows = sorted(trial.rows, key=lambda row: (row.kind not in {"gained", "lost"}, -abs(row.moved)))
    yield Part("单位", ("申报号", "单位", "推荐单位", "现在", "试算", "变化", "现在的结论", "试算的结论"), (
        (row.application.number, row.application.site.name, cities[row.application.unit], Decimal(row.before.shown), Decimal(row.after.shown),
         _change(row.moved_shown), VERDICT_WORDS[row.before.verdict], VERDICT_WORDS[row.after.verdict])
        for row in rows
    ))  # fmt: skip
    yield Part("按推荐单位", ("推荐单位", "件数", "升", "降", "转合格", "转不合格", "平均"), (
        (cities[code], Decimal(change.units), *map(Decimal, change.counts), _change(change.mean_shown)) for code, change in trial.by_unit
    ))  # fmt: skip
    yield Part("按指标", ("指标", "名称", "升", "降", "合计"), (
        (change.id, change.label, Decimal(change.up), Decimal(change.down), _change(change.moved_shown)) for change in trial.by_indicator
    ))  # fmt: skip


def _change(shown: str) -> Signed:
    """A change as it is shown on the page, as a number that a workbook can add up."""
    return Signed(shown.replace("＋", "").replace("−", "-"))
