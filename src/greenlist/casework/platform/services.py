"""Comparing: the table the platform gave back is read in a child, every difference with ours is told with both places, and kept."""

from dataclasses import asdict

from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows import rows_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.platform.models import DifferenceSettlement, PlatformComparison
from greenlist.casework.platform.selectors import NOMINATIONS, rows_for
from greenlist.casework.recommendation.papers import platform_units
from greenlist.casework.rounds.models import Round
from greenlist.engines.identity import differences
from greenlist.papers.platform_table import entries_of, entry_of, read_table, same_words

KEPT_UNREAD, MOST_DIFFERENCES = 200, 5_000


def check_may_compare(actor: Actor) -> None:
    """Raises NotAllowed unless the actor compares with the platform: a bureau, or the department."""
    if not (actor.may("prepare_batch") or actor.may("draft_selection")):
        raise NotAllowed("与平台比对由推荐单位或省厅办理。", clause="C-10")


def compare(round_: Round, *, file: StoredFile, against: str, actor: Actor) -> PlatformComparison:
    """Compare a table of the platform with our rows. Raises Refused for what is no table, names no unit, or where we have nothing."""
    check_may_compare(actor)
    is_bureau = actor.may("prepare_batch")
    if against not in PlatformComparison.Against.values or (is_bureau and against == NOMINATIONS):
        raise Refused("没有比对。", items=["请选与什么比。"], clause="C-10")
    rows = list(rows_for(actor, round_, against))
    read = read_table(rows_of(file))
    problems = [] if rows else ["本系统里还没有可比的件。"]
    if not read.units:
        problems.append(f"“{file.name}”里没有读到单位：要有一行表头，其中有单位名称和另外至少一栏。")
    if problems:
        raise Refused("没有比对。", items=problems, clause="C-10", then="请用平台导出的原表，另存为 xlsx 或 csv 后再上传。")
    only = "国家级" if against == NOMINATIONS else ""
    found = differences([entry_of(unit) for unit in platform_units(rows, only=only)], entries_of(read), same_words())
    if len(found) > MOST_DIFFERENCES:
        raise Refused(f"没有比对：“{file.name}”与本系统有{len(found)}处不一致，多半不是本轮、本地区的表。", clause="C-10",
                      then="请在平台上只导出本轮、本地区的单位，再上传。")  # fmt: skip
    with transaction.atomic():
        made = PlatformComparison.objects.create(
            round=round_, unit=actor.unit if is_bureau else "", against=against, file=file, our_count=len(rows), their_count=len(read.units),
            differences=[asdict(one) for one in found], unread=[list(line) for line in read.unread[:KEPT_UNREAD]],
            compared_by=actor.name, compared_at=now(),
        )  # fmt: skip
        record("compare_platform", actor=actor, subject=made, clause="C-10",
               detail={"file": file.digest, "ours": len(rows), "theirs": len(read.units), "differences": len(found)})  # fmt: skip
    return made


def settle_difference(comparison: PlatformComparison, *, place: int, outcome: str, reason: str, actor: Actor) -> DifferenceSettlement:
    """Write down what was done about one difference; `place` counts from 1. Nothing of ours and nothing on the platform changes by it.

    Raises Refused without an outcome, for a place that there is not, or where nothing is to be done and nobody says why.
    """
    check_may_compare(actor)
    if comparison.unit != (actor.unit if actor.may("prepare_batch") else ""):
        raise NotAllowed("这次比对是别的单位办理的。", clause="C-10")
    reason = reason.strip()
    check_plain(reason)
    problems = too_long(DifferenceSettlement, reason=reason)
    if outcome not in DifferenceSettlement.Outcome.values:
        problems.append("请选这一处怎样了结。")
    if outcome == DifferenceSettlement.Outcome.NOTHING_NEEDED and not reason:
        problems.append("无需处理的，请写明理由。")
    if not 1 <= place <= len(comparison.differences):
        problems.append("这次比对没有这一处差异。")
    if problems:
        raise Refused("差异没有了结。", items=problems, then="补好之后再保存。", clause="C-10")
    with transaction.atomic():
        said, _ = DifferenceSettlement.objects.update_or_create(
            comparison=comparison, place=place,
            defaults={"outcome": outcome, "reason": reason, "settled_by": actor.name, "settled_at": now()},
        )  # fmt: skip
        told = comparison.differences[place - 1]
        record("settle_difference", actor=actor, subject=comparison, reason=reason, clause="C-10",
               detail={"place": place, "outcome": outcome, **{key: told[key] for key in ("kind", "name", "field", "ours", "theirs")}})  # fmt: skip
    return said
