"""A notice as a whole: what is held, and what is said of what is not."""

from datetime import date

import pytest

from greenlist.rulebook.notices import notice, notice_ids

NOTICE = notice("jx-2024-20")


def test_the_notices_held():
    assert notice_ids() == ["js-2020", "jx-2021-23", "jx-2024-20", "miit-2023-202", "miit-2025-390"]


def test_a_notice_bears_its_number_day_and_disclosure():
    assert (NOTICE.id, NOTICE.document_number, NOTICE.issued_on, NOTICE.disclosure) == (
        "jx-2024-20",
        "赣工信办节能函〔2024〕20号",
        date(2024, 4, 2),
        "依申请公开",
    )


@pytest.mark.parametrize("missing", ["jx-2025-1", "", "..", "JX-2024-20"])
def test_a_notice_that_is_not_held_is_told_with_those_that_are(missing):
    with pytest.raises(KeyError, match="held: js-2020, jx-2021-23, jx-2024-20, miit-2023-202"):
        notice(missing)


def test_a_passage_and_a_clause_are_found_by_their_number():
    assert NOTICE.passage("3.1.1").title == "未正常经营生产"
    assert NOTICE.clause("C-44").quote == "连续停产12个月以上"
    with pytest.raises(KeyError, match="has no passage '9.9'"):
        NOTICE.passage("9.9")
    with pytest.raises(KeyError, match="has no clause 'C-70'"):
        NOTICE.clause("C-70")
    assert NOTICE.clauses_of("9.9") == ()
