"""A refusal: why the spine would not do it, in the sentence that the reader sees."""


class Refused(Exception):
    """Raised by the doors of the spine. `field` names the form field it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
