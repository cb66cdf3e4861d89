"""A form filled against a standard: sections saved with version numbers, evidence, immutable submitted versions."""

from django.db import models

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7


class Filing(models.Model):
    """One form. The plan (compiled standard) is stored by hash when the filing begins and never changes."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="filings")
    standard = models.CharField("标准", max_length=60)
    edition = models.CharField("版本", max_length=20)
    standard_title = models.CharField("标准名称", max_length=120)
    plan_digest = models.CharField("计算方案摘要", max_length=80)
    reference_on = models.DateField("基准日")
    data_year = models.PositiveSmallIntegerField("数据年度")

    class Meta:
        verbose_name = verbose_name_plural = "填报"

    def __str__(self) -> str:
        return f"{self.site.name} {self.standard_title}"


class SectionVersion(models.Model):
    """One save of one section. The highest number is in force; earlier ones stay."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="填报", related_name="section_versions")
    section = models.CharField("节", max_length=40)
    number = models.PositiveIntegerField("版本")
    body = models.JSONField("内容")
    saved_by = models.CharField("保存人", max_length=80)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "分节保存"
        constraints = [models.UniqueConstraint("filing", "section", "number", name="one_section_version_each")]


class Evidence(models.Model):
    """A file and page bound to a row of the form. Taken back by `removed_at`, never deleted."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="填报", related_name="evidence")
    row = models.CharField("指标", max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="材料")
    page = models.PositiveIntegerField("页", null=True)
    added_by = models.CharField("添加人", max_length=80)
    added_at = models.DateTimeField("添加时间")
    removed_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "证明材料"


class FilingVersion(models.Model):
    """A submitted version: immutable content by hash, the score it gave, the receipt."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="填报", related_name="versions")
    number = models.PositiveIntegerField("版本")
    content_digest = models.CharField("内容摘要", max_length=80)
    score = models.CharField("得分", max_length=20, blank=True)
    is_qualified = models.BooleanField("合格", null=True)
    unverified_count = models.PositiveIntegerField("未核实标准数值")
    reason = models.CharField("更改理由", max_length=300, blank=True)
    receipt = models.CharField("回执号", max_length=40, unique=True)
    told_receipt = models.CharField("原回执号", max_length=40, blank=True)
    submitted_by = models.CharField("提交人", max_length=80)
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "提交版本"
        constraints = [models.UniqueConstraint("filing", "number", name="one_filing_version_each")]

    def __str__(self) -> str:
        return f"{self.receipt} 第{self.number}版"

    @property
    def printed_receipt(self) -> str:
        """The one that its papers bear: another installation's, where they come from there."""
        return self.told_receipt or self.receipt

    @property
    def is_unfilled(self) -> bool:
        """Entered for the unit with its report alone: the score is unknown."""
        return not self.score
