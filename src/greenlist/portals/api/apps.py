from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "greenlist.portals.api"
    label = "portal_api"
