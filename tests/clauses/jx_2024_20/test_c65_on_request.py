"""C-65 （此件依申请公开）: the whole text only after sign-in, with what may be done with it."""

from tests.portals.people import signed_in

PATH = "/notice-text/jx-2024-20/"


def test_those_who_signed_in_read_the_whole_text_and_how_it_may_be_passed_on(province, served_row):
    served_row(signed_in("bureau360400").get(PATH), "全文只给登录人员看，公开页面只引用条款")


def test_a_stranger_is_sent_to_sign_in(client, db):
    response = client.get(PATH)
    assert (response.status_code, response["Location"].startswith("/accounts/login/")) == (302, True)
