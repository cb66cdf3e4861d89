"""概述 of a report: what was evaluated and to what end, within which bounds, by which criteria, as far as the system knows it."""

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.selectors import industry_or_type
from greenlist.engines.scoring.plan import Plan
from greenlist.rulebook.notices import round_parameters


def overview(application: Application, plan: Plan) -> str:
    """评价目的, 评价范围, 评价准则, a line each: what chapter 1 of a third party's report is asked to say (附件2-2)."""
    site, year, number, title = application.site, application.filing.data_year, plan.content["number"], plan.content["title"]
    levels = "、".join(
        word for word, is_wanted in (("国家级", application.wants_national), ("省级", application.wants_provincial)) if is_wanted
    )
    kind, which = industry_or_type(site)
    code = f"，统一社会信用代码{site.organisation.credit_code}" if site.organisation.credit_code else ""
    return "\n".join((
        f"评价目的：评价{site.name}是否符合《{title}》的要求，为其申报{levels}{application.get_category_display()}提供依据。",
        f"评价范围：{site.name}（地址：{site.address}；{kind}：{which}{code}），使用{year}年度数据。",
        f"评价准则：{number}《{title}》；{round_parameters(application.round.notice).cited}。",
    ))  # fmt: skip
