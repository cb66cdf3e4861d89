from django.apps import AppConfig


class ProblemReportsConfig(AppConfig):
    name = "greenlist.casework.problem_reports"
    verbose_name = "实名举报"
    default_auto_field = "django.db.models.BigAutoField"
