"""Verifying a paper: typed from its foot, or scanned; a false one is told so, with what to do."""

from tests.portals.people import page

MARK = "GZ-2024-JJ-0001-1·3fa9c1d2e4b5"


def test_a_mark_is_typed_from_the_foot_and_a_false_one_is_told_so(client, db):
    assert "核对这一版" in page(client.get("/papers/"))
    answer = client.get("/papers/", {"mark": MARK})
    assert answer.url == "/papers/GZ-2024-JJ-0001-1/?d=3fa9c1d2e4b5"
    text = page(client.get(answer.url))
    assert "核对不符" in text and "查无此版，或者内容不同" in text and "下一步" in text and "未发现" not in text


def test_a_mistyped_mark_gets_words_and_the_field_again(client, db):
    for where in ("/papers/?mark=GZ-2024", "/papers/GZ-2024-JJ-0001-1/?d=3fa9"):
        text = page(client.get(where))
        assert "不是版本号加摘要" in text and "核对这一版" in text


def test_the_way_to_it_stands_on_the_first_public_page(client, db):
    assert 'href="/papers/"' in page(client.get("/"))
