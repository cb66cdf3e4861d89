"""A package that another installation made: the zip as it came, what it says of itself in short, and the batch it became."""

from django.db import models

from greenlist.casework.directory.models import Organisation
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round


class OfflinePackage(models.Model):
    """One package. It is kept when it is in order, and taken in when somebody has looked at it; `offered_at` is the instant that counts (C-08).

    `digest` is the manifest's, the one that its bureau reads out on the telephone. `matches` keeps, row by row, whom each was taken to mean.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="offline_packages")
    unit = models.CharField("推荐单位代码", max_length=6)
    office = models.CharField("推荐单位", max_length=120)
    number = models.CharField("批次号", max_length=24)
    row_count = models.PositiveIntegerField("件数")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="压缩包", related_name="+")
    digest = models.CharField("总摘要", max_length=80, unique=True)
    batch = models.OneToOneField(Batch, models.PROTECT, verbose_name="收入的批次", null=True, related_name="offline_package")
    offered_by = models.CharField("上传人", max_length=80)
    offered_at = models.DateTimeField("上传时间")
    taken_by = models.CharField("收入人", max_length=80, blank=True)
    taken_at = models.DateTimeField("收入时间", null=True)
    matches = models.JSONField("收入时的对应", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "离线报送包"

    def __str__(self) -> str:
        return f"{self.number} {self.office}"


class RowJudgement(models.Model):
    """A row of a package whose unit was not sure, judged by a person: is it `organisation`, the one held here then (None: none was)?"""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    package = models.ForeignKey(OfflinePackage, models.CASCADE, verbose_name="离线报送包", related_name="row_judgements")
    place = models.PositiveIntegerField("第几件")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="本系统的单位", null=True, related_name="+")
    is_same = models.BooleanField("属实")
    renamed_on = models.DateField("更名日期", null=True, help_text="同一单位已更名的，从这一天起用包内的名称")
    reason = models.CharField("理由", max_length=300)
    judged_by = models.CharField("认定人", max_length=80)
    judged_at = models.DateTimeField("认定时间")

    class Meta:
        verbose_name = verbose_name_plural = "报送包单位认定"
        constraints = [models.UniqueConstraint("package", "place", name="one_judgement_each_row")]

    def __str__(self) -> str:
        return f"{self.package} 第{self.place}件"


class ReturnReceipt(models.Model):
    """What came back to the bureau's installation: the province took the batch in, who and when."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    batch = models.OneToOneField(Batch, models.PROTECT, verbose_name="批次", related_name="return_receipt")
    office = models.CharField("签收单位", max_length=200)
    taken_by = models.CharField("签收人", max_length=200)
    offered_at = models.DateTimeField("收到时间")
    taken_at = models.DateTimeField("签收时间")
    loaded_by = models.CharField("读入人", max_length=80)
    loaded_at = models.DateTimeField("读入时间")

    class Meta:
        verbose_name = verbose_name_plural = "签收回执"

    def __str__(self) -> str:
        return f"{self.batch} {self.office}"
