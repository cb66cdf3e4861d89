"""开放数据: the API and the files, and which field is public."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.rounds.selectors import current_notice
from greenlist.rulebook.notices import Notice, notice, round_parameters

FIELDS = {
    "name": "单位名称、曾用名", "credit_code": "统一社会信用代码", "category": "类别", "level": "级别", "listed_on": "公布日期、公布文件",
    "removal": "移出日期、原因、依据", "score": "评审分", "report": "评价报告", "findings": "核验结论", "expert": "评审专家", "contact": "联系方式",
}  # fmt: skip


def show(request: HttpRequest) -> HttpResponse:
    """GET /open-data/."""
    classes: dict[str, list[str]] = {}
    text = notice(current_notice())
    for field, disclosure in round_parameters(text.id).disclosure_classes.items():
        classes.setdefault(disclosure, []).append(FIELDS.get(field, field))
    return render(request, "public/open_data.html", {"addresses": list(_addresses(text)), "classes": list(classes.items())})


def _addresses(text: Notice) -> Iterator[tuple[str, str, str]]:
    """(address, what it gives, what it can be asked with)."""
    yield reverse("api:list_entries"), "在册名单，JSON", "text、category、level、unit、year、removed；offset、limit（每次最多100条）"
    yield reverse("public:list_csv"), "在册名单，CSV（Excel 可直接打开）", "text、category、level、unit、year、removed"
    yield reverse("api:list_clauses", args=[text.id]), "通知的条款", "—"
    yield reverse("api:clauses_of_passage", args=[text.id, text.passages[-1].id]), "其中一段的条款", "段号"
    yield reverse("api:list_standards"), "已录入的评价标准", "—"
    yield reverse("api:show_standard", args=["gbt-36132", "2018"]), "其中一个版本", "标准、版本"
    yield reverse("api:openapi-json"), "接口说明（OpenAPI 3.1）", "—"
