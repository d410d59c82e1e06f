"""2D-Doc of type B0: written, drawn, photographed, read and verified."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from laureat.credentials import deuxdoc, keys
from laureat.credentials.deuxdoc import GS, RS, US, DeuxDoc, DeuxDocError
from laureat.vocabulary import Decision, Mention
from support.titres import FICHE

KEY = keys.new_deuxdoc_key()
WHO = {
    "nom": "Nguyễn-Lefèvre",
    "prenom": "Chloé, Élise Anne",
    "sexe": "F",
    "date_naissance": "14/03/2008",
    "lieu_naissance": "Saint-Étienne",
    "pays_naissance": "France",
    "ine": "0123456789M",
}
SIGNED: dict[str, Any] = {"key": KEY, "authority": "FR00", "certificate": "0001", "issued": date(2026, 7, 10)}


def diploma(who: dict[str, str] = WHO, fiche: dict[str, Any] = FICHE, **changes: Any) -> DeuxDoc:
    return deuxdoc.for_diploma(who, fiche, 2026, Mention.B, "2026-000123", **SIGNED | changes)


def fields(code: DeuxDoc) -> dict[str, str]:
    return dict(deuxdoc.parse(code.text.encode()).fields)


def test_a_diploma_has_the_header_and_fields_of_type_b0() -> None:
    text = diploma().text
    assert text.startswith("DC04FR00000125D725D7B001FR")
    assert date(2000, 1, 1).toordinal() + 0x25D7 == date(2026, 7, 10).toordinal()
    assert f"B0CHLOE/ELISE/ANNE{GS}B2NGUYEN LEFEVRE{GS}" in text
    assert "B6FB714032008" in text
    assert fields(diploma()) == {
        "B0": "CHLOE/ELISE/ANNE",
        "B2": "NGUYEN LEFEVRE",
        "B6": "F",
        "B7": "14032008",
        "B8": "SAINT ETIENNE",
        "B9": "FR",
        "BA": "3",
        "BB": "0123456789M",
        "BC": "2026 000123",
        "BD": "4",
        "BF": "7EA",
        "BG": "BP",
        "BH": "MECANIQUE GENERALE ET DE PREC",
        "BI": "TECHNICIEN EN REALISATION DE",
        "BJ": "TECHNICIEN EN REALISATION DE",
    }


def test_the_signature_is_64_bytes_in_base32_over_header_and_message() -> None:
    code = diploma()
    payload, _, signature = code.text.partition(US)
    assert re.fullmatch(r"[A-Z2-7]{103}", signature)
    reading = deuxdoc.parse(code.text.encode())
    assert reading.payload == payload.encode()
    assert reading.is_signed_by(KEY.public_key())
    assert not reading.is_signed_by(keys.new_deuxdoc_key().public_key())


def test_the_same_data_give_the_same_code() -> None:
    assert diploma() == diploma()


def test_a_field_too_long_is_cut_with_rs_and_a_full_one_needs_no_separator() -> None:
    long = diploma(WHO | {"nom": "A" * 39})
    assert f"B2{'A' * 37}{RS}B6" in long.text
    assert "B2" in deuxdoc.parse(long.text.encode()).truncated
    full = diploma(WHO | {"nom": "A" * 38})
    assert f"B2{'A' * 38}B6" in full.text
    assert deuxdoc.parse(full.text.encode()).truncated == {"BH", "BI", "BJ"}


@pytest.mark.parametrize(
    ("number", "written"),
    [("2026-000123", "2026 000123"), ("RNCP35697-2026-2600000088", "3569720262600000088")],
)
def test_the_number_of_a_diploma_keeps_its_last_digits(number: str, written: str) -> None:
    assert fields(deuxdoc.for_diploma(WHO, FICHE, 2026, Mention.B, number, **SIGNED))["BC"] == written


def test_what_is_not_known_is_written_as_the_standard_says() -> None:
    known = fields(diploma({"nom": "Martin", "prenom": "Léa"}))
    assert (known["B6"], known["B7"], known["B9"]) == ("X", "00000000", "XX")
    assert "B8" not in known


def test_a_missing_name_is_told() -> None:
    with pytest.raises(DeuxDocError, match="demande un nom, un prénom"):
        diploma({})


@pytest.mark.parametrize(
    ("fiche", "kind", "level"),
    [
        ({"intitule": "CAP - Boulanger", "niveau": 3}, "CA", None),
        ({"intitule": "Boulanger", "niveau": 4, "abrege": {"code": "BAC PRO"}}, "BP", "4"),
        ({"intitule": "BTS - Comptabilité et gestion", "niveau": 5}, "BT", "5"),
        (
            {
                "intitule": "Technicien d'usinage",
                "niveau": 4,
                "abrege": {"code": "TP", "libelle": "Titre professionnel"},
            },
            None,
            "4",
        ),
    ],
)
def test_the_standard_cannot_say_every_certification(
    fiche: dict[str, Any], kind: str | None, level: str | None
) -> None:
    assert (deuxdoc.diploma_type(fiche), deuxdoc.diploma_level(fiche)) == (kind, level)
    assert deuxdoc.is_representable(fiche) == (kind is not None and level is not None)
    if not deuxdoc.is_representable(fiche):
        with pytest.raises(DeuxDocError, match="ne sait pas dire"):
            diploma(fiche=fiche)


def test_an_authority_off_the_official_list_makes_a_specimen() -> None:
    assert diploma().specimen
    assert not diploma(accepted=["FR00"]).specimen


def test_a_releve_never_passes_for_a_diploma() -> None:
    failed = fields(deuxdoc.for_releve(WHO, FICHE, 2026, Decision.AJOURNE, **SIGNED))
    assert (failed["BH"], failed["BJ"]) == ("RELEVE DE NOTES", "NON ADMIS AJOURNE")
    passed = fields(deuxdoc.for_releve(WHO, FICHE, 2026, Decision.ADMIS, **SIGNED))
    assert passed["BJ"] == "ADMIS"
    assert "BC" not in passed


@pytest.mark.parametrize(
    ("numbers", "said"), [([1, 2, 3, 7], "BLOCS 01A03 07"), ([4], "BLOCS 04"), ([1, 3, 4], "BLOCS 01 03A04")]
)
def test_an_attestation_lists_the_blocks(numbers: list[int], said: str) -> None:
    blocs = [f"RNCP35697BC{number:02d}" for number in numbers]
    attested = fields(deuxdoc.for_blocs(WHO, FICHE, 2026, blocs, **SIGNED))
    assert (attested["BH"], attested["BJ"]) == ("ATTESTATION DE BLOCS", said)


@pytest.mark.parametrize("angle", [0, 7, 90, 200])
def test_a_photo_of_the_code_is_read_and_verified(angle: int) -> None:
    drawn = Image.open(BytesIO(diploma().png(scale=6))).convert("RGB")
    page = Image.new("RGB", (1400, 1600), "#f4f2ec")
    page.paste(drawn, (500, 900))
    photo = page.rotate(angle, expand=True, fillcolor="#8d8a80").filter(ImageFilter.GaussianBlur(1))
    out = BytesIO()
    photo.save(out, "JPEG", quality=70)
    [content] = deuxdoc.read_images([Image.open(out)])
    assert content == diploma().text.encode()
    assert deuxdoc.parse(content).is_signed_by(KEY.public_key())


def test_the_code_is_drawn_as_svg_too() -> None:
    assert diploma().svg().count("<path") >= 1
    assert "<svg" in diploma().svg()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_changed_character_is_refused(data: st.DataObject) -> None:
    text = diploma().text
    where = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(max_codepoint=126).filter(lambda c: c != text[where]))
    changed = text[:where] + letter + text[where + 1 :]
    try:
        reading = deuxdoc.parse(changed.encode())
    except DeuxDocError:
        return
    # The last base32 character carries three spare bits: the same signature may be written otherwise.
    assert not reading.is_signed_by(KEY.public_key()) or where == len(text) - 1


@given(st.text(max_size=60))
def test_capitals_keep_to_the_alphabet_of_the_standard(text: str) -> None:
    assert re.fullmatch(r"([A-Z0-9]+( [A-Z0-9]+)*)?", deuxdoc.capitals(text))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nguyễn", "NGUYEN"),
        ("Šimůnek", "SIMUNEK"),
        ("D'Été–Cœur", "D ETE COEUR"),
        ("Łódź đoàn Straße", "LODZ DOAN STRASSE"),
    ],
)
def test_names_lose_their_accents_never_their_letters(text: str, plain: str) -> None:
    assert deuxdoc.capitals(text) == plain


@pytest.mark.parametrize("content", [b"", b"DC04", b"bonjour", b"\xff\xfe", b"DC02FR000001125E125B0126"])
def test_what_is_no_2d_doc_of_type_b0_is_refused(content: bytes) -> None:
    with pytest.raises(DeuxDocError):
        deuxdoc.parse(content)


def test_the_fields_are_those_of_the_standard(formats: Any) -> None:
    import json

    table = json.loads((formats / "pdf" / "2ddoc" / "b0_diplome_fields.json").read_text())
    ours = {key: (least, most) for key, (_, least, most) in deuxdoc.FIELDS.items()}
    assert ours == {key: (least, most) for key, (_, least, most, _) in table["fields"].items()}
    assert set(deuxdoc.MANDATORY) == set(table["required"])


@pytest.mark.parametrize(
    ("sizes", "seen"),
    [
        ([(400, 100)], [(200, 50), (100, 25), (376, 94)]),  # 10,000 pixels of it, then what is left of 48,000
        ([(50, 40)], [(50, 40), (25, 20), (125, 100), (125, 100)]),
        ([(50, 40)] * 12, [(50, 40), (25, 20)] * 12),
    ],
)
def test_the_pixels_that_are_read_of_a_file_are_counted(
    monkeypatch: pytest.MonkeyPatch, sizes: list[tuple[int, int]], seen: list[tuple[int, int]]
) -> None:
    looked: list[tuple[int, int]] = []
    monkeypatch.setattr(deuxdoc, "MAX_PIXELS", 10_000)
    monkeypatch.setattr(deuxdoc, "MAX_READ", 48_000)
    monkeypatch.setattr("zxingcpp.read_barcodes", lambda image, **_: looked.append(image.size) or [])
    assert deuxdoc.read_images([Image.new("L", size, 255) for size in sizes]) == []
    assert looked == seen


@pytest.mark.parametrize(("desk", "module"), [((420, 420), 1.3), ((800, 600), 1.7)])
def test_a_code_of_little_more_than_a_pixel_a_module_is_read_on_a_screenshot_or_far_on_a_photo(
    monkeypatch: pytest.MonkeyPatch, desk: tuple[int, int], module: float
) -> None:
    monkeypatch.setattr(deuxdoc, "MAX_READ", 2_000_000)  # the larger of the two is enlarged less
    drawn = Image.open(BytesIO(diploma().png(scale=8))).convert("L")
    small = drawn.resize((round(drawn.width * module / 8),) * 2, Image.Resampling.LANCZOS)
    photo = Image.new("L", desk, 150)
    photo.paste(small, (desk[0] // 2, desk[1] // 2))
    photo = photo.rotate(15, Image.Resampling.BICUBIC, fillcolor=140)
    out = BytesIO()
    photo.save(out, "JPEG", quality=40)
    assert deuxdoc.read_images([Image.open(out)], deuxdoc.AS_IT_IS) == []
    assert deuxdoc.read_images([Image.open(out)]) == [diploma().text.encode()]
