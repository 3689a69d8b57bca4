"""Short ways for tests to log a request, decide everything in it, and open what was made."""

import zipfile
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.reader import reader_for
from handrail.sharing.deciding import decide
from handrail.sharing.models import Bundle, Piece, SubjectRequest
from handrail.sharing.requesting import Asked, log_request


def request_for(cast: Cast, pupil: Person, **parts: Any) -> SubjectRequest:
    """A request by the pupil, received today and logged by the head."""
    asked = {"right": "subject_access", "asker": "pupil", "identity": "known",
             "received_on": clock.today(), **parts}  # fmt: skip
    return log_request(reader_for(cast.okafor), cast.school, pupil, Asked(**asked))


def decide_all(cast: Cast, request: SubjectRequest, act: str = "goes") -> None:
    """Say of every piece that waits that it goes as it stands."""
    for piece in request.pieces.filter(state=Piece.State.WAITING):
        decide(reader_for(cast.okafor), piece, act, seen=piece.decisions.count())


def opened(bundle: Bundle) -> dict[str, bytes]:
    """What lies in a bundle, by name below its folder."""
    with default_storage.open(bundle.path) as kept:
        archive = zipfile.ZipFile(BytesIO(kept.read()))
    return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
