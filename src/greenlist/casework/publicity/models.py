"""Cases with their pictures, events with the cases shared there, what was published where, and the closed years of the bureaus."""

from django.db import models
from django.db.models import Q

from greenlist.casework.directory.models import Organisation
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import ListEntry
from greenlist.rulebook.lifecycle import lifecycle


class GoodCase(models.Model):
    """What a listed unit did and what came of it. `effects` is [{what, value, measure, year}], values as text.

    `organisation` is the unit that is told of and consents; None while nobody has linked the entry. A merger may give the entry to
    another one, which has consented to nothing. `unit` is the bureau for which the case counts; who looks after it now says the entry.
    `version` counts the texts; the unit consented to the one of `consent_version` and to no other. `kept_at`: since when the office keeps
    the case of a unit that does not stand on the list any more, with the reason.
    """

    LIFECYCLE = "good_case"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=20, choices=lifecycle("good_case").choices(), default="case_draft")
    entry = models.ForeignKey(ListEntry, models.PROTECT, verbose_name="名单条目", related_name="good_cases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="案例所写的单位", null=True, related_name="+")
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    title = models.CharField("案例名称", max_length=60)
    practice = models.CharField("做法", max_length=2000, blank=True)
    effects = models.JSONField("成效", default=list)
    version = models.PositiveIntegerField("文稿版次", default=1)
    consent_version = models.PositiveIntegerField("同意公开的版次", null=True)
    consent_by = models.CharField("同意人", max_length=120, blank=True)
    consent_at = models.DateTimeField("同意时间", null=True)
    consent_file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="同意书", null=True, related_name="+")
    check_words = models.CharField("核对情况", max_length=300, blank=True)
    checked_by = models.CharField("核对人", max_length=80, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True)
    released_by = models.CharField("发布人", max_length=80, blank=True)
    released_at = models.DateTimeField("发布时间", null=True)
    reason = models.CharField("退回或撤下的理由", max_length=300, blank=True)
    kept_because = models.CharField("不在册仍保留的理由", max_length=300, blank=True)
    kept_at = models.DateTimeField("决定保留的时间", null=True)
    written_by = models.CharField("起草人", max_length=80)
    changed_at = models.DateTimeField("最后变动")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "典型案例"
        constraints = [models.UniqueConstraint("entry", "title", name="one_case_an_entry_and_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_consent(self) -> bool:
        """Did the unit that holds the entry today consent to this very text?"""
        return self.consent_version == self.version and not self.is_inherited

    @property
    def is_inherited(self) -> bool:
        """Did another unit take over the entry since the case was written?"""
        site = self.entry.site
        return site is not None and self.organisation_id is not None and site.organisation_id != self.organisation_id


class CasePicture(models.Model):
    """A picture of a case, drawn anew from what was uploaded: nothing of the camera, the place or the time is in it."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(GoodCase, models.CASCADE, verbose_name="典型案例", related_name="pictures")
    alt = models.CharField("图片内容", max_length=100)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="图片", related_name="+")
    thumbnail = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="缩略图", related_name="+")
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    added_by = models.CharField("上传人", max_length=80)
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "案例图片"


class ServiceEvent(models.Model):
    """One 绿色制造服务行 that was held. `unit` is '' for one of the province, `organisation` the office that entered it; who came is a
    count, never names.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="登记的单位", null=True, related_name="+")
    theme = models.CharField("主题", max_length=80)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80)
    organiser = models.CharField("主办单位", max_length=80)
    attendance = models.PositiveIntegerField("参加人数")
    unit_count = models.PositiveIntegerField("参加单位数")
    account = models.CharField("概况", max_length=1000, blank=True)
    materials = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="活动材料", null=True, related_name="+")
    entered_by = models.CharField("登记人", max_length=80)
    entered_at = models.DateTimeField("登记时间")
    struck_because = models.CharField("撤回登记的理由", max_length=200, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "服务行活动"
        constraints = [
            models.UniqueConstraint("unit", "held_on", "theme", condition=Q(struck_because=""), name="one_event_a_day_and_theme")
        ]

    def __str__(self) -> str:
        return self.theme


class SharedCase(models.Model):
    """One case that was presented at an event."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    event = models.ForeignKey(ServiceEvent, models.CASCADE, verbose_name="服务行活动", related_name="shared")
    case = models.ForeignKey(GoodCase, models.PROTECT, verbose_name="典型案例", related_name="shared")

    class Meta:
        verbose_name = verbose_name_plural = "分享的案例"
        constraints = [models.UniqueConstraint("event", "case", name="one_sharing_an_event_and_case")]


class Placement(models.Model):
    """宣传记录: a case or an event in one medium on one day, with its link or a scan."""

    class Channel(models.TextChoices):
        PRESS = "press", "传统媒体"
        NEW_MEDIA = "new_media", "新媒体"
        WEBSITE = "website", "网站"
        ACCOUNT = "public_account", "公众号"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True, db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="登记的单位", null=True, related_name="+")
    channel = models.CharField("渠道", max_length=20, choices=Channel)
    outlet = models.CharField("媒体名称", max_length=80)
    title = models.CharField("标题", max_length=120)
    published_on = models.DateField("刊发日期")
    link = models.CharField("链接", max_length=300, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="版面扫描件", null=True, related_name="+")
    case = models.ForeignKey(GoodCase, models.PROTECT, verbose_name="典型案例", null=True, related_name="placements")
    event = models.ForeignKey(ServiceEvent, models.PROTECT, verbose_name="服务行活动", null=True, related_name="placements")
    entered_by = models.CharField("登记人", max_length=80)
    entered_at = models.DateTimeField("登记时间")
    struck_because = models.CharField("撤回登记的理由", max_length=200, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "宣传记录"
        constraints = [models.CheckConstraint(condition=Q(case__isnull=False) | Q(event__isnull=False), name="placement_is_of_something")]

    def __str__(self) -> str:
        return self.title


class PublicityYear(models.Model):
    """The closed year of one bureau: how much there was, and why there was nothing of a kind."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    unit = models.CharField("推荐单位代码", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    cases = models.PositiveIntegerField("典型案例")
    events = models.PositiveIntegerField("服务行活动")
    placements = models.PositiveIntegerField("宣传记录")
    no_case_because = models.CharField("没有案例的说明", max_length=300, blank=True)
    no_event_because = models.CharField("没有活动的说明", max_length=300, blank=True)
    closed_by = models.CharField("办结人", max_length=80)
    closed_at = models.DateTimeField("办结时间")

    class Meta:
        verbose_name = verbose_name_plural = "宣传年度情况"
        constraints = [models.UniqueConstraint("unit", "year", name="one_publicity_year_each")]
