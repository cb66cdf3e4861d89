"""The steps of a round: order and labels from the notice, which are on from the signed parameters."""

from greenlist.casework.rounds.selectors import is_step_on, steps_of


def test_the_steps_stand_in_the_order_of_the_notice(province):
    assert [(s.id, s.is_on) for s in steps_of(province.round)] == [
        ("county", False), ("city", True), ("hand_in", True), ("formal", True), ("experts", True), ("site_visit", False),
        ("special", True), ("meeting", True), ("notice", True), ("publication", True),
    ]  # fmt: skip
    assert is_step_on(province.round, "special")
    assert not is_step_on(province.round, "county")
    assert not is_step_on(province.round, "no_such_step")
