from hypothesis import given
from hypothesis import strategies as st

from ris.documents.squeezing import squeeze, squeezed

TEXT = (
    st.text(st.sampled_from("aAäÄßſﬁ½²①ςσΣİıé-‐‑– \n\t\u00ad\u200b\u0301\u0308\x02\ufffe😀𝒜15,."), max_size=60)
    | st.text()
)


def test_what_extractors_disagree_about_is_left_out() -> None:
    assert squeezed("Die  Maß-\nnahme\u00ad am\u200b Lindenplatz") == "diemaßnahmeamlindenplatz"
    assert squeezed("ﬁnanziell  Ａ１ ½") == "finanziella11⁄2"
    assert squeezed("gru\u0308n") == squeezed("grün") == "grün"


def test_a_hyphen_between_letters_is_the_same_in_every_layout() -> None:
    assert squeezed("Rad- und Fußweg") == squeezed("Rad-\nund Fußweg") == squeezed("Radund Fußweg")
    assert squeezed("um -5 Grad") == "um-5grad"
    assert squeezed("Fuß-, Rad-") == "fuß-,rad-"


@given(TEXT)
def test_both_ways_say_the_same(text: str) -> None:
    assert squeeze(text).text == squeezed(text)


@given(TEXT)
def test_every_sign_knows_where_it_came_from(text: str) -> None:
    found = squeeze(text)
    assert len(found.origins) == len(found.text) + 1
    assert list(found.origins) == sorted(found.origins)
    assert found.origins[-1] == len(text)


@given(TEXT, st.integers(0, 80), st.integers(0, 80))
def test_a_range_comes_back_from_where_it_went(text: str, one: int, other: int) -> None:
    found = squeeze(text)
    start, end = sorted((min(one, len(found.text)), min(other, len(found.text))))
    first, last = found.original(start, end)
    assert 0 <= first <= last <= len(text)
    if start < end:
        back = found.squeezed(first, last)
        assert back[0] <= start
        assert back[1] >= end
        assert found.text[start:end] in found.text[back[0] : back[1]]


@given(TEXT)
def test_all_signs_count_alike_in_both_languages(text: str) -> None:
    assert all(ord(sign) <= 0xFFFF for sign in squeezed(text))
