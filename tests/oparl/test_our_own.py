"""Reading what installations like ours say beyond OParl, and what they once took from themselves."""

import pytest

from ris.oparl.remote import originals
from ris.oparl.values import Unfit, votes


def test_votes_are_counted_by_their_names_and_the_rest_is_left_out() -> None:
    assert votes({"yes": 21, "no": "8", "abstain": 0, "present": 30}) == {"yes": 21, "no": 8, "abstain": 0}
    assert votes({"present": 30}) is None


@pytest.mark.parametrize("said", ["21 zu 8", 21, {"yes": "viele"}, {"no": -1}, {"yes": True}])
def test_votes_that_are_none_are_refused(said: object) -> None:
    with pytest.raises(Unfit):
        votes(said)


def test_a_copy_that_names_its_original_is_passed_over_beside_it() -> None:
    town = {"id": "https://ris.example/oparl/body/1", "equivalent": ["https://www.wikidata.org/wiki/Q1"]}
    copy = {"id": "https://ris.example/oparl/body/2", "equivalent": [town["id"]]}
    moved = {"id": "https://ris.example/oparl/body/3", "equivalent": ["https://ris.example/oparl/body/3"]}
    assert originals([town, copy, moved]) == [town, moved]
    assert originals([copy]) == [copy]
