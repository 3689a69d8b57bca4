"""Static files under names that hold their fingerprint, also where a script imports another."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise makes them; `import` in the modules of the capture room is rewritten too."""

    patterns = (*HashedFilesMixin.patterns, ("capture/*.js", IMPORTS))
