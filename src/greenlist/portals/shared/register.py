"""名册: the entries an office looks after, everything that happened to one, and the forms by which the next event is entered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import DEFAULT_LIMIT_MB, store_file, unless_refused
from greenlist.casework.incidents.consequence_services import restore_unless_open
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.removal_services import fail_recheck, merge_listing, remove_from_list
from greenlist.casework.oversight.selectors import last_daily_check
from greenlist.casework.register.event_services import Ground, promote_listing, suspend_listing, unfit
from greenlist.casework.register.events import timeline
from greenlist.casework.register.identity_services import move_site, rename_unit, split_off
from greenlist.casework.register.models import ON_LIST, ListEntry, ListEvent, Recheck
from greenlist.casework.register.recheck_selectors import rechecks_visible_to
from greenlist.casework.register.recheck_services import keep_listing, report_recheck
from greenlist.casework.register.selectors import Filters, entries_visible_to, search, site_called
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import city_names, divisions

READERS = ("bureau", "province", "centre")
OFFICES = ("bureau", "province")
A_PAGE = 50
KINDS = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Form:
    """One event that can be entered: its button, what it does, the fields beside the common ones, from which states, and by whom."""

    kind: str
    button: str
    hint: str
    asks: str
    enter: Callable[[ListEntry, HttpRequest, Ground], Any]
    states: tuple[str, ...] = ON_LIST
    is_provincial: bool = True


def _rename(entry: ListEntry, request: HttpRequest, ground: Ground) -> None:
    rename_unit(_site(entry).organisation, name=request.POST.get("name", ""), ground=ground, actor=request.actor)


def _move(entry: ListEntry, request: HttpRequest, ground: Ground) -> None:
    posted = request.POST
    move_site(_site(entry), address=posted.get("address", ""), division=posted.get("division", ""), ground=ground, actor=request.actor)


def _merge(entry: ListEntry, request: HttpRequest, ground: Ground) -> None:
    merge_listing(entry, site_called(request.POST.get("other", "")), ground=ground, actor=request.actor)


def _split(entry: ListEntry, request: HttpRequest, ground: Ground) -> None:
    split_off(entry, site_called(request.POST.get("other", "")), ground=ground, actor=request.actor)


def _remove(entry: ListEntry, request: HttpRequest, ground: Ground) -> None:
    remove_from_list(entry, on=ground.on, reason=ground.reason, clause=ground.clause, document=ground.document, file=ground.file,
                     actor=request.actor)  # fmt: skip


FORMS = (
    Form("rename", "登记更名", "单位和同名厂址一并更名，旧名称仍能查到；不需要复核。", "name", _rename, is_provincial=False),
    Form("move", "登记迁址", "迁址后须复核是否仍符合标准（第十九条）。", "place", _move, is_provincial=False),
    Form("merge", "登记合并", "对方在同一名单上的，本条目并入对方；不在的，由对方承继本条目。合并后须复核。", "other", _merge),
    Form("split", "登记分立", "名单条目仍属本单位，分出的单位不因此在册。分立后须复核。", "other", _split),
    Form("suspend", "登记暂停", "仍在名单上，公开页注明暂停。", "", lambda e, r, g: suspend_listing(e, g, actor=r.actor), ("listing_standing",)),
    Form("restore", "登记恢复在册", "暂停解除，或移出有误；原来的记录留着。", "", lambda e, r, g: restore_unless_open(e, g, actor=r.actor),
         ("listing_suspended", "listing_removed")),
    Form("remove", "登记移出名单", "在办的申报件随即重新查核；三年内不得再申报。", "", _remove),
    Form("promote", "登记升级为国家级", "须写明公布国家级名单的文件。", "", lambda e, r, g: promote_listing(e, g, actor=r.actor)),
)  # fmt: skip


@for_roles(*READERS)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /register/?text=&removed=: the entries of this office, and the re-checks that wait."""
    wanted = Filters(text=request.GET.get("text", ""), removed=request.GET.get("removed", ""))
    context = {
        "page": shown_page(request, search(entries_visible_to(request.actor), wanted), A_PAGE),
        "wanted": wanted,
        "waiting": rechecks_visible_to(request.actor).filter(settled_at=None)[:A_PAGE],
        "cities": dict(city_names()),
        "check": last_daily_check() if request.actor.may("read_province") else None,
    }
    return render(request, "shared/register/index.html", context)


