from django.apps import AppConfig


class CountyConfig(AppConfig):
    name = "greenlist.portals.county"
    label = "portal_county"
