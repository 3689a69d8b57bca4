"""Uploads: a file of two gigabytes fills no disk, and the words beside it are kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class StopAtTheLimit(FileUploadHandler):
    """Lets each file through to a little over the limit, and drops the rest of it.

    What comes out is over the limit still, so that the page can refuse it in words, by its name,
    and keep everything else that was sent. All files together have a limit too; past it the whole
    request is refused, because nobody sends so much by hand.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.together = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.together += len(raw_data)
        if self.together > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig("More files at once than Handrail takes.")
        return raw_data if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        return None  # the handlers behind this one hold the bytes
