from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "greenlist.casework.directory"
    verbose_name = "单位"
    default_auto_field = "django.db.models.BigAutoField"
