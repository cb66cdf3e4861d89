"""Can every line be reached? A pass line or a grade above what all full marks give is a slip of the pen."""

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import scores_of
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.values import groups_of, items_of


def reach_faults(standard: Standard) -> Faults:
    """Lines above the maximum and its bonus points. Where a share may exceed 1 a grade may lie above; a pass line may not."""
    most = fraction(standard.total["maximum"]) + sum((fraction(g.most) for _, g in groups_of(standard) if g.most), Rational(0))
    line = standard.total.get("pass_line")
    if line is not None and fraction(line) > most:
        yield Fault(("total", "pass_line"), f"合格线 {line} 高于满分（{shown(most, 6)}）：各项满分也不合格。")
    if _may_exceed(standard):
        return
    for i, grade in enumerate(standard.grades):
        if fraction(grade.at_least) > most:
            yield Fault(("grades", i, "at_least"), f"“{grade.name}”的分数线 {grade.at_least} 高于满分（{shown(most, 6)}）：没有人能评上。")


def _may_exceed(standard: Standard) -> bool:
    scores = [score for path, item in items_of(standard) for _, score in scores_of(path, item) if score.kind in {"pos", "neg", "points"}]
    return any(score.cap is None or fraction(score.cap) > 1 for score in scores)
