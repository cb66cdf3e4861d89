from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "greenlist.casework.standards"
    verbose_name = "标准校核"
    default_auto_field = "django.db.models.BigAutoField"
