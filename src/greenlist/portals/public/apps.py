from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "greenlist.portals.public"
    label = "portal_public"
