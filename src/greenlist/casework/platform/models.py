"""A comparison of our units with the table that the ministry's platform gave back, dated and kept."""

from django.db import models

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round


class PlatformComparison(models.Model):
    """One comparison: what of ours, with which file, and every difference as it was found that day."""

    class Against(models.TextChoices):
        BATCHES = "batches", "已报送的全部申报件"
        NOMINATIONS = "nominations", "择优推荐国家级的单位"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="platform_comparisons")
    unit = models.CharField("推荐单位代码", max_length=6, blank=True, db_index=True, help_text="空的是全省")
    against = models.CharField("与什么比", max_length=12, choices=Against)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="平台导出的表", related_name="platform_comparisons")
    our_count = models.PositiveIntegerField("本系统件数")
    their_count = models.PositiveIntegerField("平台行数")
    differences = models.JSONField("不一致")
    unread = models.JSONField("没有读入的行")
    compared_by = models.CharField("比对人", max_length=80)
    compared_at = models.DateTimeField("比对时间")

    class Meta:
        verbose_name = verbose_name_plural = "平台比对"

    def __str__(self) -> str:
        return f"{self.file.name} {self.compared_at:%Y-%m-%d}"


class DifferenceSettlement(models.Model):
    """What was done about one difference of a comparison; `place` counts its differences from 1. A later word replaces an earlier one."""

    class Outcome(models.TextChoices):
        PLATFORM_MENDED = "platform_mended", "已按我方更正平台"
        OURS_MENDED = "ours_mended", "已按平台更正我方"
        NOTHING_NEEDED = "nothing_needed", "无需处理"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    comparison = models.ForeignKey(PlatformComparison, models.PROTECT, verbose_name="平台比对", related_name="settlements")
    place = models.PositiveIntegerField("第几处")
    outcome = models.CharField("结果", max_length=20, choices=Outcome)
    reason = models.CharField("理由", max_length=300, blank=True)
    settled_by = models.CharField("了结人", max_length=80)
    settled_at = models.DateTimeField("了结时间")

    class Meta:
        verbose_name = verbose_name_plural = "平台差异了结"
        constraints = [models.UniqueConstraint("comparison", "place", name="one_settlement_each_difference")]

    def __str__(self) -> str:
        return f"{self.comparison} 第{self.place}处"
