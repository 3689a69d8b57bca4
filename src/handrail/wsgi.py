"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from handrail.core.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # all pages are read now, rather than by whoever comes first
settle()
