from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "greenlist.casework.files"
    verbose_name = "材料"
    default_auto_field = "django.db.models.BigAutoField"
