from django.apps import AppConfig


class EvaluatorsConfig(AppConfig):
    name = "greenlist.casework.evaluators"
    verbose_name = "第三方机构"
    default_auto_field = "django.db.models.BigAutoField"
