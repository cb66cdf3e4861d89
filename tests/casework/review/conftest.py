"""A group of three with its leader and one case."""

import pytest

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.group_services import assign_group, make_group
from tests.casework.cast import fresh


@pytest.fixture
def panel(province):
    """(application, group of three with its leader, the three as actors)"""
    application = province.application_at("accepted")
    three = province.cast.experts[:3]
    group = make_group(province.round, name="第一组", members=three, leader=three[0], actor=province.cast.centre)
    assign_group(group, applications=[application], actor=province.cast.centre)
    return fresh(application), group, [actor_in(m) for m in three]
