"""The record of each step at the province; one expert's assignment and the saves of the score sheet."""

from django.db import models

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle


class StepRecord(models.Model):
    """What one step (形式审查, 现场核查, 专项审查 …) came to for one application; `step` is an id of the notice's steps."""

    class Outcome(models.TextChoices):
        PASSED = "passed", "通过"
        FAILED = "failed", "未通过"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="step_records")
    step = models.CharField("环节", max_length=40)
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    reason = models.CharField("理由", max_length=300, blank=True)
    document = models.CharField("文号", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="记录文件", null=True)
    page = models.PositiveIntegerField("页", null=True)
    recorded_by = models.CharField("记录人", max_length=80)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "环节记录"
        constraints = [models.UniqueConstraint("application", "step", name="one_step_record_each")]

    def __str__(self) -> str:
        return f"{self.application.number} {self.step}"


class Assignment(models.Model):
    """One expert reviews one application. Names are kept as plain values beside the key."""

    LIFECYCLE = "review_assignment"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="assignments")
    expert = models.ForeignKey(User, models.PROTECT, verbose_name="专家", related_name="assignments")
    expert_name = models.CharField("专家姓名", max_length=80)
    state = models.CharField("状态", max_length=20, choices=lifecycle("review_assignment").choices(), default="assigned")
    assigned_by = models.CharField("指派人", max_length=80)
    assigned_at = models.DateTimeField("指派时间")
    pledged_at = models.DateTimeField("承诺时间", null=True)
    handed_in_at = models.DateTimeField("交评分时间", null=True)
    score = models.CharField("评审分", max_length=20, blank=True)
    is_qualified = models.BooleanField("合格", null=True)
    content_digest = models.CharField("评分内容摘要", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        constraints = [
            models.UniqueConstraint("application", "expert", condition=~models.Q(state="recused"), name="one_open_assignment_each")
        ]

    def __str__(self) -> str:
        return f"{self.application.number} {self.expert_name}"


class SheetVersion(models.Model):
    """One save of a score sheet: {row: {points, reason}}. The highest number is in force."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, verbose_name="评审任务", related_name="sheet_versions")
    number = models.PositiveIntegerField("版本")
    body = models.JSONField("内容")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "评分保存"
        constraints = [models.UniqueConstraint("assignment", "number", name="one_sheet_version_each")]
