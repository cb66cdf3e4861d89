"""Templates: upload (checked, with every fault and its place), look at the filled sample, put a version in use, take one out of use."""

import json
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from greenlist.casework.files.children import run_child
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.casework.stationery.permissions import check_may_keep
from greenlist.casework.stationery.printing import CHILD, printed
from greenlist.papers.stationery.fields import stationery
from greenlist.papers.stationery.samples import sample

LIMIT_MB = 5


def upload_template(*, paper: str, chunks: Iterable[bytes], name: str, note: str, actor: Actor) -> PaperTemplate:
    """Keep one more version, not yet in use. Raises Refused with every fault of the template and its place."""
    check_may_keep(actor)
    check_plain(note)
    if paper not in stationery():
        raise Refused("没有上传：请选一种公文。")
    if problems := too_long(PaperTemplate, note=note.strip()):
        raise Refused("没有上传。", items=problems)
    body = b"".join(_limited(chunks, name))
    check_template(paper, body, name)
    with transaction.atomic():
        file = store_file(chunks=[body], name=name, owner=_owner(actor), actor=actor, limit_mb=LIMIT_MB, only=(ENDINGS[".docx"],))
        before = PaperTemplate.objects.select_for_update().filter(paper=paper, unit=actor.unit)
        version = (before.aggregate(newest=Max("version"))["newest"] or 0) + 1
        made = _created(paper=paper, unit=actor.unit, version=version, file=file, note=note.strip(), uploaded_by=actor.signature,
                        uploaded_at=now())  # fmt: skip
        record("upload_template", actor=actor, subject=made, detail={"paper": paper, "version": version, "digest": file.digest})
    return made


def check_template(paper: str, body: bytes, name: str) -> None:
    """Look at a template in a child with limits. Raises Refused with every fault."""
    temporary, _, _ = receive([body])
    try:
        done = run_child(CHILD, "check", paper, str(temporary))
    finally:
        Path(temporary).unlink(missing_ok=True)
    if not done.is_in_order or not done.said:
        raise Refused(f"“{name}”没有上传：文件打不开，可能太大或已损坏。", then="请下载默认模板，在它上面改。")
    if problems := json.loads(done.said):
        raise Refused(
            f"“{name}”没有上传，有{len(problems)}处要改。", items=problems, then="请在 Word 里照这些位置改好，再上传；原来的模板没有变。"
        )


def preview_template(template: PaperTemplate, *, actor: Actor) -> bytes:
    """The version filled with invented rows, labelled as such, as a Word file; it is kept who looked, and only he may put it in use."""
    check_may_keep(actor)
    filled = printed(template.paper, template.file.digest, sample(stationery()[template.paper]), is_demo=True)
    if template.unit == actor.unit:
        with transaction.atomic():
            looked = {"previewed_by": actor.signature, "previewed_user": actor.user_id, "previewed_at": now()}
            PaperTemplate.objects.filter(pk=template.pk).update(**looked)
            record("preview_template", actor=actor, subject=template, detail={"version": template.version})
    return filled


def use_template(template: PaperTemplate, *, actor: Actor) -> None:
    """Use a kept version, in the place of the one in use. Raises Refused for who has not looked at its sample."""
    check_may_keep(actor, template)
    with transaction.atomic():
        rows = PaperTemplate.objects.select_for_update().filter(paper=template.paper, unit=template.unit)
        kept = rows.get(pk=template.pk)
        if kept.used_from:
            raise WrongState(f"第{template.version}版已经在用。", code="already")
        if kept.previewed_user is None or kept.previewed_user != actor.user_id:
            raise Refused(
                f"第{template.version}版没有启用：您还没有看过样张。", then=f"请先按“预览第{template.version}版”，看填好的样子，再启用。"
            )
        rows.update(used_from=None)
        rows.filter(pk=template.pk).update(used_from=now())
        record("use_template", actor=actor, subject=template, detail={"version": template.version})


def stop_template(template: PaperTemplate, *, actor: Actor) -> None:
    """Take a version out of use; papers are printed from the province's or the default template again. It is kept."""
    check_may_keep(actor, template)
    with transaction.atomic():
        stopped = PaperTemplate.objects.filter(pk=template.pk, used_from__isnull=False).update(used_from=None)
        if not stopped:
            raise WrongState(f"第{template.version}版没有在用。", code="already")
        record("stop_template", actor=actor, subject=template, detail={"version": template.version})


def _created(**fields: object) -> PaperTemplate:
    """Raises WrongState when somebody else uploaded at the same instant."""
    try:
        with transaction.atomic():
            return PaperTemplate.objects.create(**fields)
    except IntegrityError:
        raise WrongState("同事刚刚上传了一版，您的没有存。", then="请刷新看过之后再上传。") from None


def _limited(chunks: Iterable[bytes], name: str) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LIMIT_MB * 1024 * 1024:
            raise Refused(f"“{name}”超过{LIMIT_MB} MB，没有上传。", then="请压缩模板里的图片，另存后再上传。")
        yield chunk


def _owner(actor: Actor) -> UUID:
    """The office that the file belongs to."""
    if actor.organisation_id is None:
        raise Refused("没有上传：您的岗位不属于任何单位。")
    return actor.organisation_id
