"""The priorities of parks and chains (passages 2.2 and 2.3): they rank, they never bar. What was not declared is unknown, never a yes."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.plain import Plain
from greenlist.rulebook.eligibility.registry import rule


@dataclass(frozen=True)
class ParkFactories(Plain):
    """Listed green factories in the park, and all its firms above the designated size, as declared (None: not declared)."""

    is_park: bool = True
    factories: int | None = None
    firms: int | None = None


@dataclass(frozen=True)
class ChainPriority(Plain):
    """A chain enterprise: its class of GB/T 4754, suppliers that are green factories (None: not declared), its pilot document ('' for
    none), and whether it said that it is no pilot.
    """

    is_chain: bool = True
    industry: str = ""
    suppliers: int | None = None
    pilot_document: str = ""
    is_no_pilot: bool = False


@rule("park_green_factories", version=1)
def park_green_factories(facts: ParkFactories, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-27: many green factories, and a large share of its firms; both figures are parameters, the share may be left open."""
    least, share = int(parameters["park_factories"]), parameters["park_factories_percent"]
    threshold = f"在册绿色工厂不少于{least}家" + (f"，占规上企业不低于{share}%" if share is not None else "")
    if not facts.is_park:
        return _told(Verdict.NOT_APPLICABLE, "不是绿色园区", checked_on, threshold)
    if facts.factories is None or (share is not None and not facts.firms):
        return _told(Verdict.UNKNOWN, "没有填报绿色工厂数" + ("或规上企业数" if share is not None else ""), checked_on, threshold)
    enough = facts.factories >= least and (share is None or Fraction(facts.factories * 100, facts.firms or 1) >= Fraction(str(share)))
    fact = f"在册绿色工厂{facts.factories}家" + (f"，规上企业{facts.firms}家" if facts.firms else "")
    return _told(Verdict.MET if enough else Verdict.NOT_MET, fact, checked_on, threshold)


@rule("chain_named_industry", version=1)
def chain_named_industry(facts: ChainPriority, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-30: the class lies in one of the divisions or groups read as 汽车、机械、电子、纺织、通信制造."""
    named = [str(code) for code in parameters["chain_industries"]]
    threshold = f"行业代码以{'、'.join(named)}开头"
    if not facts.is_chain:
        return _told(Verdict.NOT_APPLICABLE, "不是供应链管理企业", checked_on, threshold)
    if not facts.industry:
        return _told(Verdict.UNKNOWN, "没有行业代码", checked_on, threshold)
    is_named = facts.industry.startswith(tuple(named))
    return _told(Verdict.MET if is_named else Verdict.NOT_MET, f"行业代码{facts.industry}", checked_on, threshold)


@rule("chain_green_suppliers", version=1)
def chain_green_suppliers(facts: ChainPriority, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-31: many of its suppliers are green factories."""
    least = int(parameters["chain_suppliers"])
    threshold = f"供应商中在册绿色工厂不少于{least}家"
    if not facts.is_chain:
        return _told(Verdict.NOT_APPLICABLE, "不是供应链管理企业", checked_on, threshold)
    if facts.suppliers is None:
        return _told(Verdict.UNKNOWN, "没有填报供应商中的绿色工厂数", checked_on, threshold)
    fact = f"供应商中在册绿色工厂{facts.suppliers}家"
    return _told(Verdict.MET if facts.suppliers >= least else Verdict.NOT_MET, fact, checked_on, threshold)


@rule("epr_pilot", version=1)
def epr_pilot(facts: ChainPriority, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-32: an enterprise of the pilot of extended producer responsibility for cars; the list is not held, so its document is asked."""
    del parameters
    threshold = "列入汽车产品生产者责任延伸试点"
    if not facts.is_chain:
        return _told(Verdict.NOT_APPLICABLE, "不是供应链管理企业", checked_on, threshold)
    if facts.pilot_document:
        return _told(Verdict.MET, f"试点文件：{facts.pilot_document}", checked_on, threshold)
    if facts.is_no_pilot:
        return _told(Verdict.NOT_MET, "填报不是试点企业", checked_on, threshold)
    return _told(Verdict.UNKNOWN, "没有填报是否试点企业，试点名单也没有录入", checked_on, threshold)


def _told(verdict: Verdict, fact: str, checked_on: date, threshold: str) -> Finding:
    return condition(verdict, fact, checked_on, threshold=threshold, would_pass=threshold, settle_by="请在基本信息里填报，推荐单位核对")
