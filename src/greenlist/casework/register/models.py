"""List entries with their events, adverse records and such as may be meant, and coverage: what the register is declared complete for."""

from django.db import models

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle

ON_LIST = ("listing_standing", "listing_suspended")  # who is suspended is not off the list


class Category(models.TextChoices):
    """The three categories of the notice (C-02)."""

    FACTORY = "factory", "绿色工厂"
    PARK = "park", "绿色园区"
    SUPPLY_CHAIN = "supply_chain", "绿色供应链管理企业"


class Level(models.TextChoices):
    """The level of a list."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"


class ListEntry(models.Model):
    """One row of a published list. `site` is null while nobody has linked it.

    What happened to it since stands in its events. `state` and the columns that events set (name, codes, place, removal) are how it
    stands today: written with an event only, kept so that the list can be narrowed and counted quickly.
    `checked_sources`: what was looked at for the check of `checked_on`, as [source, day of the look-up] pairs.
    """

    LIFECYCLE = "listing"

    class Origin(models.TextChoices):
        IMPORTED = "imported", "历年公布名单"
        PUBLISHED = "published", "本系统公布"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("在册状态", max_length=20, choices=lifecycle("listing").choices(), default="listing_standing")
    origin = models.CharField("来源", max_length=20, choices=Origin)
    name = models.CharField("名称（按公布）", max_length=150, db_index=True)
    former_names = models.CharField("曾用名", max_length=300, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", null=True, related_name="entries")
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    former_codes = models.CharField("原统一社会信用代码", max_length=120, blank=True)
    level = models.CharField("级别", max_length=20, choices=Level)
    category = models.CharField("类别", max_length=20, choices=Category)
    year = models.PositiveSmallIntegerField("年度")
    region = models.CharField("地区（按公布）", max_length=60, blank=True)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    division = models.CharField("区县代码", max_length=6, blank=True)
    industry = models.CharField("行业（按公布）", max_length=80, blank=True)
    third_party = models.CharField("第三方机构（按公布）", max_length=150, blank=True)
    listed_on = models.DateField("公布日期", null=True)
    document = models.CharField("公布文件", max_length=120)
    document_row = models.PositiveIntegerField("文件中行号", null=True)
    checked_on = models.DateField("查核日期", null=True)
    checked_sources = models.JSONField("查核来源", default=list)
    removed_on = models.DateField("移出日期", null=True)
    removal_reason = models.CharField("移出原因", max_length=300, blank=True)
    removal_clause = models.CharField("移出依据", max_length=60, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "名单条目"
        indexes = [
            models.Index(fields=["origin", "level", "category", "year"], name="entry_filter"),
            models.Index(fields=["origin", "state", "former_names"], name="entry_counts"),
        ]

    def __str__(self) -> str:
        return self.name


class ListEvent(models.Model):
    """One thing that happened to a list entry. Never changed (triggers refuse it); a mistake is put right by a further event.

    `sets` holds the columns of the entry that this event gives a value, as text: the entry is what its events in the order of `number`
    make of it. `on` is the day from which it counts; None only for a listing whose day is not known.
    """

    class Kind(models.TextChoices):
        LISTED = "entry_listed", "列入"
        RENAMED = "entry_renamed", "更名"
        MOVED = "entry_moved", "迁址"
        MERGED = "entry_merged", "合并"
        SPLIT = "entry_split", "分立"
        SUSPENDED = "entry_suspended", "暂停"
        REMOVED = "entry_removed", "移出"
        RESTORED = "entry_restored", "恢复"
        PROMOTED = "entry_promoted", "升级"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="名单条目", related_name="events")
    number = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("变动", max_length=20, choices=Kind)
    on = models.DateField("日期", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    clause = models.CharField("依据", max_length=60, blank=True)
    document = models.CharField("文件", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="文件原件", null=True, related_name="list_events")
    successor = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="承继的条目", null=True, related_name="taken_over")
    successor_site = models.ForeignKey(Site, models.PROTECT, verbose_name="承继的厂址", null=True, related_name="list_events")
    sets = models.JSONField("改变的栏目", default=dict)
    public_text = models.CharField("公开文字", max_length=500)
    entered_by = models.CharField("登记人", max_length=120)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "名单变动"
        indexes = [models.Index(fields=["kind", "on"], name="event_kind_day")]
        constraints = [
            models.UniqueConstraint("entry", "number", name="one_event_a_number"),
            models.CheckConstraint(condition=models.Q(kind="entry_listed") | models.Q(on__isnull=False), name="event_has_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_text}"[:200]


class Recheck(models.Model):
    """A change that may alter what the standard was met by (a move, a merger, a split) asks for a re-check of the entry.

    So does the removal of another entry on which this one rests (`because` says how): that removal's event may ask for several.
    """

    LIFECYCLE = "listing_recheck"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=20, choices=lifecycle("listing_recheck").choices(), default="recheck_open")
    event = models.ForeignKey(ListEvent, models.PROTECT, verbose_name="名单变动", related_name="rechecks")
    entry = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="名单条目", related_name="rechecks")
    proposed_at = models.DateTimeField("提出时间")
    because = models.CharField("受影响的原因", max_length=300, blank=True)
    opinion = models.TextField("复核意见", max_length=1000, blank=True)
    reported_by = models.CharField("复核人", max_length=120, blank=True)
    reported_at = models.DateTimeField("复核时间", null=True)
    reason = models.CharField("认定理由", max_length=300, blank=True)
    settled_by = models.CharField("认定人", max_length=120, blank=True)
    settled_at = models.DateTimeField("认定时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "变动复核"
        constraints = [models.UniqueConstraint("event", "entry", name="one_recheck_an_event_and_entry")]

    def __str__(self) -> str:
        return f"{self.entry.name} {self.event.get_kind_display()}"


class Coverage(models.Model):
    """The register is declared complete for this level, category, region and these years; else absence is unknown."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("名册种类", max_length=40)
    level = models.CharField("级别", max_length=20, blank=True)
    category = models.CharField("类别", max_length=20, blank=True)
    region = models.CharField("地区", max_length=60)
    from_year = models.PositiveSmallIntegerField("起年")
    until_year = models.PositiveSmallIntegerField("止年")
    declared_by = models.CharField("声明人", max_length=120)
    declared_on = models.DateField("声明日期")

    class Meta:
        verbose_name = verbose_name_plural = "完整性声明"


