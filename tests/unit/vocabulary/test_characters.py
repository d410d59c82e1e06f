"""Characters that no eye can check are named; a text spoilt by an encoding is recognised, an honest one never."""

import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.exchange.tables import UNREADABLE
from laureat.vocabulary.characters import is_unreadable, repaired, shown, unreadable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mar\u202etin", "« Mar<U+202E>tin » contient le caractère U+202E, une marque invisible qui change le sens"),
        ("1\u200b", "« 1<U+200B> » contient le caractère U+200B, un caractère invisible"),
        ("Lef\ufffdvre", "U+FFFD, mis à la place d'une lettre perdue"),
        ("Martin\x07", "U+0007, un code de commande"),
        ("\x8cuvrard", "U+008C, un code de commande qui vient d'un autre encodage"),
        ("A\ue000", "U+E000, à usage privé"),
        ("Mar\xadtin", "U+00AD, un caractère invisible"),
        ("a\u034fb", "U+034F, un caractère invisible"),
        ("A\ufe0f", "U+FE0F, un caractère invisible"),
        ("a\u2028b", "U+2028, un caractère invisible"),
        ("\udc81", "U+DC81, la moitié d'un caractère"),
        ("Ã\x89ric", "vouliez-vous « Éric » ?"),
    ],
)
def test_an_unreadable_character_is_named_by_its_code_point(text: str, told: str) -> None:
    assert told in unreadable(text)
    assert not any(map(is_unreadable, shown(text)))


def test_what_can_be_read_is_left_alone() -> None:
    assert unreadable("L’Haÿ-les-Roses, 12 € — « œuvre »\n\tNguyễn  李 Иванов") == ""


def test_columns_and_texts_agree_on_what_cannot_be_read() -> None:
    known = [
        chr(point)
        for point in range(sys.maxunicode + 1)
        if not 0xD800 <= point < 0xE000 and unicodedata.category(chr(point)) != "Cn"
    ]
    flagged = pl.Series(known).str.contains(UNREADABLE).to_list()
    assert [c for c, said in zip(known, flagged, strict=True) if said is not is_unreadable(c)] == []
    assert unreadable("".join(c for c, said in zip(known, flagged, strict=True) if not said)) == ""
    few = (c for c, said in zip(known, flagged, strict=True) if said and unicodedata.category(c) != "Co")
    assert all(unreadable(f"é{c}") for c in few)


HONEST = st.text(st.sampled_from("aeétÉèàçôœŒÿÆßñÑöüÜŁłşşİễ’'- «»Z"), max_size=12)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
@given(text=HONEST)
def test_utf8_read_as_another_encoding_is_repaired(encoding: str, text: str) -> None:
    try:
        spoilt = text.encode().decode(encoding)
    except UnicodeDecodeError:
        return
    told = repaired(spoilt)
    assert told == (text if spoilt != text else "")


@pytest.mark.parametrize(
    ("spoilt", "meant"),
    [
        ("LefÃ¨vre", "Lefèvre"),
        ("Léa LefÃ¨vre", "Léa Lefèvre"),
        ("LefÃƒÂ¨vre", "Lefèvre"),
        ("VoilÃ ", "Voilà"),
        ("dâ€™Alembert", "d’Alembert"),
        ("MÃœLLER", "MÜLLER"),
        ("Lef√®vre", "Lefèvre"),
        ("LefŠvre", "Lefèvre"),
        ("LEFŠVRE Val‚rie", "LEFèVRE Valérie"),
        ("Fran‡ois", "François"),
        ("\x90bauch‚", "Ébauché"),
        ("Ana‹s", "Anaïs"),
        ("JérŽme", ""),
        ("RenŽ", "René"),
        ("LŽa", "Léa"),
        ("DŽsirŽ LŽvy", "Désiré Lévy"),
        ("VŠne", "Vène"),
        ("H\x8ene C™te", "Héne Côte"),
        ("¼uvrard", "Œuvrard"),
        ("s½ur", "sœur"),
        ("L'HA¾-LES-ROSES", "L'HAŸ-LES-ROSES"),
    ],
)
def test_spoilt_texts_met_in_the_field_are_repaired(spoilt: str, meant: str) -> None:
    assert repaired(spoilt) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("CAFÉ’S", "Zoë", "Ãngel", "Âge", "ÉÈÀ", "Þórð", "Đặng", "João Conceição", "Zoe\u0308"),
        *("NIKOLIŠ", "Miloš Žižka", "Škoda", "Œuvrard", "3½ heures", "½ journée", "½journée", "etc…", "12 €", "20€"),
        *("Paris–Lyon", "« oui »", "“oui”", "5‰", "Marque™", "1…3", "Müller…", "ŒUVRARD", "MAŠEK"),
        *("Živa", "Šárka", "JOŽE", "GOŽ-Œuvrard", "Jean Žižka", "ŽUPAN Špela", "ČOKORAŽ"),
    ],
)
def test_an_honest_text_needs_no_repair(text: str) -> None:
    assert repaired(text) == ""
