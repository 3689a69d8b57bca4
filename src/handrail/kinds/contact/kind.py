"""The declaration of contact."""

from handrail.kinds.contact.forms import ContactForm
from handrail.kinds.contact.models import Contact
from handrail.kinds.contact.rules import answers, forget, headline, reached
from handrail.records.kind import Also, Capture, Kind, Measure, Retention, Role, WordList
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

KIND = Kind(
    slug="contact",
    version=1,
    label="Contact",
    plural="Contacts",
    icon="phone",
    capture=Capture(
        tile="Contact",
        order=5,
        offline=True,
        words_label="What was said",
        later=("copy",),
        also=(Also("concern", "Worried"),),
    ),
    detail=Contact,
    form=ContactForm,
    roles=(
        Role("about", "About", least=1),
        Role("with", "With", who=("carer", "professional", "staff")),
    ),
    words=(
        WordList(
            "about",
            "What was it about?",
            starters=(
                W("Something that happened"), W("Good news"), W("Attendance"), W("Health"),
                W("Learning"), W("A plan or review"), W("A worry from home"),
            ),
        ),
    ),
    headline=headline,
    sensitivity=Sensitivity.ORDINARY,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("paid_staff",),
    duties=(),
    search=("with_whom", "agreed"),
    measures=(
        Measure("contacts", "Contacts with home", where={"whose": "home"}),
        Measure("reached", "Contacts that reached home", where={"whose": "home", "reached": True}),
    ),
    export=("way", "whose", "with_whom", "reached", "about", "agreed", "copy"),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=forget,
    is_evidence=reached,
    answers=answers,
    basis=("DfE Behaviour in schools (2024): working with parents",),
    serves=("T11", "W1"),
)  # fmt: skip
