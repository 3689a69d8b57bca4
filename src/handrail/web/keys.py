"""Row numbers as forms send them: only what can be the key of a row is asked of the database."""


def is_key(text: str) -> bool:
    """Whether a text is a row's number: plain digits, and not more than any table has rows.

    `isdigit` alone is true of "²", which is no number, and of numbers that no database can hold.
    """
    return text.isascii() and text.isdigit() and len(text) <= 15
