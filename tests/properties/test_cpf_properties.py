"""Whatever the house declares to the SI-CPF, the published schema accepts: its own checks are at least as strict."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st
from lxml import etree

from laureat.exchange import cpf
from laureat.exchange.cpf_passages import passage_of
from laureat.exchange.cpf_xml import Files
from laureat.vocabulary import Mention, VoieAcces
from support.declarations import ABOUT, AT, AWARD, WHO, admitted, outcome, schema

ANYTHING = st.text(max_size=70)
NAMES = st.text("aéŁ'’- nN<&>\u0301", min_size=1, max_size=70) | ANYTHING
DATES = st.dates(date(1880, 1, 1), date(2120, 1, 1)).map("{:%d/%m/%Y}".format)
BIRTHS = DATES | st.from_regex(r"\A[0-3][0-9]/[01][0-9]/[12][09][0-9]{2}\Z") | ANYTHING
CODES = st.from_regex(r"\A[0-9][0-9AB][0-9]{3}\Z") | st.from_regex(r"\A[0-9A-Z -]{0,10}\Z") | ANYTHING


@st.composite
def cohorts(draw: st.DrawFn) -> list[cpf.Passage]:
    """The passages of a few candidates, some of whom have whatever a person may type."""
    made = []
    columns = {"nom": NAMES, "nom_usage": NAMES, "prenom": NAMES, "lieu_naissance": NAMES, "pays_naissance": ANYTHING}
    for rank in range(draw(st.integers(1, 3))):
        spoilt = draw(st.sets(st.sampled_from([*columns, "sexe", "date_naissance", "codes", "numero"]), max_size=2))
        who = WHO | {name: draw(drawn) for name, drawn in columns.items() if name in spoilt}
        who |= {"sexe": draw(st.sampled_from("MF"))} if "sexe" in spoilt else {}
        who |= {"date_naissance": draw(BIRTHS)} if "date_naissance" in spoilt else {}
        codes = (
            {"code_commune_naissance": draw(CODES), "code_postal_naissance": draw(CODES)} if "codes" in spoilt else {}
        )
        numero = draw(st.text(min_size=1, max_size=260)) if "numero" in spoilt else f"{rank}"
        acces = draw(st.sampled_from(VoieAcces))
        award = replace(AWARD, mentions=draw(st.booleans()), fin=draw(st.none() | st.just(date(2030, 1, 1))))
        candidate = admitted(numero, who, route="", acces=acces, **codes)
        passage, problems = passage_of(award, candidate, outcome(draw(st.sampled_from(Mention))))
        assert (passage is None) == bool(problems)
        if passage is not None:
            event(f"accepted, {', '.join(sorted(spoilt)) or 'plain'}")
            made.append(passage)
    return made


@given(passages=cohorts())
@settings(max_examples=50)
def test_what_the_house_declares_the_schema_accepts(formats: Path, passages: list[cpf.Passage]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Files(Path(folder), ABOUT, "RNCP35697-2024", AT) as files:
            for passage in passages:
                files.add(passage)
        published = schema(formats)
        for name in files.counts:
            published.assertValid(etree.parse(Path(folder) / name))


@given(name=st.sampled_from(["client", "contrat", "emetteur"]), text=st.text("A9-_é ", max_size=22))
def test_the_identifiers_that_the_house_accepts_have_the_length_of_the_schema(name: str, text: str) -> None:
    if not cpf.setting_fault(name, text):
        assert len(text) == 8 if name != "contrat" else 1 <= len(text) <= 20
