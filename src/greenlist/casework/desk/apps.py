from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "greenlist.casework.desk"
    verbose_name = "待办"
    default_auto_field = "django.db.models.BigAutoField"
