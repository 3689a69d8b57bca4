"""Every address of Handrail."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("handrail.web.urls")),
    path("log/", include("handrail.capture.urls")),
]
handler400 = "handrail.web.shell.misunderstood"
handler403 = "handrail.web.shell.refused"
handler404 = "handrail.web.shell.not_found"
handler500 = "handrail.web.shell.broken"
