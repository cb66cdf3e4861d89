from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "greenlist.casework.incidents"
    verbose_name = "事故与突发事件"
    default_auto_field = "django.db.models.BigAutoField"
