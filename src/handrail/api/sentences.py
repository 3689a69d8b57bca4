"""What is wrong with what was sent, in our own sentences: what may stand there instead."""

from typing import Any

ZONE = "Give the moment with its zone, as in 2026-11-29T12:30:00Z."
SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field here. Leave it out.",
    "timezone_aware": ZONE,
    "datetime_type": ZONE,
    "datetime_parsing": ZONE,
    "datetime_from_date_parsing": ZONE,
    "datetime_object_invalid": ZONE,
    "uuid_parsing": "Give a UUID, as an answer of this API gave it.",
    "uuid_type": "Give a UUID, as an answer of this API gave it.",
    "string_type": "Give text.",
    "string_too_long": "This is longer than {max_length} characters. Say it shorter.",
    "too_long": "Give at most {max_length} of these.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than_equal": "Give {le} or less.",
    "int_parsing": "Give a whole number.",
    "int_type": "Give a whole number.",
    "int_parsing_size": "Give a whole number, and a smaller one.",
    "int_from_float": "Give a whole number.",
    "bool_type": "Give true or false.",
    "bool_parsing": "Give true or false.",
    "list_type": "Give a list.",
    "dict_type": "Give an object.",
    "model_attributes_type": "Give an object.",
    "model_type": "Give an object.",
    "json_invalid": "This is no JSON.",
}
KEPT_OUT = "Take out characters that nobody types, such as NUL."


def sentence_of(fault: dict[str, Any]) -> str:
    """A fault as pydantic found it, said as every other refusal of ours is."""
    sort, about = fault["type"], fault.get("ctx") or {}
    if sort == "string_pattern_mismatch":
        pattern = str(about.get("pattern", ""))
        if pattern.startswith("^(") and pattern.endswith(")$"):  # so many words, and no other
            return f"Give one of: {', '.join(pattern[2:-2].split('|'))}."
        return KEPT_OUT
    if sort in SENTENCES:
        return SENTENCES[sort].format_map(about)
    return f"{str(fault['msg']).strip(' .')}."
