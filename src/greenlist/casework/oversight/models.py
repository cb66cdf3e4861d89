"""Where lists come from, the lists that came, and every row of them with what became of it."""

from django.db import models

from greenlist.casework.directory.models import Organisation
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle


class WatchedSource(models.Model):
    """One source of one list as one office gets it: {field: head} as that office confirmed them last. `unit` '' is the province's."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    list_id = models.CharField("名单种类", max_length=40)
    name = models.CharField("来源", max_length=80)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    heads = models.JSONField("栏目", default=dict)
    changed_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "名单来源"
        constraints = [models.UniqueConstraint("list_id", "name", "unit", name="one_source_a_list_name_and_unit")]

    def __str__(self) -> str:
        return self.name


class ListDelivery(models.Model):
    """One list as a file that came. What is kept of it is a copy without what is about persons; `digest` is the original's.

    `unit` '' is the province's. `preview` is what would become of its lines, as it was matched when it came or its columns were chosen;
    empty once that is decided. `region` is what the list as a whole is about, for rows that do not say: a division, or '' for any.
    """

    LIFECYCLE = "list_delivery"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=20, choices=lifecycle("list_delivery").choices(), default="awaiting_import")
    source = models.ForeignKey(WatchedSource, models.PROTECT, verbose_name="来源", related_name="deliveries")
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("原文件摘要", max_length=80, db_index=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="留存副本", related_name="list_deliveries")
    looked_up_on = models.DateField("名单查询日期")
    dated_on = models.DateField("名单日期", null=True)
    region = models.CharField("名单所列地区", max_length=6, blank=True)
    head_lines = models.PositiveIntegerField("表头行数")
    columns = models.JSONField("栏目对应", default=dict)
    preview = models.JSONField("预览", default=dict)
    line_count = models.PositiveIntegerField("行数")
    received_by = models.CharField("收件人", max_length=80)
    received_at = models.DateTimeField("收到时间")
    imported_by = models.CharField("导入人", max_length=80, blank=True)
    imported_at = models.DateTimeField("导入时间", null=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "收到的名单"

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class DeliveryRow(models.Model):
    """One line of an imported list and what became of it. `key` tells the same fact on a later list; a person's line has only its place."""

    class Fate(models.TextChoices):
        LINKED = "row_linked", "已对应"
        PROPOSED = "row_proposed", "名称相近"
        KNOWN = "row_known", "以前已导入"
        STRANGER = "row_stranger", "不在本省单位中"
        BROKEN = "row_broken", "没有读入"
        PERSON = "row_person", "自然人，没有保存"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(ListDelivery, models.PROTECT, verbose_name="名单", related_name="rows")
    position = models.PositiveIntegerField("序号")
    place = models.CharField("位置", max_length=40)
    name = models.CharField("名称", max_length=150, blank=True)
    key = models.CharField("事实摘要", max_length=64, blank=True, db_index=True)
    values = models.JSONField("读出的内容", default=dict)
    told = models.JSONField("问题和说明", default=list)
    fate = models.CharField("去向", max_length=20, choices=Fate)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", null=True, related_name="delivery_rows")

    class Meta:
        verbose_name = verbose_name_plural = "名单行"
        indexes = [models.Index(fields=["delivery", "fate", "position"], name="row_by_fate")]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"


class DailyCheck(models.Model):
    """The check of one day: every kept list against every unit of today. `content_digest` is what was found, by hash.

    `entry_hits` are rows that are called like, or nearly like, somebody on the list whom nobody has linked to a unit yet.
    `register_breaks` is where the list is not what was decided (register_check); [] on every good day.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    day = models.DateField("日期", unique=True)
    began_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("完成时间")
    row_count = models.PositiveIntegerField("比对的名单行")
    linked_count = models.PositiveIntegerField("新对应")
    proposed_count = models.PositiveIntegerField("新提出")
    case_count = models.PositiveIntegerField("查看的申报件")
    changed_count = models.PositiveIntegerField("重新查核的申报件")
    entry_hits = models.JSONField("名册条目", default=list)
    register_breaks = models.JSONField("名册与决定不符", default=list)
    content_digest = models.CharField("内容摘要", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "每日比对"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
