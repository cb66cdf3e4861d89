"""A case that has been through every door, and a signed-in client for every actor."""

from dataclasses import dataclass

import pytest
from django.test import Client

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.publication.services import publish
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.review.models import Assignment, StepRecord
from greenlist.casework.rounds.services import propose_parameters
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx
from tests.casework.cast import JIUJIANG, Province
from tests.casework.transcription.conftest import delivered

ONE_ROW = SummaryTable(2024, "演示县工业和信息化局", None, (
    SummaryRow("factory", 1, "九江市", "永修县", "演示织云服饰有限公司", "自我评价", "服饰制造", False, True),), True)  # fmt: skip


@dataclass
class Whole:
    """One listed case with the ids of everything about it."""

    province: Province
    ids: dict[str, str]
    users: dict[str, User]

    def client(self, actor: str) -> Client:
        """A client signed in as an actor of routes.yaml; `anonymous` is not signed in."""
        client = Client()
        if actor != "anonymous":
            client.force_login(self.users[actor], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


@pytest.fixture
def whole(province, may) -> Whole:
    """A case from draft to the published list."""
    body = province.cast.evaluators[0]
    case = province.application_at("on_notice", national=True, body=body)
    may(6, 5)
    publication = publish(province.draft(), document_number="演60号", actor=province.cast.province)
    assignment = Assignment.objects.get()
    delivery = delivered(province, to_docx(ONE_ROW), None)
    people = {m.user.username: m.user for m in Membership.objects.select_related("user")}
    other = next(m.user for m in province.cast.experts if m.user_id != assignment.expert_id)
    record = case.step_records.get(step="special")
    StepRecord.objects.filter(pk=record.pk).update(file=case.report)
    users = {
        "evaluator": people["evaluator1"], "evaluator_other": people["evaluator2"],
        "applicant": people["factory001"], "applicant_other": people["factory002"], "bureau": people[f"bureau{JIUJIANG}"],
        "bureau_other": people["bureau360100"], "province": people["province"], "director": people["director"],
        "centre": people["centre"], "expert": assignment.expert, "expert_other": other, "system_admin": people["system"],
        "security_admin": people["security"], "audit_admin": people["audit"],
    }  # fmt: skip
    ids = {
        "application": case.pk, "evaluator_body": body.evaluator.pk, "evidence": case.filing.evidence.first().pk, "report": case.report_id,
        "engagement": Engagement.objects.get(application_number=case.number).pk,
        "finding": case.findings.first().pk, "batch": Batch.objects.get().pk, "draft": province.draft().pk,
        "notice": province.draft().notice.pk, "publication": publication.pk, "assignment": assignment.pk,
        "proposal": propose_parameters(province.round, changes={"pass_line": "80"}, reason="演示", actor=province.cast.province).pk,
        "transcription": delivery.pk, "transcription_row": delivery.rows.first().pk, "transcription_table": delivery.table_id,
        "user": people["factory002"].pk, "membership": Membership.objects.get(user=people["factory002"]).pk,
        "step_record": record.pk,
    }  # fmt: skip
    return Whole(province, {k: str(v) for k, v in ids.items()}, users)
