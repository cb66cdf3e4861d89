"""What the public reported of a listed unit or an evaluating body, and what came of it. Nothing of it is ever public."""

from django.db import models

from greenlist.casework.evaluators.models import Evaluator
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import ListEntry
from greenlist.rulebook.lifecycle import lifecycle


class ProblemReport(models.Model):
    """One report by name (暂行办法第二十一条). `entry` or `evaluator` where the name typed is one we hold, else the province finds out.

    `unit` is the office that examines it, '' the province. `receipt_digest`: of the receipt that the reporter alone holds. `sender` is a
    keyed hash of the address it came from, to hold back a flood; the address itself is not kept.
    """

    LIFECYCLE = "problem_report"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("举报编号", max_length=20, unique=True)
    state = models.CharField("状态", max_length=20, choices=lifecycle("problem_report").choices(), default="report_received")
    about_name = models.CharField("被举报的单位或机构", max_length=120)
    entry = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="在册单位", null=True, related_name="problem_reports")
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", null=True, related_name="problem_reports")
    unit = models.CharField("核查单位代码", max_length=6, blank=True)
    statement = models.CharField("事实", max_length=2000)
    reporter = models.CharField("举报人姓名", max_length=80)
    contact = models.CharField("联系方式", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证据材料", null=True, related_name="+")
    sender = models.CharField("来源标记", max_length=64, blank=True)
    receipt_digest = models.CharField("回执摘要", max_length=64, unique=True)
    received_at = models.DateTimeField("收到时间")
    due_on = models.DateField("办结期限（含当日）")
    examination = models.CharField("核查情况", max_length=1000, blank=True)
    examined_by = models.CharField("核查人", max_length=80, blank=True)
    reason = models.CharField("认定理由", max_length=300, blank=True)
    answer = models.CharField("告知举报人的结果", max_length=300, blank=True)
    decided_by = models.CharField("认定人", max_length=80, blank=True)
    decided_at = models.DateTimeField("认定时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "实名举报"

    def __str__(self) -> str:
        return self.number
