"""A refusal: why the program would not do it, in the sentence that the reader sees."""

from handrail.core.prose import tidy

SHORTEST_REASON = 8


class Refused(Exception):
    """Raised by the doors of every room. `field` names the form field it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def reason_given(text: str, sentence: str, field: str, *, most: int) -> str:
    """The reason as it is kept. Raises Refused with the sentence when it says next to nothing."""
    reason = tidy(text)
    if len(reason) < SHORTEST_REASON:
        raise Refused(sentence, field)
    if len(reason) > most:
        raise Refused(f"This is longer than {most} characters. Say it shorter.", field)
    return reason
