"""A letter to one department, the units it asks about, and what the department answered through its link."""

from datetime import date

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.departments import Department, department
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.casework.verification.models import ProofDocument
from greenlist.rulebook.lifecycle import lifecycle


class Consultation(models.Model):
    """One 征求意见函. `due_on` counts working days from `dated_on`; of the link only the hash of its token is kept."""

    LIFECYCLE = "consultation"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="consultations")
    unit = models.CharField("推荐单位代码", max_length=6)
    office = models.CharField("发函单位", max_length=120)
    organisation_id = models.UUIDField("发函单位编号")
    department = models.CharField("部门", max_length=20)
    addressee = models.CharField("主送部门", max_length=120)
    state = models.CharField("状态", max_length=20, choices=lifecycle("consultation").choices(), default="unsent")
    from_on = models.DateField("所查期间起")
    until_on = models.DateField("所查期间止")
    letter_number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("发函日期", null=True)
    due_on = models.DateField("函复期限", null=True)
    reminders = models.PositiveSmallIntegerField("催办次数", default=0)
    link_digest = models.CharField("链接摘要", max_length=80, null=True, unique=True)
    link_until = models.DateField("链接有效至", null=True)
    reply = models.ForeignKey(ProofDocument, models.PROTECT, verbose_name="函复", null=True, related_name="consultations")
    template = models.CharField("模板摘要", max_length=80, blank=True)
    prepared_by = models.CharField("拟函人", max_length=80)
    prepared_at = models.DateTimeField("拟函时间")

    class Meta:
        verbose_name = verbose_name_plural = "征求意见函"

    def __str__(self) -> str:
        return f"{self.addressee} {self.letter_number}".strip()

    @property
    def to(self) -> Department:
        found = department(self.department)
        if found is None:
            raise ValueError(f"department {self.department} is not held")
        return found

    def is_overdue(self, day: date) -> bool:
        """Sent, not answered, and the last day for it is over."""
        return self.state == "sent" and self.due_on is not None and day > self.due_on


class ConsultedUnit(models.Model):
    """One unit of the letter's annex, with its cells as printed."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征求意见函", related_name="units")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="consulted")
    serial = models.PositiveIntegerField("序号")
    printed = models.JSONField("所印内容")

    class Meta:
        verbose_name = verbose_name_plural = "征求意见单位"
        ordering = ("serial",)
        constraints = [models.UniqueConstraint("consultation", "application", name="one_place_in_a_letter")]


class LinkOpening(models.Model):
    """Somebody opened a link, or guessed one: from where (a keyed hash of the address), when. Kept for minutes, to slow guessing down."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    sender = models.CharField("来源标记", max_length=64)
    opened_at = models.DateTimeField("打开时间")

    class Meta:
        verbose_name = verbose_name_plural = "打开答复链接"
        indexes = [models.Index(fields=["sender", "opened_at"], name="link_openings_of_one")]


class DepartmentAnswer(models.Model):
    """What an officer of the department answered through the link. No fact before the bureau accepts it; the newest one counts."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征求意见函", related_name="answers")
    lines = models.JSONField("逐家答复")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="盖章页", null=True)
    answered_by = models.CharField("答复人", max_length=80)
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = verbose_name_plural = "在线答复"
        ordering = ("answered_at", "id")
