"""The record of each step at the province; one expert's assignment and the saves of the score sheet."""

from django.db import models

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.lifecycle import lifecycle


class StepRecord(models.Model):
    """What one step (形式审查, 现场核查, 专项审查 …) came to for one application; `step` is an id of the notice's steps.

    A correction is a new version with the reason for it; the one before keeps what it said and is `replaced_at`.
    """

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
    version = models.PositiveIntegerField("版本", default=1)
    correction = models.CharField("更正理由", max_length=300, blank=True)
    replaced_at = models.DateTimeField("被更正时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节记录"
        constraints = [
            models.UniqueConstraint("application", "step", condition=models.Q(replaced_at=None), name="one_step_record_in_force_each"),
            models.UniqueConstraint("application", "step", "version", name="one_step_record_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.application.number} {self.step}"


class ReviewGroup(models.Model):
    """Experts who review together; `categories` are the categories they are meant for, empty for all."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="review_groups")
    name = models.CharField("名称", max_length=60)
    categories = models.JSONField("类别")
    made_by = models.CharField("建立人", max_length=80)
    made_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "专家组"
        constraints = [models.UniqueConstraint("round", "name", name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """One expert in a group, until he leaves it."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(ReviewGroup, models.PROTECT, verbose_name="专家组", related_name="members")
    expert = models.ForeignKey(User, models.PROTECT, verbose_name="专家", related_name="group_memberships")
    expert_name = models.CharField("专家姓名", max_length=80)
    is_leader = models.BooleanField("组长", default=False)
    left_at = models.DateTimeField("离组时间", null=True)
    left_reason = models.CharField("离组理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "组内专家"
        constraints = [models.UniqueConstraint("group", "expert", name="one_place_in_a_group")]


class Attendance(models.Model):
    """One expert on one review day: signed in, and signed the pledge of that day."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(GroupMember, models.PROTECT, verbose_name="组内专家", related_name="attendances")
    day = models.DateField("评审日")
    signed_in_at = models.DateTimeField("签到时间")
    signed_in_by = models.CharField("签到人", max_length=80)
    signed_in_by_id = models.UUIDField("签到人编号", null=True)
    pledged_at = models.DateTimeField("承诺时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "签到"
        ordering = ("day", "id")
        constraints = [models.UniqueConstraint("member", "day", name="one_attendance_a_day")]


class Assignment(models.Model):
    """One expert reviews one application. Names are kept as plain values beside the key."""

    LIFECYCLE = "review_assignment"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="assignments")
    group = models.ForeignKey(ReviewGroup, models.PROTECT, verbose_name="专家组", related_name="assignments", null=True)
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
            models.UniqueConstraint(
                "application", "expert", condition=~models.Q(state__in=("recused", "released")), name="one_open_assignment_each"
            )
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


class Question(models.Model):
    """What one expert asks the leader of his group about one indicator of one case, and the answer. Until the last sheet is in, only
    these two see it.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, verbose_name="评审任务", related_name="questions")
    row = models.CharField("指标", max_length=40)
    text = models.CharField("疑问", max_length=500)
    asked_at = models.DateTimeField("提出时间")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.CharField("答复人", max_length=80, blank=True)
    answered_by_id = models.UUIDField("答复人编号", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "疑问"
        ordering = ("asked_at", "id")

    def __str__(self) -> str:
        return f"{self.assignment.application.number} {self.row}"


class GroupOpinion(models.Model):
    """What a group says about one application. `version` grows when it is signed anew after an objection."""

    LIFECYCLE = "group_opinion"

    class Conclusion(models.TextChoices):
        RECOMMEND = "recommend", "建议列入"
        DECLINE = "decline", "不建议列入"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(Application, models.PROTECT, verbose_name="申报件", related_name="group_opinion")
    group = models.ForeignKey(ReviewGroup, models.PROTECT, verbose_name="专家组", related_name="opinions")
    state = models.CharField("状态", max_length=20, choices=lifecycle("group_opinion").choices(), default="awaiting_members")
    version = models.PositiveIntegerField("版本")
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion)
    text = models.TextField("意见", max_length=2000)
    disputes = models.TextField("分歧", max_length=1000, blank=True)
    score = models.CharField("评审分", max_length=20)
    is_qualified = models.BooleanField("合格")
    content_digest = models.CharField("内容摘要", max_length=80)
    signed_by = models.CharField("签署人", max_length=80)
    signed_by_id = models.UUIDField("签署人编号")
    signed_at = models.DateTimeField("签署时间")

    class Meta:
        verbose_name = verbose_name_plural = "专家组意见"

    def __str__(self) -> str:
        return f"{self.application.number} {self.group.name}意见"


class OpinionAnswer(models.Model):
    """One member's answer to one version of a group opinion."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    opinion = models.ForeignKey(GroupOpinion, models.PROTECT, verbose_name="专家组意见", related_name="answers")
    version = models.PositiveIntegerField("版本")
    expert_id = models.UUIDField("专家编号")
    expert_name = models.CharField("专家姓名", max_length=80)
    is_agreed = models.BooleanField("同意")
    reason = models.CharField("理由", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = verbose_name_plural = "组员答复"
        constraints = [models.UniqueConstraint("opinion", "version", "expert_id", name="one_answer_each")]
