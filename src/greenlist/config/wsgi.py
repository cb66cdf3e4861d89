"""The WSGI application, served by granian (or any WSGI server)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlist.config.settings")
application = get_wsgi_application()
