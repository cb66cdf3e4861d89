"""在册状态: the page of one listing behind its unguessable address, its QR code and signed file, the status list, the public keys."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.publication.status_files import rules_of, status_file, status_list
from greenlist.casework.status.keys import signing_keys
from greenlist.casework.status.models import StatusPage
from greenlist.casework.status.selectors import COUNTED_DAYS, opened_lately
from greenlist.casework.status.services import count_opening
from greenlist.engines.status import published
from greenlist.papers.version_mark import qr_svg


@require_safe
def show(request: HttpRequest, address: str) -> HttpResponse:
    """GET /status/<address>/: today's status. An address that is not known is as any page that is not there."""
    page, shown = _page(address), disclosure()
    if request.method == "GET":
        count_opening(page)
    rules = rules_of(page.entry)
    context = {
        "page": page,
        "rules": rules,
        "e": shown.redacted([page.entry])[0],
        "shown": shown.fields,
        "as_of": now(),
        "opened": opened_lately(page),
        "days": COUNTED_DAYS,
        "host": _site(request).split("//")[-1],
    }
    response = render(request, "public/status.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def code(request: HttpRequest, address: str) -> HttpResponse:
    """GET /status/<address>/code.svg: the QR code of that page."""
    return HttpResponse(qr_svg(_page_address(request, _page(address))), content_type="image/svg+xml")


def file(request: HttpRequest, address: str) -> HttpResponse:
    """GET /status/<address>/file.jws: the signed file, as of now."""
    page = _page(address)
    _check_address_is_set()
    made = status_file(page, site=_site(request), address=_page_address(request, page), list_address=_list_address(request))
    response = HttpResponse(made, content_type="application/jose")
    response["Content-Disposition"] = f'attachment; filename="status-{page.place}.jws"'
    return response


def listed(request: HttpRequest) -> HttpResponse:
    """GET /status/list.jwt: the status list of all listings, good for an hour."""
    _check_address_is_set()
    made = status_list(site=_site(request), address=_list_address(request))
    return HttpResponse(made, content_type="application/statuslist+jwt", headers={"Access-Control-Allow-Origin": "*"})


def keys(request: HttpRequest) -> HttpResponse:
    """GET /status/keys.json: the public keys, with the time in which each signs."""
    found = published(signing.key for signing in signing_keys())
    return JsonResponse(found, content_type="application/jwk-set+json", headers={"Access-Control-Allow-Origin": "*"})


def _page(address: str) -> StatusPage:
    return get_object_or_404(StatusPage.objects.select_related("entry"), address=address)


def _site(request: HttpRequest) -> str:
    """Where the public reads us, as the request says where nobody has set it."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _check_address_is_set() -> None:
    """A signature never vouches for an address that the asking side chose; in a demo the host of the request will do."""
    if not settings.PUBLIC_URL and not settings.DEMO:
        raise Refused("没有签发状态文件：本系统还没有设定公众访问的网址。", then="请系统运维员设定 GREENLIST_PUBLIC_URL；状态页仍可查看。")


def _page_address(request: HttpRequest, page: StatusPage) -> str:
    return _site(request) + reverse("public:status", args=[page.address])


def _list_address(request: HttpRequest) -> str:
    return _site(request) + reverse("public:status_list")
