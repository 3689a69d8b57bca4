"""Django app of the web room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"
    label = "web"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from handrail.web.how_told import on_sign_in, on_sign_out

        user_logged_in.connect(on_sign_in, dispatch_uid="device of somebody else")
        user_logged_out.connect(on_sign_out, dispatch_uid="device signed out")
