from django.apps import AppConfig


class ProvinceConfig(AppConfig):
    name = "greenlist.portals.province"
    label = "portal_province"
