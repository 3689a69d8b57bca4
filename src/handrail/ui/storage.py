"""Static files under names that hold their fingerprint, also where a script imports another."""

import gzip
import zlib
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise makes them; `import` in the modules of the capture room is rewritten too."""

    patterns = (*HashedFilesMixin.patterns, ("capture/*.js", IMPORTS))

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Pressing(**kwargs)


class Pressing(Compressor):
    """Leaves alone what is pressed already: pressing takes most of the time of `handrail init`."""

    def compress(self, path: str) -> list[str]:
        return [] if _is_pressed(path) else list(super().compress(path))


def _is_pressed(path: str) -> bool:
    """Whether both of its pressed copies are there and open to what it holds."""
    try:
        body, small, smaller = (Path(path + end).read_bytes() for end in ("", ".gz", ".br"))
        return gzip.decompress(small) == body == brotli.decompress(smaller)
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
