"""Numbers as they are said with what they count."""


def counted(n: int, noun: str) -> str:
    """ "1 minute", "5 minutes"; for nouns whose plural ends in s."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def whole_number(n: float) -> str:
    """The nearest whole number, a half upwards, as every page, file and report says it."""
    return f"{int(n + 0.5):,}" if n >= 0 else f"-{whole_number(-n)}"
