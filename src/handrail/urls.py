"""Every address of Handrail."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from handrail.api.routes import api
from handrail.capture.worker import shell, worker
from handrail.ui.gallery import gallery_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("handrail.web.urls")),
    path("log/", include("handrail.capture.urls")),
    path("worker.js", worker),
    path("offline/", shell),
    path("api/v1/", api.urls),
]
if settings.DEBUG:
    urlpatterns += gallery_urls()
handler400 = "handrail.web.shell.misunderstood"
handler403 = "handrail.web.shell.refused"
handler404 = "handrail.web.shell.not_found"
handler500 = "handrail.web.shell.broken"