class AdverseRecord(models.Model):
    """A dated fact that may bar a unit: a stop, an abnormal-operation entry, a penalty. Never edited; ended by `until_on`."""

    class Kind(models.TextChoices):
        STOPPED_PRODUCTION = "stopped_production", "停产"
        DEREGISTRATION = "deregistration", "工商注销"
        ABNORMAL_LISTING = "abnormal_listing", "列入经营异常名录"
        SAFETY_ACCIDENT = "safety_accident", "安全事故"
        QUALITY_ACCIDENT = "quality_accident", "质量事故"
        POLLUTION_ACCIDENT = "pollution_accident", "环境污染等事故"
        VIOLATION = "violation", "违法违规"
        REMOVAL = "removal", "移出名单"
        INSPECTION_PROBLEM = "inspection_problem", "督查发现严重问题"
        RECTIFICATION = "rectification", "列入节能监察整改名单"
        DISHONEST_DEBTOR = "dishonest_debtor", "失信被执行人"
        OTHER = "other", "其他"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("种类", max_length=40, choices=Kind)
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="adverse_records")
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True)
    statement = models.CharField("事实", max_length=300)
    source = models.CharField("来源", max_length=200)
    reference = models.CharField("文号", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证明材料", null=True)
    page = models.PositiveIntegerField("页", null=True)
    recorded_by = models.CharField("录入人", max_length=80)
    recorded_at = models.DateTimeField("录入时间")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "不利记录"

    def __str__(self) -> str:
        return self.statement


class ProposedHit(models.Model):
    """A row of a list that may mean this unit: the name is near, nobody has said yet. Until then what hangs on it is unknown.

    `row_id` is the row of the delivery it came with (plain value); the rows of one belong together: at most one unit is meant.
    `is_tied`: the row means a party the unit is tied to; it may be counted for each such unit, whatever it means itself.
    """

    LIFECYCLE = "proposed_hit"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=20, choices=lifecycle("proposed_hit").choices(), default="hit_open")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="proposed_hits")
    row_id = models.UUIDField("名单行", db_index=True)
    kind = models.CharField("种类", max_length=40, choices=AdverseRecord.Kind)
    printed_name = models.CharField("名单上的名称", max_length=150)
    likeness = models.PositiveSmallIntegerField("相近程度（千分）")
    words = models.CharField("为什么要问", max_length=200)
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True)
    statement = models.CharField("事实", max_length=300)
    source = models.CharField("来源", max_length=200)
    reference = models.CharField("文号", max_length=120, blank=True)
    is_tied = models.BooleanField("因关联关系提出", default=False)
    proposed_at = models.DateTimeField("提出时间")
    settled_by = models.CharField("认定人", max_length=80, blank=True)
    settled_at = models.DateTimeField("认定时间", null=True)
    reason = models.CharField("认定理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待认定的名单行"
        indexes = [models.Index(fields=["organisation", "state"], name="hit_open_of")]
        constraints = [models.UniqueConstraint("row_id", "organisation", name="one_hit_a_row_and_unit")]

    def __str__(self) -> str:
        return f"{self.printed_name}（{self.source}）"
