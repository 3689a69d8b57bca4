"""The declaration of a one-page profile."""

from handrail.kinds.profile import rules
from handrail.kinds.profile.forms import ProfileForm, TechnologyForm
from handrail.kinds.profile.models import Profile, Technology
from handrail.plans.ruling import review_duty
from handrail.records.kind import Capture, Kind, Measure, Retention, Role, Rows, WordList
from handrail.records.sensitivity import Sensitivity
from handrail.school.words import StarterWord as W

KIND = Kind(
    slug="profile",
    version=1,
    label="One-page profile",
    plural="One-page profiles",
    icon="user",
    capture=Capture(
        tile="Profile", order=34, offline=False,
        words_label="How it went, for the adults",
        words_hint="This does not stand on the page. Let the child point at what they like.",
    ),
    at_desk=True,
    goes_on=True,
    anew=("change", "review_on", "ended", "words"),
    detail=Profile,
    form=ProfileForm,
    roles=(Role("about", "Pupil", least=1, most=1),),
    words=(
        WordList(
            "likes", "What I like",
            starters=(
                W("Drawing"), W("Music"), W("Football"), W("Animals"), W("Books"), W("Building"),
                W("Water"), W("Computers"), W("Being outside"), W("Cooking"), W("Helping"),
                W("Quiet time"),
            ),
            pictures={
                "drawing": "pencil", "music": "music", "football": "ball", "animals": "paw",
                "books": "book-open", "building": "blocks", "water": "droplet",
                "computers": "monitor", "being-outside": "sun", "cooking": "pot",
                "helping": "hand", "quiet-time": "moon",
            },
        ),
        WordList(
            "helps", "What helps me",
            starters=(
                W("Pictures"), W("A warning before changes"), W("Time to think"),
                W("Somewhere quiet"), W("A break"), W("Something to hold"),
                W("One thing at a time"), W("A friend beside me"), W("Ear defenders"),
                W("My own place"),
            ),
            pictures={
                "pictures": "picture", "a-warning-before-changes": "bell",
                "time-to-think": "hourglass", "somewhere-quiet": "house", "a-break": "clock",
                "something-to-hold": "ball", "one-thing-at-a-time": "list-checks",
                "a-friend-beside-me": "users", "ear-defenders": "headphones",
                "my-own-place": "map-pin",
            },
        ),
    ),
    rows=(
        Rows("technology", "Technology that helps me", "piece of technology", Technology,
             TechnologyForm, most=8,
             hint="What anybody beside the child must find and set up: a reading pen, a tablet "
             "that talks, a switch, larger print on the screen."),
    ),
    headline=rules.headline,
    sensitivity=Sensitivity.SENSITIVE,
    readers=("works_with", "involved_staff", "pastoral_leads"),
    writers=("planners",),
    duties=(review_duty("profile", "one-page profile", "senco", "SENCO"),),
    search=("admired", "matters", "support", "hopes", "tell_me"),
    measures=(Measure("profiles", "One-page profiles"),),
    export=(
        "change", "review_on", "ended", "made", "likes", "helps", "admired", "matters", "support",
        "tell_me", "hopes", "technology",
    ),
    retention=Retention(25, "date of birth", "Pupil record; IRMS toolkit (advice, not law)"),
    forget=rules.forget,
    basis=("SEND Code of Practice (2015): the views, wishes and feelings of the child",),
    serves=("P3", "P11", "P14"),
)  # fmt: skip
