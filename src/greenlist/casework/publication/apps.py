from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "greenlist.casework.publication"
    verbose_name = "公布"
    default_auto_field = "django.db.models.BigAutoField"
