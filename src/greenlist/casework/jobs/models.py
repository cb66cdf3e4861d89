"""A piece of background work: who asked, what for, how far it is, what came of it; and when a worker was last seen."""

from django.db import models

from greenlist.casework.accounts.roles import role_choices
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle


class Job(models.Model):
    """One piece of work. Its state is the only truth about it; `runner` names the worker process that has it in hand."""

    LIFECYCLE = "job"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("种类", max_length=40)
    about = models.CharField("内容", max_length=200)
    parameters = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=20, choices=lifecycle("job").choices(), default="job_waiting")
    asked_by_id = models.UUIDField("提出人编号")
    asked_by = models.CharField("提出人", max_length=80)
    membership_id = models.UUIDField("提出人岗位编号", db_index=True)
    organisation_id = models.UUIDField("所属单位编号", null=True)
    role = models.CharField("岗位", max_length=20, choices=role_choices())
    asked_at = models.DateTimeField("提出时间")
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("共", default=0)
    runner = models.UUIDField("经手进程", null=True)
    beat_at = models.DateTimeField("最近心跳", null=True)
    tries = models.PositiveSmallIntegerField("第几次", default=0)
    problem = models.TextField("没有做成的原因", blank=True)
    advice = models.TextField("怎么办", blank=True)
    result_name = models.CharField("结果文件名", max_length=255, blank=True)
    result_digest = models.CharField("结果摘要", max_length=80, blank=True)
    result_bytes = models.PositiveBigIntegerField("结果字节数", default=0)
    leads_to = models.CharField("办理页面", max_length=200, blank=True)
    kept_until_on = models.DateField("文件保存到", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台工作"
        indexes = [models.Index(fields=["state", "asked_at"], name="job_by_state")]

    def __str__(self) -> str:
        return self.about


class WorkerSighting(models.Model):
    """When any worker process was last seen, by the server's own clock; a single row."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    name = models.CharField("名称", max_length=20, unique=True)
    seen_at = models.DateTimeField("最近看到")

    class Meta:
        verbose_name = verbose_name_plural = "后台程序"

    def __str__(self) -> str:
        return self.name