@for_roles(*READERS)
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /register/<pk>/: the entry, its timeline with reason, document and who entered it, its re-checks and the forms."""
    return _page(request, _entry(request, pk))


@require_POST
@for_roles(*OFFICES)
def change(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """POST on, reason, clause, document, file and the fields of the kind: enter one event."""
    entry = _entry(request, pk)
    form = next((one for one in _forms(entry, request.actor) if one.kind == kind), None)
    try:
        if form is None:
            raise Refused(
                "没有登记。",
                items=[f"本条目现在是“{entry.get_state_display()}”，您当前的岗位不能登记这项变动。"],
                then="请刷新页面，按最新状态办理。",
            )
        ground = _ground(request)
        with unless_refused([ground.file] if ground.file else [], actor=request.actor):
            form.enter(entry, request, ground)
    except Refused as refusal:
        return _page(request, entry, refusal, kind)
    messages.success(request, f"已{form.button}，公开页随即更新。")
    return redirect("register_entry", entry.pk)


@require_POST
@for_roles(*OFFICES)
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """POST opinion: what the office found when it looked again."""
    recheck = get_object_or_404(rechecks_visible_to(request.actor), pk=pk)
    return _settled(
        request, recheck, "已报送复核意见", lambda: report_recheck(recheck, opinion=request.POST.get("opinion", ""), actor=request.actor)
    )


@require_POST
@for_roles("province")
def settlement(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason, keeps=1 or 0: the entry stays on the list, or is removed with the article. Any other answer decides nothing."""
    recheck = get_object_or_404(rechecks_visible_to(request.actor), pk=pk)
    answers = {"1": (keep_listing, "已认定保留在册"), "0": (fail_recheck, "已认定不符合，条目已不在册")}
    if (answer := answers.get(request.POST.get("keeps", ""))) is None:
        raise Http404
    act, told = answer
    return _settled(request, recheck, told, lambda: act(recheck, reason=request.POST.get("reason", ""), actor=request.actor))


@for_roles(*READERS)
def file(request: HttpRequest, pk: str) -> FileResponse:
    """GET /register/files/<event>/: the document an event rests on."""
    events = ListEvent.objects.filter(entry__in=entries_visible_to(request.actor)).exclude(file=None)
    return as_stored(get_object_or_404(events.select_related("file"), pk=pk).file)


def _settled(request: HttpRequest, recheck: Recheck, told: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, _entry(request, recheck.entry_id), refusal)
    messages.success(request, told)
    return redirect("register_entry", recheck.entry_id)


def _entry(request: HttpRequest, pk: Any) -> ListEntry:
    return get_object_or_404(entries_visible_to(request.actor), pk=pk)


def _site(entry: ListEntry) -> Any:
    if entry.site is None:
        raise Refused("没有登记。", items=["本条目还没有对应到单位的厂址。"], then="请先请系统运维员核对这一条目。")
    return entry.site


def _forms(entry: ListEntry, actor: Actor) -> list[Form]:
    return [
        one for one in FORMS if entry.state in one.states and actor.role in OFFICES and (actor.role == "province" or not one.is_provincial)
    ]


def _ground(request: HttpRequest) -> Ground:
    """What was posted, its file stored only with words that hold. Raises Refused."""
    posted = request.POST
    try:
        on = date.fromisoformat(posted.get("on", "").strip())
    except ValueError:
        raise Refused("变动没有登记。", items=["请填写日期，如2024-05-20。"], then="改好后再登记；填过的还在。", clause="C-54") from None
    words = {name: posted.get(name, "").strip() for name in ("reason", "clause", "document")}
    if problems := unfit(Ground(on, **words)):
        raise Refused("变动没有登记。", items=problems, then="改好后再登记；填过的还在。", clause="C-54")
    return Ground(on, **words, file=_stored(request))


def _stored(request: HttpRequest) -> StoredFile | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor, only=KINDS)


def _page(request: HttpRequest, entry: ListEntry, refusal: Refused | None = None, kind: str = "") -> HttpResponse:
    entry.refresh_from_db()
    context = {
        "e": entry,
        "events": timeline(entry).select_related("file"),
        "rechecks": rechecks_visible_to(request.actor).filter(entry=entry),
        "forms": _forms(entry, request.actor),
        "opened": kind,
        "counties": [one for one in divisions().values() if one.kind != "设区市" and one.parent],
        "typed": request.POST,
        "today": today(),
        "limit": DEFAULT_LIMIT_MB,
        "refusal": refusal,
    }
    return render(request, "shared/register/entry.html", context, status=409 if refusal else 200)
