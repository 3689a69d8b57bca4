"""The lists of objectives on their page: a file is looked at, loaded whole or not, and retired."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from handrail.demo.cast import Cast
from handrail.learning.models import Framework, Mark, Objective
from handrail.learning.objectives import OWN_TARGETS, objectives_at
from tests.learning.planning import mark_of, objective, plan_of
from tests.programmes.test_pages import client_of, page

PATH = "/objectives/lists/"
ROWS = "code,text,subject,parent,needs\nk1,Boil an egg,Cooking,,\nk2,Peel it,Cooking,k1,\n"


def file(text: str, name: str = "kitchen.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_list_is_looked_at_first_and_loaded_once(cast: Cast) -> None:
    senco = client_of("grant")
    seen = senco.post(PATH, {"file": file(ROWS), "name": "Kitchen skills", "sort": "areas"})
    assert (seen.status_code, Objective.objects.count()) == (200, 0)
    assert "What would change in “Kitchen skills”" in seen.content.decode()
    said = {"token": seen.context["token"], "name": "Kitchen skills", "sort": "areas"}
    for _ in range(2):
        senco.post(PATH, said | {"load": "yes"})
    made = Framework.objects.get()
    assert (made.name, made.sort, made.objectives.count()) == ("Kitchen skills", "areas", 2)
    assert made.objectives.get(code="k2").parent == made.objectives.get(code="k1")
    case = {"CFDocument": {"title": "Feelings", "identifier": "d"}, "CFAssociations": [],
            "CFItems": [{"identifier": "i", "fullStatement": "Name a feeling"}]}  # fmt: skip
    token = senco.post(PATH, {"file": file(json.dumps(case), "f.json")}).context["token"]
    senco.post(PATH, {"token": token, "load": "yes"})
    assert objectives_at(cast.school).filter(framework__name="Feelings").count() == 1


def test_one_bad_row_loads_nothing_and_what_was_said_stays(cast: Cast) -> None:
    office = client_of("office")
    assert "Choose the file first." in office.post(PATH).content.decode()
    answer = office.post(PATH, {"file": file(ROWS + "k3,,Cooking,zz,\n"), "name": "Kitchen"})
    html = answer.content.decode()
    assert (answer.status_code, Framework.objects.count()) == (422, 0)
    for words in ("kitchen.csv, line 4", "There are no words here.", "zz", 'value="Kitchen"'):
        assert words in html
    own = office.post(PATH, {"file": file(ROWS), "name": OWN_TARGETS})
    assert "taken by the pupils’ own targets" in own.content.decode()


def test_an_objective_and_a_list_are_retired_and_come_back(cast: Cast) -> None:
    plan, one = plan_of(cast), objective(cast)
    mark_of(cast, plan, cast.leo)
    office = client_of("office")
    office.post(f"/objectives/do/retire/{one.uuid}/")
    assert not objectives_at(cast.school).filter(pk=one.pk).exists()
    assert one.text in page("office", PATH)
    assert Mark.objects.get().objective == one
    assert one.text in page("sam", f"/plans/{plan.uuid}/mark/")  # what was planned stays
    office.post(f"/objectives/do/bring-back/{one.uuid}/")
    assert objectives_at(cast.school).filter(pk=one.pk).exists()
    rows = one.framework
    office.post(f"/objectives/do/retire/{rows.uuid}/")
    assert not objectives_at(cast.school).filter(framework=rows).exists()
    answer = office.post(PATH, {"file": file(ROWS), "name": rows.name})
    assert "Bring it back first" in answer.content.decode()
    office.post(f"/objectives/do/bring-back/{rows.uuid}/")
    assert objectives_at(cast.school).filter(framework=rows).exists()
    assert "Retire it" not in page("patel", "/objectives/?q=three-digit")
    assert "Retire it" in page("grant", "/objectives/?q=three-digit")
