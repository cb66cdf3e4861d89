"""签收回执: what the province's installation gave back for a package that was carried there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.delivery.receipts import MOST_BYTES
from greenlist.casework.delivery.services import load_receipt
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.bureau.views.scope import own_batch
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("bureau")
def loading(request: HttpRequest, pk: str) -> HttpResponse:
    """POST file: load the receipt; a refusal is a page of its own, with the way back."""
    batch, upload = own_batch(request, pk), request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("回执没有读入。", items=["请选择省级发回的回执文件（.json）。"], clause="C-09")
        kept = load_receipt(upload.read(MOST_BYTES + 1), actor=request.actor)
    except Refused as refusal:
        return render(request, "shared/refused.html", {"refusal": refusal}, status=409)
    messages.success(request, f"已签收：{kept.office} {kept.taken_by}")
    return redirect("bureau:batch", batch.pk)
