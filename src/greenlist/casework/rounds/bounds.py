"""Between which values a parameter of a round makes sense, by what it is counted in: a pass line of 180 or an upload of 0 MB stops everybody.

The notice sets none of them (通知未规定): they are ours, wide enough to keep out slips and no policy.
"""

from fractions import Fraction

from greenlist.engines.scoring.application import number
from greenlist.rulebook.notices import Parameter
from greenlist.rulebook.reference.units import has_odd_commas

BOUNDS = {
    "%": (0, 100),
    "分": (0, 100),
    "MB": (1, 2000),
    "年": (1, 30),
    "个月": (1, 360),
    "小时": (1, 720),
    "天": (0, 3650),
    "个工作日": (0, 250),
}
COUNTED = (0, 9999)  # units, cases, persons, projects
AT_LEAST_ONE = {"notice_working_days", "reply_working_days", "cap_projects", "expert_open_cases", "link_answers"}  # 0 of them would end it
FINER = {"%", "分"}  # everything else is counted in whole ones


def out_of_bounds(parameter: Parameter, text: str) -> str:
    """What is wrong with a typed number of a parameter, '' for nothing. Raises ValueError for what is no number."""
    if has_odd_commas(text):
        return f"“{text[:20]}”的逗号分不清是小数点还是千分位；小数点请用“.”，千分位每三位一个。"
    value: Fraction = number(text)
    least, most = BOUNDS.get(parameter.unit, COUNTED)
    least = max(least, 1) if parameter.key in AT_LEAST_ONE else least
    if parameter.unit not in FINER and value.denominator != 1:
        return f"请填整数，现在是“{text[:20]}”。"
    if (value * 100).denominator != 1:
        return f"最多两位小数，现在是“{text[:20]}”。"
    return "" if least <= value <= most else f"应在{least}和{most}之间，现在是“{text[:20]}”。"
