"""Priorities in a real browser: what a unit declared is 待核实 until an officer confirms it, and then the selection ranks it ahead; and a body
that falls short of its conditions holds its report's unit back.
"""

from greenlist.casework.applications.services import start_application
from greenlist.casework.evaluators.supervision_services import declare_conditions
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG, Random, blank_pdf, fresh

VERIFICATION = "bureau:verification"
PULP = "GB 31825 漂白化学木浆(自用)"
# Who declares what: category, class, rows of the form, and how strictly the expert marks it.
DECLARED = {
    "plain": ("factory", "2211", {}, 1.0),
    "pulp": ("factory", "2211", {"energy_product": PULP, "energy_value": "185"}, 0.9),
    "alloy": ("factory", "3140", {"energy_product": "高碳铬铁", "energy_value": "700"}, 0.9),
    "park": ("park", "", {"park_factories": "12", "park_firms": "80"}, 0.9),
    "chain": ("supply_chain", "3611", {"chain_suppliers": "11", "chain_pilot": "是", "chain_pilot_document": "演文〔2021〕演1号"}, 0.9),
}


def handed_in(province) -> dict:
    """An application of each kind, verified by the bureau but for what was declared for a priority."""
    units = invite_units(province.cast, Random(4), unit=JIUJIANG, count=len(DECLARED), first_serial=70,
                         categories=[category for category, *_ in DECLARED.values()])  # fmt: skip
    cases = {}
    for (name, (category, industry, said, _)), unit in zip(DECLARED.items(), units, strict=True):
        unit.site.industry = industry
        unit.site.save()
        case = start_application(unit.site, round_=province.round, category=category, actor=unit.engineer)
        acts.fill(case, unit, Random(7), quality=0.9, **said)
        acts.attach_report(case, unit)
        if name == "chain":  # a chain enterprise is a green factory already (C-33)
            enter_listing(unit.site, actor=SYSTEM, level="provincial", category="factory", year=2021, document="演1号")
        submit_and_check(fresh(case), actor=unit.engineer)
        acts.verify_all(fresh(case), province.officer)
        acts.settle_conditions(fresh(case), province.officer)
        cases[name] = fresh(case)
    return cases


def word(officer, clause: str) -> str:
    return officer.page.locator(f"tr[data-clause={clause}] td").nth(1).inner_text().strip()


def confirm(officer, case, clause: str, reason: str) -> None:
    """The officer confirms one priority on the page of one unit."""
    officer.go(f"/bureau/applications/{case.pk}/?item={clause}")
    assert word(officer, clause) == "待核实"
    officer.says("待推荐单位核对")
    officer.look()
    officer.page.get_by_label("核对相符").check()
    officer.page.fill("textarea[name=reason]", reason)
    officer.press("保存判断并看下一项")
    officer.go(f"/bureau/applications/{case.pk}/?item={clause}")
    assert word(officer, clause) == "优先"
    officer.says(f"核对相符：{reason}")


def confirm_together(officer) -> None:
    """Those of the park and the chain on the page of many, each with its reason."""
    officer.go("/bureau/conditions/")
    for clause in ("C-27", "C-31", "C-32"):
        ground = officer.page.locator(f"section.ground[data-clause={clause}]")
        assert not ground.locator("[name=ground]").is_checked()  # they hold nobody back
        ground.locator("[name=ground]").check()
        ground.locator("textarea").fill("已对照名单和文件（演示）")
    officer.page.get_by_label("核对相符").check()
    officer.look()
    officer.press("保存判断")
    officer.says("已保存判断：3项原因")


def test_a_confirmed_priority_ranks_ahead_of_a_higher_score(visitor, demo_province, served_screen):
    cases, cast = handed_in(demo_province), demo_province.cast
    officer = visitor()
    officer.sign_in(f"bureau{JIUJIANG}")
    confirm(officer, cases["pulp"], "C-19", "与能源消费统计表一致")
    served_screen("C-19", officer.page, VERIFICATION)
    confirm(officer, cases["alloy"], "C-18", "已读官方文本，标杆水平710")  # the value held was never read
    served_screen("C-18", officer.page, VERIFICATION)
    confirm_together(officer)
    for name, clauses in (("park", ["C-27"]), ("chain", ["C-30", "C-31", "C-32"])):
        officer.go(f"/bureau/applications/{cases[name].pk}/?item={clauses[0]}")
        for clause in clauses:
            assert word(officer, clause) == "优先"
            served_screen(clause, officer.page, VERIFICATION)
    for case in cases.values():
        acts.choose(fresh(case), demo_province.officer)
    acts.hand_in_batch(acts.freeze(demo_province.round, [fresh(c) for c in cases.values()], demo_province.officer), demo_province.officer)
    for name, case in cases.items():
        acts.review(fresh(case), cast, Random(3), strictness=DECLARED[name][3])
    acts.pass_steps(demo_province.round, [fresh(c) for c in cases.values()], cast.centre)
    office = visitor()
    office.sign_in("province")
    office.go("/province/selection/standings/")
    rows = [row.inner_text() for row in office.page.locator("table.standings tbody tr").all()]
    assert cases["chain"].site.name in rows[0] and "优先：优先行业、供应商中绿色工厂众多、生产者责任延伸试点" in rows[0]
    assert all("优先：" in row for row in rows[1:4])
    assert cases["plain"].site.name in rows[4] and "优先：" not in rows[4]
    scores = [float(row.split("评审分 ")[1].split("，")[0]) for row in rows]
    assert scores[4] == max(scores)
    office.look()


def test_a_body_that_falls_short_holds_its_unit_back_until_it_declares_what_it_lacked(visitor, demo_province, served_screen):
    body = demo_province.cast.evaluators[0]
    acts.declare_for(body, full_time=8, senior=2)
    case = demo_province.application_at("verifying", body=body)
    officer = visitor()
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.expected = {409}
    officer.go(f"/bureau/applications/{case.pk}/?item=C-34")
    assert word(officer, "C-34") == "不符合"
    officer.page.fill("#recommended_because", "基础好（演示）")
    officer.press("标为可推荐")
    officer.says("第三方机构条件：")
    officer.says("中级以上专职8人，不足10人")
    officer.go(f"/bureau/applications/{case.pk}/")
    served_screen("C-34", officer.page, VERIFICATION)
    officer.expected = set()
    proof = acts.upload(blank_pdf(), "条件证明.pdf", body.manager)
    declare_conditions(
        body.evaluator, is_legal_person=True, full_time=12, senior=7, experience=[(2023, "评价12家")], file=proof, actor=body.manager
    )
    officer.go(f"/bureau/applications/{case.pk}/?item=C-34")
    assert word(officer, "C-34") == "符合"
    officer.page.fill("#recommended_because", "基础好（演示）")
    officer.press("标为可推荐")
    officer.says("已标为可推荐")
