"""开放数据: the API and the files, and which field is public."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.journal.clock import now
from greenlist.casework.publication.disclosure import classes_of, disclosure
from greenlist.casework.rounds.selectors import FIELDS, current_notice, current_round
from greenlist.portals.public.views.files import CHANGES, LICENCE, LIST, open_columns
from greenlist.portals.shared.kept_pages import kept
from greenlist.rulebook.notices import Notice, notice


@kept
def show(request: HttpRequest) -> HttpResponse:
    """GET /open-data/."""
    classes: dict[str, list[str]] = {}
    text = notice(current_notice())
    for field, given in classes_of(current_round()).items():
        classes.setdefault(given, []).append(FIELDS.get(field, field))
    shown = disclosure()
    context = {
        "addresses": list(_addresses(text)),
        "classes": list(classes.items()),
        "dictionaries": [("名单", open_columns(LIST, shown)), ("移出与变更", open_columns(CHANGES, shown))],
        "licence": LICENCE,
        "as_of": now(),
    }
    return render(request, "public/open_data.html", context)


def _addresses(text: Notice) -> Iterator[tuple[str, str, str]]:
    """(address, what it gives, what it can be asked with)."""
    narrowed = "text、category、level、unit、year、removed、industry、stood"
    yield reverse("public:list_csv"), "在册名单，CSV（Excel 可直接打开）", narrowed
    yield reverse("public:list_json"), "在册名单，JSON，附各栏说明", narrowed
    yield reverse("public:changes_csv"), "移出与变更，CSV", "—"
    yield reverse("public:changes_json"), "移出与变更，JSON，附各栏说明", "—"
    yield reverse("api:list_entries"), "在册名单，分页", f"{narrowed}；offset、limit（每次最多100条）"
    yield reverse("api:list_changes"), "移出与变更，分页", "kind、year；offset、limit（每次最多100条）"
    yield reverse("api:count_entries"), "家数：按设区市、类别、行业、年度", "—"
    yield reverse("api:list_benchmarks"), "同行对标：各行业指标的四分位数", "year"
    yield reverse("public:status_list"), "在册状态清单，签名，一小时内有效（IETF Token Status List）", "—"
    yield reverse("public:status_keys"), "核对状态文件和状态清单的公钥（JWK）", "—"
    yield reverse("api:list_clauses", args=[text.id]), "通知的条款", "—"
    yield reverse("api:clauses_of_passage", args=[text.id, text.passages[-1].id]), "其中一段的条款", "段号"
    yield reverse("api:list_standards"), "已录入的评价标准", "—"
    yield reverse("api:show_standard", args=["gbt-36132", "2018"]), "其中一个版本", "标准、版本"
    yield reverse("api:openapi-json"), "接口说明（OpenAPI 3.1）", "—"
