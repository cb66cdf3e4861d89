from django.apps import AppConfig


class DossierConfig(AppConfig):
    name = "greenlist.casework.dossier"
    verbose_name = "卷宗"
    default_auto_field = "django.db.models.BigAutoField"
