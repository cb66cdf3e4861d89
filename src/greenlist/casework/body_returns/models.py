"""A year opened to the bodies, what each owes for it, and the versions that it filed."""

from django.db import models

from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle


class BodyReturnYear(models.Model):
    """One year of whose work the bodies report. The due day is that of the day on which it was opened."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    year = models.PositiveSmallIntegerField("年度", unique=True)
    due_on = models.DateField("期限（含当日）")
    opened_by = models.CharField("开启人", max_length=80)
    opened_at = models.DateTimeField("开启时间")

    class Meta:
        verbose_name = verbose_name_plural = "机构年度报告年"

    def __str__(self) -> str:
        return f"{self.year}年度评价机构工作情况"


class BodyReturn(models.Model):
    """What one body reports of one year. `filed_at` is when it was filed first: one that was sent back is not late for that."""

    LIFECYCLE = "body_return"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    opening = models.ForeignKey(BodyReturnYear, models.PROTECT, verbose_name="年度", related_name="returns")
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="returns")
    state = models.CharField("状态", max_length=20, choices=lifecycle("body_return").choices(), default="return_open")
    filed_at = models.DateTimeField("首次填报时间", null=True)
    sent_back_because = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构年度报告"
        constraints = [models.UniqueConstraint("opening", "evaluator", name="one_return_each_year")]

    def __str__(self) -> str:
        return f"{self.evaluator} {self.opening.year}年度"


class BodyReturnVersion(models.Model):
    """One version as it was filed, by hash; never changed."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    body_return = models.ForeignKey(BodyReturn, models.PROTECT, verbose_name="机构年度报告", related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    content_digest = models.CharField("内容摘要", max_length=80)
    filed_by = models.CharField("填报人", max_length=80)
    filed_at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = verbose_name_plural = "机构年度报告版本"
        constraints = [models.UniqueConstraint("body_return", "number", name="one_return_version_each")]

    def __str__(self) -> str:
        return f"{self.body_return} 第{self.number}版"
