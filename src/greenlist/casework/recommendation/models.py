"""The bureau's batch and its rows, as they stood when it was sent to be signed."""

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.lifecycle import lifecycle


class Batch(models.Model):
    """One bureau's package in one round. The document number and the sealed scan come back from signature."""

    LIFECYCLE = "recommendation_batch"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("批次号", max_length=24, unique=True)
    told_number = models.CharField("原批次号", max_length=24, blank=True, help_text="离线收入而本系统已有同号批次的")
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="batches")
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    office = models.CharField("推荐单位", max_length=120)
    state = models.CharField("状态", max_length=20, choices=lifecycle("recommendation_batch").choices(), default="preparing")
    letter_number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("落款日期", null=True)
    sealed_letter = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="盖章推荐文件", null=True)
    content_digest = models.CharField("内容摘要", max_length=80, blank=True)
    letter_template = models.CharField("推荐函模板摘要", max_length=80, blank=True)
    table_template = models.CharField("汇总表模板摘要", max_length=80, blank=True)
    unconsulted_because = models.TextField("未征求部门意见的说明", blank=True)
    contradictions_because = models.TextField("判断不一致的说明", blank=True)
    frozen_at = models.DateTimeField("送签时间", null=True)
    submitted_at = models.DateTimeField("报送时间", null=True)
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "推荐批次"

    def __str__(self) -> str:
        return f"{self.number} {self.office}"


class PlatformReceipt(models.Model):
    """What the ministry's platform answered when a batch was uploaded to it (C-10). A second upload has a receipt of its own; the newest counts."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="批次", related_name="platform_receipts")
    number = models.CharField("平台回执号", max_length=60)
    uploaded_on = models.DateField("上传日期")
    proof = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="回执截图或扫描件", related_name="platform_receipts")
    recorded_by = models.CharField("登记人", max_length=80)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "平台回执"
        ordering = ("-recorded_at", "-id")

    def __str__(self) -> str:
        return f"{self.batch.number} {self.number}"


class BatchRow(models.Model):
    """One row of the summary table, frozen: the values as printed."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="批次", related_name="rows")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="batch_rows")
    serial = models.PositiveIntegerField("序号")
    printed = models.JSONField("表中内容")

    class Meta:
        verbose_name = verbose_name_plural = "推荐表行"
        ordering = ("serial",)
        constraints = [models.UniqueConstraint("batch", "application", name="one_row_per_application")]
