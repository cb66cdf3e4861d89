from django.apps import AppConfig


class BureauConfig(AppConfig):
    name = "greenlist.portals.bureau"
    label = "portal_bureau"
