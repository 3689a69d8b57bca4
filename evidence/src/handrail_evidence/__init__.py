"""Whether a support helped one pupil: single-case measures, with intervals and plain warnings.

    from handrail_evidence import judge, measure, read_csv

    for series in read_csv(path).series:
        print(judge(series).verdict, measure(series)[0])

Plain Python, nothing but the standard library.
"""

from handrail_evidence.cautions import Caution
from handrail_evidence.figures import Figure, measure, measure_pair
from handrail_evidence.files import BadCell, Reading, read_csv, read_text
from handrail_evidence.judging import (
    Judgement,
    Verdict,
    demonstrations,
    judge,
    judge_each,
    judge_pair,
)
from handrail_evidence.overlap import Estimate
from handrail_evidence.recipes import RECIPES
from handrail_evidence.series import (
    Change,
    Pair,
    Phase,
    Point,
    Series,
    Unusable,
    make_series,
)

__version__ = "0.1.0"
__all__ = [
    "RECIPES",
    "BadCell",
    "Change",
    "Estimate",
    "Figure",
    "Judgement",
    "Pair",
    "Phase",
    "Point",
    "Reading",
    "Series",
    "Unusable",
    "Verdict",
    "Caution",
    "demonstrations",
    "judge",
    "judge_each",
    "judge_pair",
    "make_series",
    "measure",
    "measure_pair",
    "read_csv",
    "read_text",
]
