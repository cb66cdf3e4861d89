"""The receipt of the ministry's platform, written down for a batch (C-10)."""

from datetime import date

from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.recommendation.models import Batch, PlatformReceipt


def record_platform_receipt(
    batch: Batch, *, number: str, uploaded_on: date | None, proof: StoredFile | None, actor: Actor
) -> PlatformReceipt:
    """Register what the platform answered: its number, the day, a screenshot or scan. Before or after handing in: 同步 says no order.

    Raises Refused under C-10 with all that is missing.
    """
    if not actor.may("prepare_batch") or batch.unit != actor.unit:
        raise NotAllowed("这不是本单位的推荐批次。", clause="C-10")
    check_plain(number)
    if batch.state not in {"signing", "submitted"}:
        raise WrongState("先送签，再登记平台回执。", clause="C-10")
    if problems := _problems(batch, number.strip(), uploaded_on, proof):
        raise Refused("平台回执没有登记。", items=problems, clause="C-10", then="在平台上找到这一批的上传记录，截图或打印后登记。")
    with transaction.atomic():
        made = PlatformReceipt.objects.create(
            batch=batch, number=number.strip(), uploaded_on=uploaded_on, proof=proof, recorded_by=actor.name, recorded_at=now()
        )
        record("record_platform_receipt", actor=actor, subject=batch, clause="C-10",
               detail={"number": made.number, "uploaded_on": str(uploaded_on), "proof": made.proof.digest})  # fmt: skip
    return made


def _problems(batch: Batch, number: str, uploaded_on: date | None, proof: StoredFile | None) -> list[str]:
    found = [] if number else ["请填平台给出的回执号或批次号。"]
    if uploaded_on is None:
        found.append("请填上传日期。")
    elif not batch.round.opens_on <= uploaded_on <= today():
        found.append(f"上传日期{uploaded_on.isoformat()}不在本轮开启之日到今天之间。")
    if proof is None:
        found.append("请附平台回执的截图或扫描件（PDF、PNG、JPG）。")
    if number and batch.platform_receipts.filter(number=number).exists():
        found.append(f"回执 {number} 已登记，不必重复登记。")
    return found + too_long(PlatformReceipt, number=number)
