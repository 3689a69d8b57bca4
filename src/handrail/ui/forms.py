"""How Django's own forms are drawn: with our field component."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "ui/components/form_field.html"
