"""A file that was chosen and looked at, and waits in the home folder until it is loaded or left."""

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from handrail.core.ids import new_uuid
from handrail.entry.guards import At
from handrail.records.refusal import Refused

LARGEST = 20 * 1024 * 1024


def take_file(request: At, what: str) -> tuple[str, Path]:
    """Keep the file that was sent, or find the one that waits by its token; one of a sort waits.

    `what` is the sort of file, in one word. Raises Refused with a sentence where there is none.
    """
    if token := request.POST.get("token", ""):
        return token, _waiting(request, what, token)
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("Choose the file first.", "file")
    if (upload.size or 0) > LARGEST:
        raise Refused("This file is larger than 20 MB. Choose a smaller one.", "file")
    token = str(new_uuid())
    return token, _keep(_folder(request, what), token, upload)


def let_go(request: At, what: str) -> None:
    """Remove what waits of this sort."""
    shutil.rmtree(_folder(request, what), ignore_errors=True)


def _folder(request: At, what: str) -> Path:
    return Path(settings.HOME) / "imports" / f"{what}-{request.school.uuid}"


def _keep(folder: Path, token: str, upload: UploadedFile) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / token).mkdir(parents=True, mode=0o700)
    name = Path((upload.name or "file").replace("\\", "/")).name[:100].lstrip(".") or "file"
    with (folder / token / name).open("wb") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
    return folder / token / name


def _waiting(request: At, what: str, token: str) -> Path:
    try:
        found = list((_folder(request, what) / str(UUID(token))).iterdir())
    except (ValueError, FileNotFoundError):
        found = []
    if not found:
        raise Refused("This file is no longer kept. Choose it again.", "file")
    return found[0]
