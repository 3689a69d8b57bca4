"""What the sheet asks for a contact."""

from django import forms

from handrail.kinds.contact.models import Contact
from handrail.records.forms import ChipWidget, DetailForm


class ContactForm(DetailForm):
    kind_slug = "contact"
    way = forms.ChoiceField(
        label="How", choices=Contact.Way.choices, widget=ChipWidget, initial=Contact.Way.CALL,
        error_messages={"required": "Choose how you were in touch."},
    )  # fmt: skip
    whose = forms.ChoiceField(
        label="Who was it?",
        help_text="A professional is such as the local authority or a social worker.",
        required=False,  # a sheet or a program from before does not say: then it was home
        choices=Contact.Whose.choices,
        widget=ChipWidget,
        initial=Contact.Whose.HOME,
        error_messages={"invalid_choice": "Choose whether it was home or a professional."},
    )
    with_whom = forms.CharField(
        label="With whom",
        max_length=120,
        help_text="Such as “Dad, Mr Turner”.",
        error_messages={"required": "Say with whom, such as “Dad, Mr Turner”."},
    )
    reached = forms.TypedChoiceField(
        label="Did you reach them?",
        choices=[("yes", "Yes"), ("no", "No: no answer or left a message")],
        coerce=lambda value: value == "yes",
        widget=ChipWidget,
        initial="yes",
        error_messages={"required": "Say whether you reached them."},
    )
    copy = forms.ChoiceField(
        label="A written copy of the record",
        required=False,
        choices=Contact.Copy.choices,
        widget=ChipWidget,
        error_messages={"invalid_choice": "Choose how the copy was given."},
    )

    def clean_whose(self) -> str:
        return str(self.cleaned_data["whose"] or Contact.Whose.HOME)

    class Meta:
        model = Contact
        fields = ("way", "whose", "with_whom", "reached", "agreed", "copy")
        labels = {"agreed": "What was agreed next"}
        widgets = {"agreed": forms.Textarea(attrs={"rows": 2})}
