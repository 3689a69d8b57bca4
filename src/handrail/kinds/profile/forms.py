"""What is asked for a one-page profile."""

from django import forms

from handrail.kinds.profile.models import Profile, Technology
from handrail.plans.asking import AgreementForm, lines
from handrail.records.forms import ChipWidget
from handrail.records.row_forms import RowForm


class ProfileForm(AgreementForm):
    kind_slug = "profile"
    made = forms.ChoiceField(
        label="How it was made", choices=Profile.Made.choices, widget=ChipWidget,
        error_messages={"required": "Say how the child took part in it."},
    )  # fmt: skip

    class Meta:
        model = Profile
        fields = (
            "change", "review_on", "ended", "made", "admired", "matters", "support", "tell_me",
            "hopes",
        )  # fmt: skip
        labels = {
            "ended": "This profile is no longer used",
            "admired": "What people like and admire about me",
            "matters": "What matters to me",
            "support": "How best to support me",
            "tell_me": "How I tell you things",
            "hopes": "What I hope for",
        }
        error_messages = {
            "admired": {"required": "Write one thing at least that people like about the child."},
            "matters": {"required": "Write one thing at least that matters to the child."},
            "support": {"required": "Write one thing at least that helps."},
        }
        widgets = {name: lines(3) for name in ("admired", "matters", "support", "tell_me", "hopes")}


class TechnologyForm(RowForm):
    class Meta:
        model = Technology
        fields = ("what", "found_at", "set_up_by", "independence")
        labels = {
            "what": "What it is", "found_at": "Where it is", "set_up_by": "Who sets it up",
            "independence": "How I use it",
        }  # fmt: skip
        error_messages = {
            "what": {"required": "Say what it is, such as “reading pen”."},
            "found_at": {"required": "Say where it is kept, so that anybody finds it."},
            "set_up_by": {"required": "Say who sets it up and charges it: a post or a name."},
            "independence": {"required": "Say how far the child uses it alone."},
        }
