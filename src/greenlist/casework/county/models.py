"""The letter with which a county sends its applications up, where it writes one."""

from django.db import models

from greenlist.casework.directory.models import Organisation
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round


class CountyLetter(models.Model):
    """县级请示: number, day and sealed scan, with the applications that had passed by then (their numbers, for the record)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="county_letters")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="区县工信部门", related_name="county_letters")
    letter_number = models.CharField("文号", max_length=60)
    dated_on = models.DateField("落款日期")
    sealed_letter = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="盖章件", related_name="+")
    numbers = models.JSONField("所报申报号")
    recorded_by = models.CharField("登记人", max_length=80)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "县级请示"
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return self.letter_number
