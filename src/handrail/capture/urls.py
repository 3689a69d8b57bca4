"""The addresses of the capture sheet."""

from django.urls import path

from handrail.capture import sending, views

urlpatterns = [
    path("", views.log),
    path("will/", views.will),
    path("who/", views.who),
    path("send/", sending.send),
    path("<uuid:uuid>/saved/", views.saved),
    path("<uuid:uuid>/undo/", views.undo),
]
