"""Notices as data: numbered text, clauses, round parameters. `notice(id)` and `round_parameters(id)` read them."""

from greenlist.rulebook.notices.clauses import Binding, Clause
from greenlist.rulebook.notices.notice import Notice, newest_notice, notice, notice_ids
from greenlist.rulebook.notices.parameters import Parameter, RecommendingUnit, RoundParameters, hold_also, round_parameters
from greenlist.rulebook.notices.text import Passage

__all__ = [
    "Binding",
    "Clause",
    "Notice",
    "Parameter",
    "Passage",
    "RecommendingUnit",
    "RoundParameters",
    "hold_also",
    "newest_notice",
    "notice",
    "notice_ids",
    "round_parameters",
]
