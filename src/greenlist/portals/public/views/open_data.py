"""开放数据: the API and the files, and which field is public."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.publication.disclosure import classes_of
from greenlist.casework.rounds.selectors import FIELDS, current_notice, current_round
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.notices import Notice, notice


@kept
def show(request: HttpRequest) -> HttpResponse:
    """GET /open-data/."""
    classes: dict[str, list[str]] = {}
    text = notice(current_notice())
    for field, disclosure in classes_of(current_round()).items():
        classes.setdefault(disclosure, []).append(FIELDS.get(field, field))
    return render(request, "public/open_data.html", {"addresses": list(_addresses(text)), "classes": list(classes.items())})


def _addresses(text: Notice) -> Iterator[tuple[str, str, str]]:
    """(address, what it gives, what it can be asked with)."""
    yield reverse("api:list_entries"), "在册名单，JSON", "text、category、level、unit、year、removed；offset、limit（每次最多100条）"
    yield reverse("public:list_csv"), "在册名单，CSV（Excel 可直接打开）", "text、category、level、unit、year、removed"
    yield reverse("api:list_changes"), "移出与变更，JSON", "kind、year；offset、limit（每次最多100条）"
    yield reverse("public:status_list"), "在册状态清单，签名，一小时内有效（IETF Token Status List）", "—"
    yield reverse("public:status_keys"), "核对状态文件和状态清单的公钥（JWK）", "—"
    yield reverse("api:list_clauses", args=[text.id]), "通知的条款", "—"
    yield reverse("api:clauses_of_passage", args=[text.id, text.passages[-1].id]), "其中一段的条款", "段号"
    yield reverse("api:list_standards"), "已录入的评价标准", "—"
    yield reverse("api:show_standard", args=["gbt-36132", "2018"]), "其中一个版本", "标准、版本"
    yield reverse("api:openapi-json"), "接口说明（OpenAPI 3.1）", "—"
