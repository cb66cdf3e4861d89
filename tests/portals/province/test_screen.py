"""公布前查核 on screen: a reply that never came is told there."""

from greenlist.casework.consultation.services import prepare_letter, send_letter
from greenlist.casework.journal.clock import today
from greenlist.casework.review.services import accept
from greenlist.rehearsal import acts
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in


def test_an_overdue_reply_stands_on_the_screen_before_publishing(province, may):
    case, officer = province.application_at("verifying"), province.officer
    letter = prepare_letter(province.round, to="ecology", applications=[case], actor=officer)
    send_letter(letter, letter_number="演函〔2024〕1号", dated_on=today(), actor=officer)
    acts.choose(case, officer)
    acts.freeze(province.round, [case], officer)
    acts.hand_in_batch(acts.prepare_batch(province.round, actor=officer), officer)
    accept(fresh(case), actor=province.cast.centre)
    province._review(case)
    province._decide()
    assert "逾期未复" not in page(signed_in("province").get("/province/screen/"))
    may(6, 20)
    text = page(signed_in("province").get("/province/screen/"))
    assert "1处征求意见逾期未复" in text
    assert "逾期未复 1" in page(signed_in("province").get("/province/selection/"))  # and in the red strip of the 遴选表
    assert f"{case.site.name}（九江市生态环境局，应于" in text
