"""Offering a package, laying it aside, taking it in: all of it in one transaction, or nothing and every reason."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.delivery.checking import late_and_unsealed, problems_of, round_of
from greenlist.casework.delivery.entering_services import Looks, enter_batch
from greenlist.casework.delivery.judging_services import check_judged
from greenlist.casework.delivery.models import OfflinePackage, ReturnReceipt
from greenlist.casework.delivery.opening import check_package, read_manifest, unpack_package
from greenlist.casework.delivery.permissions import check_may_take_in
from greenlist.casework.delivery.receipts import read_receipt
from greenlist.casework.delivery.selectors import works_here
from greenlist.casework.files.inspection import Inspection, inspect_once
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import drop_unowned, remove_file, store_file
from greenlist.casework.files.storage import keep, path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.engines.ledger.package import Checked

MOST_PACKAGE_MB = 2000
ZIP = "application/zip"
ASK_BACK = "一个文件也没有存。请把这些原因告诉推荐单位，由它改正后重新生成。"
Told = Callable[[int, int], None]


class KnownPackage(Refused):
    """This very package is here already, taken in or not; nothing was stored a second time."""

    def __init__(self, package: OfflinePackage) -> None:
        what = f"这个包已由{package.taken_by}收入，没有重复收入。" if package.batch_id else "这个包已经上传过，等您核对后收入。"
        super().__init__(what, code="already", clause="C-09")
        self.package = package


def offer_package(*, chunks: Iterable[bytes], name: str, actor: Actor) -> OfflinePackage:
    """Keep a package that is in order, for somebody to look at before it is taken in.

    Raises Refused with everything that is wrong, nothing being stored then; KnownPackage when it is here already.
    """
    check_may_take_in(actor)
    found: list[Checked] = []

    def look(path: Path, name: str) -> Inspection:
        del name
        found.append(_checked(path))
        return Inspection(ZIP, None, None, "")

    # Before the transaction: it may take minutes, and SQLite lets nobody else write meanwhile.
    file = store_file(chunks=chunks, name=name, owner=_office(actor), actor=actor, limit_mb=MOST_PACKAGE_MB, look=look)
    try:
        return _kept(found[0], file, actor)
    except IntegrityError:
        remove_file(file, actor=actor)
        raise KnownPackage(OfflinePackage.objects.get(digest=found[0].digest)) from None


def drop_package(package: OfflinePackage, *, actor: Actor) -> None:
    """Lay a package aside that is not to be taken in; its zip goes. Raises WrongState once it was taken in."""
    check_may_take_in(actor)
    with transaction.atomic():
        held = OfflinePackage.objects.select_for_update(of=("self",)).get(pk=package.pk)
        if held.batch_id:
            raise WrongState("这个包已经收入，不能再移除。", then="刷新页面可看到最新状态。", code="already")
        file = held.file
        record("drop_package", actor=actor, subject=held, clause="C-09", detail={"package": held.digest})
        held.delete()
        remove_file(file, actor=actor)


def check_asked(package: OfflinePackage, *, is_asked: bool) -> None:
    """An office that works on this installation would hand in here: its package wants a second look. Raises Refused without."""
    if package.batch_id is None and not is_asked and works_here(package):
        raise Refused("报送包没有收入。", items=[f"{package.office}在本系统有账号或批次，可以在线报送；它的离线报送包须先核实。"],
                      then="请与它电话核对总摘要，勾选“已电话核对”后再收入。", clause="C-09")  # fmt: skip


def take_in_package(
    package: OfflinePackage, *, actor: Actor, is_asked: bool = False, told: Told = lambda done, total: None
) -> Batch:  # fmt: skip
    """Take an offered package in: organisations, sites, applications with what was found, and the batch as handed in when it arrived.

    `is_asked` says that its office was asked on the telephone. `told(done, total)` hears of the files as they are unpacked and looked at.
    Raises Refused with all that stands against it by now.
    """
    check_may_take_in(actor)
    check_asked(package, is_asked=is_asked)
    place = path_of_file(package.file)
    read = read_manifest(place)
    manifest: Any = read.manifest
    if manifest is None or read.digest != package.digest:
        raise Refused(
            "报送包没有收入。", items=read.problems or ["存放的压缩包与上传时不同。"], then="请向推荐单位另取一份。", clause="C-09"
        )
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        looks = _unpack(place, Path(folder), manifest, told)
        for digest in looks:
            keep(Path(folder) / digest.removeprefix("sha256:"), digest)
    try:
        with transaction.atomic():
            return _entered(package, manifest, looks, is_asked=is_asked, actor=actor)
    except BaseException:
        drop_unowned(looks)
        raise


def load_receipt(body: bytes, *, actor: Actor) -> ReturnReceipt:
    """Load the receipt that came back, at the bureau that handed in; the same again changes nothing.

    Raises Refused for what is no receipt, or one about another batch or other content.
    """
    said = read_receipt(body)
    if said is None:
        raise Refused(
            "回执没有读入。", items=["这不是省级系统出具的回执文件。"], then="请选省级发回的回执（.json），不要改动。", clause="C-09"
        )
    batch = Batch.objects.filter(number=said["number"], unit=actor.unit, state="submitted").first() if actor.may("prepare_batch") else None
    if batch is None:
        raise Refused("回执没有读入。", items=[f"本单位没有报送过批次{said['number']}。"], clause="C-09")
    if said["content"] != batch.content_digest:
        raise Refused(
            "回执没有读入。",
            items=["回执上的内容摘要与报送时存证的不同：省级收入的不是这一份。"],
            then="请与省级核对总摘要。",
            clause="C-09",
        )
    with transaction.atomic():
        plain = {name: said[name] for name in ("office", "taken_by")} | {
            name: datetime.fromisoformat(said[name]) for name in ("offered_at", "taken_at")
        }
        kept, is_new = ReturnReceipt.objects.get_or_create(batch=batch, defaults=plain | {"loaded_by": actor.name, "loaded_at": now()})
        if is_new:
            record(
                "load_receipt", actor=actor, subject=batch, clause="C-09", detail={"package": said["package"], "taken_by": said["taken_by"]}
            )
    return kept


def _kept(checked: Checked, file: StoredFile, actor: Actor) -> OfflinePackage:
    manifest: Any = checked.manifest
    with transaction.atomic():
        package = OfflinePackage.objects.create(
            round=round_of(manifest), unit=manifest["office"]["unit"], office=manifest["office"]["name"], number=manifest["batch"]["number"],
            row_count=len(manifest["rows"]), file=file, digest=checked.digest, offered_by=actor.name, offered_at=now(),
        )  # fmt: skip
        record(
            "offer_package",
            actor=actor,
            subject=package,
            clause="C-09",
            detail={"package": package.digest, "file": file.digest, "bytes": file.size_bytes, "name": file.name},
        )
    return package


def _entered(package: OfflinePackage, manifest: Any, looks: Looks, *, is_asked: bool, actor: Actor) -> Batch:
    """Asked once more under the lock of the round, then entered."""
    Round.objects.select_for_update().get(pk=package.round_id)
    held = OfflinePackage.objects.select_for_update(of=("self",)).get(pk=package.pk)
    if held.batch_id:
        raise KnownPackage(held)
    if problems := problems_of(manifest, at=held.offered_at):
        raise Refused("报送包没有收入。", items=problems, then=ASK_BACK, clause="C-09")
    check_judged(held, manifest)
    if is_asked:
        record("confirm_package", actor=actor, subject=held, clause="C-09", detail={"package": held.digest})
    late, unsealed = late_and_unsealed(manifest, held.round, held.offered_at)
    held.batch = enter_batch(held, manifest, looks, late=late, unsealed=unsealed, actor=actor)
    held.taken_by, held.taken_at = actor.name, now()
    held.save(update_fields=["batch", "taken_by", "taken_at", "matches"])
    return held.batch


def _checked(path: Path) -> Checked:
    """The package checked by itself and against what is held here. Raises Refused with everything, KnownPackage for one that is here."""
    checked = check_package(path)
    manifest: Any = checked.manifest
    if not checked.problems:
        if known := _known(checked.digest, manifest):
            raise KnownPackage(known)
        checked.problems.extend(problems_of(manifest, at=now()))
    if checked.problems:
        raise Refused("离线报送包没有收下。", items=checked.problems, then=ASK_BACK, clause="C-09")
    return checked


def _known(digest: str, manifest: Any) -> OfflinePackage | None:
    """The same manifest, or another packing of the very batch that was taken in."""
    same = OfflinePackage.objects.filter(digest=digest).first()
    taken = OfflinePackage.objects.filter(number=manifest["batch"]["number"], batch__content_digest=manifest["batch"]["digest"])
    return same or taken.first()


def _unpack(place: Path, folder: Path, manifest: Any, told: Told) -> dict[str, Inspection]:
    """The files unpacked, and what was found in each, by digest: looked at by the same child as any upload, before the first row is written."""
    files = manifest["files"]
    if problem := unpack_package(place, folder, lambda done, total: told(done, 2 * total)):
        raise Refused("报送包没有收入。", items=[problem], then=ASK_BACK, clause="C-09")
    problems, looks = [], {}
    for done, file in enumerate(files, start=1):
        looks[file["digest"]] = look = inspect_once(folder / file["digest"].removeprefix("sha256:"), file["name"], file["digest"])
        problems += [f"“{file['path']}”：{look.problem}"] if look.problem else []
        told(len(files) + done, 2 * len(files))
    if problems:
        raise Refused("报送包没有收入。", items=problems, then=ASK_BACK, clause="C-09")
    return looks


def _office(actor: Actor) -> Any:
    return actor.organisation_id
