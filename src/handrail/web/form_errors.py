"""What is wrong with forms, for the summary at the top of a page that has several."""

from django.forms import BaseForm


def sentences_of(*forms: BaseForm) -> list[str]:
    """Every sentence beside a field, each once, in the order of the forms."""
    said = (sentence for form in forms for several in form.errors.values() for sentence in several)
    return list(dict.fromkeys(map(str, said)))
