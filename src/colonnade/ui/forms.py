"""How Django forms are written into pages: label, help, field and errors tied together for screen readers."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Writes ``{{ form }}`` and ``{{ field.as_field_group }}`` with the design system's templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
