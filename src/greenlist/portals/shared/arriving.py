"""Uploads in pieces: where the pieces are sent, and the middleware that hands the whole to the form which names it."""

from collections.abc import Callable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from greenlist.casework.files.arriving import MOST_AT_ONCE, arrived, forget, received, take_piece
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles

MAY_UPLOAD = ("applicant", "evaluator", "county", "bureau", "province", "centre")


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(*MAY_UPLOAD)
def pieces(request: HttpRequest, token: UUID) -> HttpResponse:
    """GET: how much is here. POST a piece that begins at X-Offset: how much is here then, whether it fitted or not."""
    if request.method == "GET":
        return JsonResponse({"received": received(token, actor=request.actor)})
    offset = request.headers.get("X-Offset", "")
    if not offset.isdecimal() or len(offset) > 12:
        raise Refused("这一段没有收下。", then="请重选文件再传。")
    return JsonResponse({"received": take_piece(token, offset=int(offset), body=request.body, actor=request.actor)})


class ArrivedFilesMiddleware:
    """A form may say `arrived` = "field token name" instead of sending a file again: the view then finds it among its files.

    The pieces go once the form was taken; after a refusal they stay, so that nothing is sent twice, unless the view said otherwise
    (`request.keeps_arrived = False`: a raw list full of names is not left lying about).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.arrived_tokens, request.keeps_arrived = [], True
        response = self.get_response(request)
        if response.status_code < 400 or not request.keeps_arrived:
            for token in request.arrived_tokens:
                forget(token, actor=request.actor)
        return response

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> HttpResponse | None:
        """After the token of the form was checked, as this comes after the CSRF middleware."""
        if request.method != "POST" or not request.actor.may("upload_file"):
            return None
        told = {token: (field, name) for field, token, name in map(_parts, request.POST.getlist("arrived"))}
        if len(told) > MOST_AT_ONCE:
            refusal = Refused(f"一次最多提交{MOST_AT_ONCE}个文件，没有存入。", then="请返回上一页，分几次提交。")
            return render(request, "shared/refused.html", {"refusal": refusal}, status=409)
        for token, (field, name) in told.items():
            if place := arrived(token, actor=request.actor):
                request.arrived_tokens.append(token)
                request.FILES.appendlist(field, UploadedFile(place.open("rb"), name=name, size=place.stat().st_size))
        return None


def _parts(said: str) -> tuple[str, UUID, str]:
    field, _, rest = said.partition(" ")
    token, _, name = rest.partition(" ")
    try:
        return field, UUID(token), name
    except ValueError:
        raise Http404 from None
