"""Why no backup was made, opened or put in place."""


class BackupRefused(Exception):
    """In a sentence, with what to do."""
