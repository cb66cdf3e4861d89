"""Rows whose unit is not sure: judged one by one with a reason, and nothing taken in before every one was."""

from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.delivery.matching import Meant, all_meant
from greenlist.casework.delivery.models import OfflinePackage, RowJudgement
from greenlist.casework.delivery.opening import read_manifest
from greenlist.casework.delivery.permissions import check_may_take_in
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long

NOT_TAKEN = "报送包没有收入。"


def judge_row(
    package: OfflinePackage, *, place: int, is_same: bool, reason: str, actor: Actor, renamed_on: date | None = None
) -> RowJudgement:  # fmt: skip
    """Write down whether the doubtful row means the unit held here (or, of a new one, belongs to this office); a later word replaces it.

    With `renamed_on` the unit bears the name of the package from that day on, once the package is taken in; without it the name held
    here stays. Raises Refused without a reason or for a row that is in no doubt, WrongState once the package was taken in.
    """
    check_may_take_in(actor)
    reason = reason.strip()
    check_plain(reason)
    manifest: Any = read_manifest(path_of_file(package.file)).manifest
    with transaction.atomic():
        held = OfflinePackage.objects.select_for_update(of=("self",)).get(pk=package.pk)
        if held.batch_id:
            raise WrongState("这个包已经收入，不能再认定。", then="刷新页面可看到最新状态。", code="already")
        row = next((m for m in all_meant(held, manifest["rows"] if manifest else []) if m.place == place and m.doubts), None)
        problems = too_long(RowJudgement, reason=reason)
        problems += [] if reason else ["请写明认定的理由和依据。"]
        problems += [] if row else [f"第{place}件没有待核实的地方。"]
        problems += _rename_faults(row, renamed_on) if row and is_same and renamed_on else []
        if problems or row is None:
            raise Refused("认定没有保存。", items=problems, then="改好后再存。", clause="C-09")
        said, _ = RowJudgement.objects.update_or_create(
            package=held, place=place,
            defaults={"organisation": row.organisation, "is_same": is_same, "renamed_on": renamed_on if is_same else None, "reason": reason, "judged_by": actor.name, "judged_at": now()},
        )  # fmt: skip
        detail = {
            "place": place,
            "unit": row.told["organisation"]["name"],
            "doubts": list(row.doubts),
            "is_same": is_same,
            "reason": reason,
            "renamed_on": renamed_on.isoformat() if renamed_on and is_same else "",
        }
        record("judge_package_row", actor=actor, subject=held, clause="C-09", detail=detail)
    return said


def _rename_faults(row: Meant, on: date) -> list[str]:
    if not row.has_other_name or row.organisation is None:
        return ["名称相同，没有更名可记。"]
    since = max((borne.from_on for borne in row.organisation.names.all() if borne.from_on), default=None)
    if on > today():
        return ["更名日期还没有到。"]
    return [f"更名日期早于本系统现用名称“{row.organisation.name}”的启用日期{since.isoformat()}。"] if since and on <= since else []


def check_judged(package: OfflinePackage, manifest: Any) -> None:
    """Raises Refused while a row is in doubt, or was judged to be another unit: the bureau puts that right."""
    rows = all_meant(package, manifest["rows"])
    if waiting := [f"第{m.place}件 {m.told['site']['name'][:40]}：{'；'.join(m.doubts)}" for m in rows if m.waits]:
        raise Refused(NOT_TAKEN, items=waiting, then="请先在报送包页面对这些件逐件写明理由、认定。", clause="C-09", code="not_judged")
    if refused := [(m, m.judgement) for m in rows if m.is_refused]:
        items = [
            f"第{m.place}件 {m.told['site']['name'][:40]}（{m.told['organisation']['credit_code']}）：{'；'.join(m.doubts)}。"
            f"{said.judged_by}认定不符：{said.reason}"
            for m, said in refused if said
        ]  # fmt: skip
        then = f"请把这些原因告诉{package.office}，由它改正批次{package.number}后重新生成。"
        raise Refused(NOT_TAKEN, items=items, then=then, clause="C-09", code="judged_not")
