"""Numbers as they are said with what they count."""


def counted(n: int, noun: str) -> str:
    """ "1 minute", "5 minutes"; for nouns whose plural ends in s."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
