"""The WSGI application, served by granian (or any WSGI server)."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlist.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page is loaded now, not in the first request
