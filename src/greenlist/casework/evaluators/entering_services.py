"""The province enters a body that no installation holds yet, and another person who represents one from a day on."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.services import enter_organisation
from greenlist.casework.evaluators.models import Evaluator, LegalRepresentative, Tenure
from greenlist.casework.evaluators.services import appoint_representative, enter_evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.rulebook.reference.credit_code import check_credit_code

CLAUSE = "C-34"


def enter_body(*, name: str, credit_code: str, representative: str, from_on: date | None, actor: Actor) -> Evaluator:
    """Enter a body by its credit code, with the person who represents it and since when; a unit that is held under this code is the body.

    Raises Refused with everything that is wrong.
    """
    check_may(actor, "recognise_person", "第三方机构由省厅登记。", clause=CLAUSE)
    check_plain(name, credit_code, representative)
    name, code, problems = name.strip(), *check_credit_code(credit_code)
    wrong = ["请填机构的全称。"] if not name else too_long(Organisation, name=name)
    wrong += [f"统一社会信用代码：{told}" for told in problems]
    held = Organisation.objects.filter(credit_code=code).first() if code and not problems else None
    wrong += _already(name, held)
    wrong += _wrong_person(representative, from_on)
    if wrong:
        raise Refused("机构没有登记。", items=wrong, then="改好之后再登记；填过的还在。", clause=CLAUSE)
    with transaction.atomic():
        organisation = held or enter_organisation(
            kind=Organisation.Kind.EVALUATOR, name=name, credit_code=code, actor=actor, is_demo=settings.DEMO
        )
        return enter_evaluator(organisation, representative=representative, from_on=from_on or today(), actor=actor)


def change_representative(evaluator: Evaluator, *, representative: str, from_on: date | None, actor: Actor) -> Tenure:
    """Another person represents the body from a day on; whether he is one on record already is a decision of its own (C-36)."""
    check_may(actor, "recognise_person", "法定代表人的变更由省厅登记。", clause="C-36")
    check_plain(representative)
    if wrong := _wrong_person(representative, from_on):
        raise Refused("法定代表人没有变更。", items=wrong, then="改好之后再登记；填过的还在。", clause="C-36")
    with transaction.atomic():
        person = LegalRepresentative.objects.create(name=representative.strip())
        return appoint_representative(evaluator, representative=person, from_on=from_on or today(), actor=actor)


def _already(name: str, held: Organisation | None) -> list[str]:
    """Why a body of this name, or the unit held under its code, cannot be entered: it is one already, or is another unit."""
    same = Q(organisation__name=name) if name else Q(pk=None)
    if Evaluator.objects.filter(same | Q(organisation=held) if held else same).exists():
        return [f"“{name or held}”已经登记，不必重复登记。"]
    if held and held.kind not in roles()["evaluator"].kinds:
        return [f"统一社会信用代码属于“{held}”（{held.get_kind_display()}），不能登记为第三方机构。"]
    if held and name and held.name != name:
        return [f"统一社会信用代码已登记为“{held}”，请填这个名称；已经更名的，请先登记更名。"]
    return []


def _wrong_person(representative: str, from_on: date | None) -> list[str]:
    wrong = too_long(LegalRepresentative, name=representative.strip()) if representative.strip() else ["请填法定代表人的姓名。"]
    if from_on is None or from_on > today():
        wrong.append("请填任职起始日期，不能晚于今天。")
    return wrong
