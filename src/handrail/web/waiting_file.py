"""Files that were looked at: they wait in the home folder until they are loaded or left."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from handrail.core.ids import new_uuid
from handrail.entry.guards import At
from handrail.records.refusal import Refused

LARGEST = 20 * 1024 * 1024


class Sentences(NamedTuple):
    """What is said where nothing was chosen, where it is too large, and where it waits no more."""

    none: str
    large: str
    gone: str


ONE = Sentences(
    "Choose the file first.", "This file is larger than 20 MB. Choose a smaller one.",
    "This file is no longer kept. Choose it again.",
)  # fmt: skip
SEVERAL = Sentences(
    "Choose the file or files first.", "This is larger than a school list should be (20 MB).",
    "These files are no longer kept. Choose them again.",
)  # fmt: skip


def take_file(request: At, what: str) -> tuple[str, Path]:
    """Keep the file that was sent, or find the one that waits by its token; one of a sort waits.

    `what` is the sort of file, in one word. Raises Refused with a sentence where there is none.
    """
    token, folder = _take(request, what, request.FILES.getlist("file")[:1], ONE, "file")
    return token, next(folder.iterdir())


def take_files(request: At, what: str) -> tuple[str, Path]:
    """The same for several files at once: the folder in which they wait, under their own names."""
    return _take(request, what, request.FILES.getlist("files"), SEVERAL, "files")


def let_go(request: At, what: str) -> None:
    """Remove what waits of this sort."""
    shutil.rmtree(_folder(request, what), ignore_errors=True)


def _take(
    request: At, what: str, uploads: Sequence[UploadedFile], said: Sentences, field: str
) -> tuple[str, Path]:
    if (token := request.POST.get("token", "")) and not uploads:
        return token, _waiting(request, what, token, Refused(said.gone, field))
    if not uploads:
        raise Refused(said.none, field)
    if sum(upload.size or 0 for upload in uploads) > LARGEST:
        raise Refused(said.large, field)
    token = str(new_uuid())
    return token, _keep(_folder(request, what), token, uploads)


def _folder(request: At, what: str) -> Path:
    return Path(settings.HOME) / "imports" / f"{what}-{request.school.uuid}"


def _keep(folder: Path, token: str, uploads: Sequence[UploadedFile]) -> Path:
    """Store what was sent under names without a path, in the place of what waited before."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / token).mkdir(parents=True, mode=0o700)
    for upload in uploads:
        name = Path((upload.name or "file").replace("\\", "/")).name[:100].lstrip(".") or "file"
        with (folder / token / name).open("wb") as kept:
            for chunk in upload.chunks():
                kept.write(chunk)
    return folder / token


def _waiting(request: At, what: str, token: str, gone: Refused) -> Path:
    try:
        folder = _folder(request, what) / str(UUID(token))
    except ValueError:
        raise gone from None
    if not folder.is_dir() or not any(folder.iterdir()):
        raise gone
    return folder
