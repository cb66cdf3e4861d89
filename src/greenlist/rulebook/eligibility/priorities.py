"""The priorities of parks and chains (passages 2.2 and 2.3): they rank, they never bar.

What was not declared is unknown, and so is a figure that reaches its line while no officer has confirmed it.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.confirming import TO_DECLARE, Confirmable, confirmed
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.plain import Plain
from greenlist.rulebook.eligibility.registry import rule


@dataclass(frozen=True)
class ParkFactories(Confirmable):
    """Listed green factories in the park, and all its firms above the designated size, as declared (None: not declared)."""

    is_park: bool = True
    factories: int | None = None
    firms: int | None = None


@dataclass(frozen=True)
class ChainIndustry(Plain):
    """A chain enterprise with its class of GB/T 4754 ('' where it is not on record)."""

    is_chain: bool = True
    industry: str = ""


@dataclass(frozen=True)
class ChainSuppliers(Confirmable):
    """How many suppliers of a chain enterprise are listed green factories, as declared (None: not declared)."""

    is_chain: bool = True
    suppliers: int | None = None


@dataclass(frozen=True)
class ChainPilot(Confirmable):
    """The pilot document that a chain enterprise names ('' for none), and whether it said that it is no pilot."""

    is_chain: bool = True
    pilot_document: str = ""
    is_no_pilot: bool = False


@rule("park_green_factories", version=2)
def park_green_factories(facts: ParkFactories, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-27: many green factories, and a large share of its firms; both figures are parameters, the share may be left open."""
    least, share = int(parameters["park_factories"]), parameters["park_factories_percent"]
    threshold = f"在册绿色工厂不少于{least}家" + (f"，占规上企业不低于{share}%" if share is not None else "")
    if not facts.is_park:
        return _told((Verdict.NOT_APPLICABLE, "不是绿色园区"), checked_on, threshold)
    if facts.factories is None or (share is not None and not facts.firms):
        said = "没有填报绿色工厂数" + ("或规上企业数" if share is not None else "")
        return _told((Verdict.UNKNOWN, said), checked_on, threshold, TO_DECLARE)
    enough = facts.factories >= least and (share is None or Fraction(facts.factories * 100, facts.firms or 1) >= Fraction(str(share)))
    fact = f"在册绿色工厂{facts.factories}家" + (f"，规上企业{facts.firms}家" if facts.firms else "")
    settled_by = "请对照绿色工厂名单和园区规上企业名录核对家数"
    return _told(confirmed(facts, fact) if enough else (Verdict.NOT_MET, f"填报{fact}"), checked_on, threshold, settled_by)


@rule("chain_named_industry", version=1)
def chain_named_industry(facts: ChainIndustry, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-30: the class lies in one of the divisions or groups read as 汽车、机械、电子、纺织、通信制造."""
    named = [str(code) for code in parameters["chain_industries"]]
    threshold = f"行业代码以{'、'.join(named)}开头"
    if not facts.is_chain:
        return _told((Verdict.NOT_APPLICABLE, "不是供应链管理企业"), checked_on, threshold)
    if not facts.industry:
        return _told((Verdict.UNKNOWN, "没有行业代码"), checked_on, threshold, TO_DECLARE)
    is_named = facts.industry.startswith(tuple(named))
    return _told((Verdict.MET if is_named else Verdict.NOT_MET, f"行业代码{facts.industry}"), checked_on, threshold)


@rule("chain_green_suppliers", version=2)
def chain_green_suppliers(facts: ChainSuppliers, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-31: many of its suppliers are green factories."""
    least = int(parameters["chain_suppliers"])
    threshold = f"供应商中在册绿色工厂不少于{least}家"
    if not facts.is_chain:
        return _told((Verdict.NOT_APPLICABLE, "不是供应链管理企业"), checked_on, threshold)
    if facts.suppliers is None:
        return _told((Verdict.UNKNOWN, "没有填报供应商中的绿色工厂数"), checked_on, threshold, TO_DECLARE)
    fact = f"供应商中在册绿色工厂{facts.suppliers}家"
    answer = confirmed(facts, fact) if facts.suppliers >= least else (Verdict.NOT_MET, f"填报{fact}")
    return _told(answer, checked_on, threshold, "请对照绿色工厂名单和供应商名单核对家数")


@rule("epr_pilot", version=2)
def epr_pilot(facts: ChainPilot, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-32: an enterprise of the pilot of extended producer responsibility for cars; the list is not held, so its document is asked."""
    del parameters
    threshold = "列入汽车产品生产者责任延伸试点"
    if not facts.is_chain:
        return _told((Verdict.NOT_APPLICABLE, "不是供应链管理企业"), checked_on, threshold)
    if facts.pilot_document:
        return _told(confirmed(facts, f"试点文件：{facts.pilot_document}"), checked_on, threshold, "请对照试点文件的名单核对")
    if facts.is_no_pilot:
        return _told((Verdict.NOT_MET, "填报不是试点企业"), checked_on, threshold)
    return _told((Verdict.UNKNOWN, "没有填报是否试点企业，试点名单也没有录入"), checked_on, threshold, TO_DECLARE)


def _told(answer: tuple[Verdict, str], checked_on: date, threshold: str, settle_by: str = "") -> Finding:
    verdict, fact = answer
    return condition(verdict, fact, checked_on, threshold=threshold, would_pass=threshold, settle_by=settle_by)
