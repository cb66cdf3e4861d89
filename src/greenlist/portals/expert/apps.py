from django.apps import AppConfig


class ExpertConfig(AppConfig):
    name = "greenlist.portals.expert"
    label = "portal_expert"
