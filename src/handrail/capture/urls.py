"""The addresses of the capture sheet."""

from django.urls import path

from handrail.capture import desk, sending, views

urlpatterns = [
    path("", views.log),
    path("will/", views.will),
    path("who/", views.who),
    path("send/", sending.send),
    path("at/<slug:slug>/", desk.desk),
    path("<uuid:uuid>/complete/", desk.complete),
    path("<uuid:uuid>/complete/will/", desk.complete_will),
    path("<uuid:uuid>/account/", desk.account),
    path("<uuid:uuid>/saved/", views.saved),
    path("<uuid:uuid>/undo/", views.undo),
]
