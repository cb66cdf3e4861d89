"""The status page of a listing, and the count of a day."""

from secrets import token_urlsafe

from django.db import models

from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import ListEntry


def new_address() -> str:
    """128 random bits, in letters: nothing of the row is in it."""
    return token_urlsafe(16)


class StatusPage(models.Model):
    """Where anybody who was given the address reads today's status of one listing. `place` is its place in the status list, for ever."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    entry = models.OneToOneField(ListEntry, models.PROTECT, verbose_name="名单条目", related_name="status_page")
    address = models.CharField("地址", max_length=22, unique=True, default=new_address)
    place = models.PositiveIntegerField("状态清单中的位置", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "在册状态页"

    def __str__(self) -> str:
        return self.address


class StatusCount(models.Model):
    """How often a status page was opened on one day. Nothing of who opened it is kept."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    page = models.ForeignKey(StatusPage, models.CASCADE, verbose_name="在册状态页", related_name="counts")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "在册状态页查看次数"
        constraints = [models.UniqueConstraint("page", "day", name="one_count_a_day")]
