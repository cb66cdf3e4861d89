"""A round: one notice in one year, with its deadline and its signed parameter versions."""

from django.db import models
from django.db.models import Q

from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle


class Round(models.Model):
    """One round. `deadline_at` is the first instant that is too late (24:00 of the last day)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    notice = models.CharField("通知", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    opens_on = models.DateField("开始日期")
    deadline_at = models.DateTimeField("报送截止")

    class Meta:
        verbose_name = verbose_name_plural = "轮次"

    def __str__(self) -> str:
        return self.title


class ParameterVersion(models.Model):
    """A whole copy of the round's parameters, signed by two persons; number 1 is round.yaml."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="parameter_versions")
    number = models.PositiveIntegerField("版本")
    content_digest = models.CharField("内容摘要", max_length=80)
    reason = models.CharField("理由", max_length=300)
    first_signed_by = models.CharField("第一人", max_length=80)
    second_signed_by = models.CharField("第二人", max_length=80)
    signed_at = models.DateTimeField("签署时间")

    class Meta:
        verbose_name = verbose_name_plural = "本轮参数版本"
        constraints = [models.UniqueConstraint("round", "number", name="one_parameter_version_each")]


class ParameterProposal(models.Model):
    """Changes to the parameters, signed by a first person and waiting for a second one."""

    LIFECYCLE = "parameter_proposal"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="parameter_proposals")
    changes = models.JSONField("改动")
    reason = models.CharField("理由", max_length=300)
    state = models.CharField("状态", max_length=20, choices=lifecycle("parameter_proposal").choices(), default="awaiting_second")
    proposed_by_id = models.UUIDField("提出人编号")
    proposed_by = models.CharField("提出人", max_length=80)
    proposed_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = verbose_name_plural = "本轮参数改动"
        constraints = [models.UniqueConstraint("round", condition=Q(state="awaiting_second"), name="one_open_parameter_proposal")]

    def __str__(self) -> str:
        return f"{self.round} {self.reason}"


class Extension(models.Model):
    """A later deadline for one recommending unit: an object with reason, document and author, never an `if`."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="extensions")
    unit = models.CharField("推荐单位代码", max_length=6)
    deadline_at = models.DateTimeField("延至")
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("文号", max_length=120, blank=True)
    granted_by = models.CharField("准予人", max_length=80)
    granted_at = models.DateTimeField("准予时间")

    class Meta:
        verbose_name = verbose_name_plural = "准予延期"
        ordering = ("granted_at", "id")


class Waiver(models.Model):
    """The province waives one rule for one subject, with its reason. `subject` is a plain value: a credit code."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="waivers")
    clause = models.CharField("条款", max_length=10)
    subject = models.CharField("统一社会信用代码", max_length=18)
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("文号", max_length=120, blank=True)
    is_public = models.BooleanField("公开", default=False)
    granted_by = models.CharField("准予人", max_length=80)
    granted_at = models.DateTimeField("准予时间")

    class Meta:
        verbose_name = verbose_name_plural = "豁免"
        ordering = ("granted_at", "id")
        constraints = [models.UniqueConstraint("round", "clause", "subject", name="one_waiver_each")]
