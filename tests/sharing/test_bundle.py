"""A request from its day of receipt to the file that goes out."""

from handrail.demo.cast import Cast
from handrail.records.reader import reader_for
from handrail.sharing.making import ask_for_bundle
from tests.filing import file
from tests.sharing.asking import decide_all, opened, request_for


def test_bundle_holds_the_record_with_the_other_pupil_masked(cast: Cast) -> None:
    words = "Leo hit Jaden King. Jaden’s nose bled, said Mr Khan. Ring 07700 900123."
    file(cast, "behaviour", cast.sam, cast.leo, cast.jaden, words=words)
    request = request_for(cast, cast.leo)
    decide_all(cast, request)
    bundle = ask_for_bundle(reader_for(cast.okafor), request)
    table = opened(bundle)["records.csv"].decode()
    masked = "Leo hit Pupil A. Pupil A’s nose bled, said Mr Khan. Ring [contact details]."
    assert (bundle.state, masked in table, "Jaden" in table) == ("ready", True, False)
