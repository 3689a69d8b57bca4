"""The WSGI application that granian serves."""

import os
import sys

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from handrail.core.refusal import Refused
from handrail.core.settling import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
try:
    django.setup()
    from handrail.keeping.looks_machine import refuse_made_up

    refuse_made_up()
except Refused as refused:
    print(refused.sentence, file=sys.stderr)
    sys.exit(2)
application = get_wsgi_application()
_ = get_resolver().url_patterns  # all pages are read now, rather than by whoever comes first
settle()
