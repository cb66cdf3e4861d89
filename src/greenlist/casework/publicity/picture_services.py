"""Pictures of a case: drawn anew when they come, each with words for whoever does not see it."""

from collections.abc import Iterable

from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.redrawing import redraw
from greenlist.casework.files.services import remove_file, store_file, unless_refused
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.publicity.case_services import new_version
from greenlist.casework.publicity.models import CasePicture, GoodCase
from greenlist.casework.publicity.permissions import CLAUSE, check_may_write

MOST_PICTURES = 6


def add_picture(case: GoodCase, *, chunks: Iterable[bytes], name: str, alt: str, actor: Actor) -> CasePicture:
    """Draw an uploaded picture anew and lay it beside the text. Raises Refused without words on what it shows, or for no picture."""
    check_may_write(case, actor)
    check_plain(alt)
    problems = too_long(CasePicture, alt=alt.strip()) + ([] if alt.strip() else ["请写图片内容：看不见图片的人由此知道图上是什么"])
    problems += [f"一个案例最多{MOST_PICTURES}张图片"] if case.pictures.count() >= MOST_PICTURES else []
    if problems:
        raise Refused("图片没有存入。", items=problems, then="改好之后再传。", clause=CLAUSE)
    drawn = redraw(chunks, name)
    owner = case.entry.site.organisation_id if case.entry.site else actor.organisation_id
    kept: list[StoredFile] = []
    with unless_refused(kept, actor=actor):
        for data, label in ((drawn.picture, "图片"), (drawn.thumbnail, "缩略图")):
            kept.append(store_file(chunks=[data], name=f"典型案例{label}-{case.title}.jpg", owner=owner, actor=actor, only=("image/jpeg",)))
        with transaction.atomic():
            case.refresh_from_db(from_queryset=GoodCase.objects.select_for_update())
            check_may_write(case, actor)
            if case.pictures.count() >= MOST_PICTURES:
                raise Refused("图片没有存入。", items=[f"一个案例最多{MOST_PICTURES}张图片"], then="先撤下一张。", clause=CLAUSE)
            made = CasePicture.objects.create(
                case=case, alt=alt.strip(), file=kept[0], thumbnail=kept[1], width=drawn.width, height=drawn.height,
                added_by=actor.signature, added_at=now(),
            )  # fmt: skip
            new_version(case, actor)
    return made


def remove_picture(picture: CasePicture, *, actor: Actor) -> None:
    """Take a picture out of a draft, with its bytes."""
    with transaction.atomic():
        case = GoodCase.objects.select_for_update().get(pk=picture.case_id)
        check_may_write(case, actor)
        held = case.pictures.select_related("file", "thumbnail").filter(pk=picture.pk).first()
        if held is None:
            raise Refused("图片已经撤下，不必重复办理。", clause=CLAUSE, code="already")
        files = (held.file, held.thumbnail)
        held.delete()
        for file in files:
            remove_file(file, actor=actor)
        new_version(case, actor)
