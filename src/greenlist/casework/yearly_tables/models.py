"""A year opened, one table a listed unit, the grades of a year, and what is proposed because of them."""

from django.db import models

from greenlist.casework.directory.models import Site
from greenlist.casework.filings.models import Filing, FilingVersion
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import Category
from greenlist.rulebook.lifecycle import lifecycle


class YearlyOpening(models.Model):
    """One year in which every listed unit files its table. The parameters are those of the day on which it was opened."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    year = models.PositiveSmallIntegerField("填报年度", unique=True)
    due_on = models.DateField("期限（含当日）")
    parameters = models.JSONField("所用参数")
    opened_by = models.CharField("开启人", max_length=80)
    opened_at = models.DateTimeField("开启时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度填报"

    def __str__(self) -> str:
        return f"{self.year}年度动态管理表"

    @property
    def data_year(self) -> int:
        """The year the figures speak of."""
        return self.year - 1


class YearlyTable(models.Model):
    """动态管理表: what one listed unit files for one year. `before` is the version that last year's values were taken from.

    `filed_at` is when it was filed first: a table that was returned is not late for that.
    """

    LIFECYCLE = "yearly_table"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("表号", max_length=20, unique=True)
    state = models.CharField("状态", max_length=20, choices=lifecycle("yearly_table").choices(), default="table_open")
    opening = models.ForeignKey(YearlyOpening, models.PROTECT, verbose_name="年度填报", related_name="tables")
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="yearly_tables")
    category = models.CharField("类别", max_length=20, choices=Category)
    listed_as = models.CharField("在册", max_length=120)
    unit = models.CharField("推荐单位代码", max_length=6)
    filing = models.OneToOneField(Filing, models.PROTECT, verbose_name="填报", related_name="yearly_table")
    standard_note = models.CharField("所用标准的说明", max_length=300, blank=True)
    before = models.ForeignKey(FilingVersion, models.PROTECT, verbose_name="上年提交版本", null=True, related_name="followed_by")
    filed_at = models.DateTimeField("首次填报时间", null=True)
    changed_at = models.DateTimeField("最后动作时间")
    returned_places = models.JSONField("退回之处", default=list)
    checked_what = models.CharField("核对了什么", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "动态管理表"
        constraints = [models.UniqueConstraint("opening", "site", "category", name="one_yearly_table_each")]
        indexes = [models.Index(fields=["opening", "unit", "state"], name="yearly_table_of_unit")]

    def __str__(self) -> str:
        return f"{self.site.name} {self.number}"


class YearlyGrading(models.Model):
    """The units of one year ranked, with everything that was used by hash. A later one of the same year has the next number."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    opening = models.ForeignKey(YearlyOpening, models.PROTECT, verbose_name="年度填报", related_name="gradings")
    number = models.PositiveIntegerField("序号")
    content_digest = models.CharField("内容摘要", max_length=80)
    computed_by = models.CharField("计算人", max_length=80)
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度分级"
        constraints = [models.UniqueConstraint("opening", "number", name="one_yearly_grading_each")]

    def __str__(self) -> str:
        return f"{self.opening.year}年度分级第{self.number}次"


class YearlyStanding(models.Model):
    """Where one unit stands in one grading: in its industry, and among all of its category. `running` is found, not_found or unknown."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    grading = models.ForeignKey(YearlyGrading, models.PROTECT, verbose_name="年度分级", related_name="standings")
    table = models.ForeignKey(YearlyTable, models.PROTECT, verbose_name="动态管理表", related_name="standings")
    score = models.CharField("得分", max_length=20)
    industry = models.CharField("行业大类", max_length=2, blank=True)
    industry_rank = models.PositiveIntegerField("行业内位次")
    industry_count = models.PositiveIntegerField("行业内家数")
    grade = models.CharField("行业内等级", max_length=2)
    rank = models.PositiveIntegerField("同类位次")
    count = models.PositiveIntegerField("同类家数")
    overall_grade = models.CharField("同类等级", max_length=2)
    tie = models.CharField("并列说明", max_length=120, blank=True)
    is_bottom = models.BooleanField("末位")
    running = models.CharField("连续末位", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "年度位次"
        constraints = [models.UniqueConstraint("grading", "table", name="one_yearly_standing_each")]

    def __str__(self) -> str:
        return f"{self.table.number} {self.grade}"


class YearlyBenchmark(models.Model):
    """同行对标 of one year, as published: one a year, never made anew, since two of one year would tell of who differs between them.

    The content holds who stands in which cell; only quartiles and bands are ever shown.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    opening = models.OneToOneField(YearlyOpening, models.PROTECT, verbose_name="年度填报", related_name="benchmark")
    content_digest = models.CharField("内容摘要", max_length=80)
    published_by = models.CharField("公布人", max_length=80)
    published_at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = verbose_name_plural = "同行对标"

    def __str__(self) -> str:
        return f"{self.opening.year}年度同行对标"


class YearlyProposal(models.Model):
    """移出建议 out of a year: what was found, under which text. The province takes it up or does not; nothing happens by itself."""

    LIFECYCLE = "yearly_proposal"

    class Kind(models.TextChoices):
        NOT_FILED = "not_filed", "未按时填报"
        NOT_MENDED = "not_mended", "退回未更正"
        BOTTOM = "bottom_years", "连续末位"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=20, choices=lifecycle("yearly_proposal").choices(), default="removal_proposed")
    table = models.ForeignKey(YearlyTable, models.PROTECT, verbose_name="动态管理表", related_name="proposals")
    kind = models.CharField("种类", max_length=20, choices=Kind)
    facts = models.CharField("事实", max_length=300)
    basis = models.CharField("依据", max_length=60)
    proposed_by = models.CharField("提出人", max_length=80)
    proposed_at = models.DateTimeField("提出时间")
    settled_by = models.CharField("处理人", max_length=80, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("处理理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度移出建议"
        constraints = [models.UniqueConstraint("table", "kind", name="one_yearly_proposal_each")]

    def __str__(self) -> str:
        return f"{self.table.site.name} {self.get_kind_display()}"
