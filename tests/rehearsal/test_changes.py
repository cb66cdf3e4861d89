"""The changes of earlier lists in the demo: played once, each on its day, and the counts of the years come out of them."""

import pytest

from greenlist.casework.register.events import change_log, counts_by_year
from greenlist.casework.register.models import Recheck
from greenlist.rehearsal.changes import enter_changes

pytestmark = pytest.mark.django_db


def test_the_changes_are_played_once_and_the_years_add_up(province):
    assert list(enter_changes(province.cast)) == ["名单变动：6个往年单位"]
    assert list(enter_changes(province.cast)) == []
    told = [(e.on.isoformat(), e.get_kind_display(), e.public_text) for e in reversed(change_log())]
    assert told == [
        ("2023-03-06", "更名", "名称由“浔阳区浔溪演示齿轮有限公司”变更为“浔阳区浔溪演示传动科技有限公司”。"),
        ("2023-06-01", "合并", "并入“浔阳区浔溪演示传动科技有限公司”，由其承继，不再单独在册。"),
        ("2023-08-15", "迁址", "由修水县迁至湖口县。"),
        ("2023-11-03", "暂停", "暂停：废水超标排放，整改期内。"),
        ("2024-01-22", "恢复", "恢复在册：整改验收合格。"),
        ("2024-03-01", "分立", "分立出“彭泽县芙蓉演示电子纱有限公司”；名单条目仍属“彭泽县芙蓉演示玻纤有限公司”，分出的单位不因此在册。"),
        ("2024-03-15", "移出", "移出名单：提供虚假能耗数据。"),
    ]
    assert [(y.year, y.listed, y.merged, y.removed, y.stock) for y in counts_by_year()] == [
        (2021, 3, 0, 0, 3), (2022, 3, 0, 0, 6), (2023, 0, 1, 0, 5), (2024, 0, 0, 1, 4),
    ]  # fmt: skip
    assert sorted(Recheck.objects.values_list("state", flat=True)) == ["recheck_kept", "recheck_open", "recheck_open"]
