"""« n° » and its number stay on one line: in sentences, on pages, never in what a form holds."""

from laureat.vocabulary.french import unbroken
from laureat.vocabulary.french.pages import set_page


def test_a_number_never_leaves_its_sign() -> None:
    assert (
        unbroken("arrêté n° 12, N° 2026-118 ; un n° libre") == "arrêté n°\u00a012, N°\u00a02026-118 ; un n°\u00a0libre"
    )


def test_a_page_is_set_in_its_sentences_and_what_was_typed_stays_as_it_was() -> None:
    typed = '<input value="arrêté n° 12"><textarea>TA n° 1</textarea><option>acte n° 3</option><script>"n° 4"</script>'
    assert set_page(f"<p title='n° 9'>TA, n° 7</p>{typed}") == f"<p title='n° 9'>TA, n°\u00a07</p>{typed}"
    assert set_page("<p>rien</p>") == "<p>rien</p>"
