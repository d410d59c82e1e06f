"""Every door runs for every règlement, or says that it has no meaning there: one table, doors by règlements."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Ended, call
from cli.test_jury_families import HEADINGS, JURIES
from laureat.deliberation.reglement import Reglement
from laureat.exchange.jury import read_jury, write_jury
from laureat.exchange.tables import read_table
from laureat.jury.demonstration import demonstration_jury
from laureat.register import bundled
from laureat.reglements.specialites import bibliotheque, lire_fichier
from support.certificateurs import donnees
from support.tables_simples import CERTIFIERS

INVENTED = Path(__file__).parent.parent / "reglements" / "bp"
BY_SHEET = "fiche"
REGLEMENTS = (*sorted(bibliotheque()), "bp_invente", "bp_a_options", *sorted(CERTIFIERS), BY_SHEET)
"""The library, those made up for the tests, a certifier of each rule, and a private sheet decided by its blocks."""
NUMBER, SEED = "RNCP90009", "RNCP35697"
STATE = {
    "bac_pro": ("BAC PRO", "MINISTERE DE L'EDUCATION NATIONALE"),
    "cap": ("CAP", "MINISTERE DE L'EDUCATION NATIONALE"),
    "bp": ("BP", "MINISTERE DE L'EDUCATION NATIONALE"),
    "bts": ("BTS", "MINISTERE DE L'ENSEIGNEMENT SUPERIEUR"),
    "titre_professionnel": ("TP", "MINISTERE DU TRAVAIL"),
}
PRIVATE = "ÉCOLE INVENTÉE SAS"
WORDS = {"capitalisation": "Le jury est composé de deux professionnels."}
"""What the sheet says of the jury: of a State diploma, nothing, and the law of its family is whole."""
CANDIDATES = 8
TRIAL = 12
"""The exit code of a title that says it is a trial."""
READ = 2014
"""A session of the time when the texts were read that are no longer in force."""
BLANK = re.compile(r'(qualite|nom|adresse|courriel|lieu): ""$', re.MULTILINE)
PRESIDED = "A;Ana;F;employeur;presidente;;\nB;Bob;M;salarie;;;\n"


@dataclass(frozen=True)
class Course:
    """One règlement through the doors; each is passed once, and only if another asks for what it leaves."""

    name: str
    folder: Path

    @cached_property
    def data(self) -> Path | None:
        """The data file, for what the library does not hold."""
        if self.name in CERTIFIERS:
            path = self.folder / f"{self.name}.json"
            path.write_text(json.dumps(donnees(self.name, *CERTIFIERS[self.name])), encoding="utf-8")
            return path
        return None if self.name in (*bibliotheque(), BY_SHEET) else INVENTED / f"{self.name}.yaml"

    @cached_property
    def reglement(self) -> Reglement | None:
        if self.data is not None:
            return lire_fichier(self.data.read_bytes(), self.data.name, date.today())
        return bibliotheque().get(self.name)

    @property
    def family(self) -> str:
        return self.reglement.famille.code if self.reglement else "capitalisation"

    @cached_property
    def sheet(self) -> str | Path:
        """The bundled sheet, or one made up with the blocks of the règlement and whoever delivers it."""
        if self.name == SEED:
            return SEED
        told = bundled(SEED).to_json()
        abbreviation, certifier = STATE.get(self.family, ("", PRIVATE))
        units = self.reglement.units if self.reglement else ()
        blocs = [{**told["blocs"][0], "code": f"{NUMBER}{u.code}", "intitule": u.label} for u in units]
        whole = {
            **told,
            "numero": NUMBER,
            "intitule": self.reglement.title if self.reglement else "Expert inventé",
            "abrege": {"code": abbreviation, "libelle": None} if abbreviation else None,
            "certificateurs": [{**told["certificateurs"][0], "nom": certifier}],
            "blocs": blocs or [{**bloc, "code": bloc["code"].replace(SEED, NUMBER)} for bloc in told["blocs"]],
        }
        for access in whole["voies_acces"].values():
            access["jury"] = WORDS.get(self.family, "")
        path = self.folder / "fiche.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    @property
    def law(self) -> tuple[Any, ...]:
        """The options that name the law."""
        named = () if self.name == BY_SHEET else ("--reglement", self.data or self.name)
        return (*named, "--fiche", self.sheet)

    @property
    def session(self) -> tuple[str, ...]:
        """The session, asked where the text was read in a state that is no longer in force."""
        own = self.reglement
        return ("--session", str(own.last_session or READ)) if own and own.default_session is None else ()

    @property
    def bound(self) -> tuple[Any, ...]:
        """The same, with the reason that binds a règlement without a number."""
        reason = () if self.name in (SEED, BY_SHEET) else ("--lier", "essai, un officier")
        return (*self.law, *self.session, *reason)

    @cached_property
    def listed(self) -> Path:
        path = self.folder / "cohorte.csv"
        asked = call("cohorte", *self.bound, "--candidats", str(CANDIDATES), "--graine", "3", path)
        assert asked.exit_code == 0, asked.output
        return path

    @cached_property
    def dossier(self) -> Path:
        path = self.folder / "dossier"
        asked = call("deliberer", self.listed, *self.bound, "--sortie", path, "--textes", self.folder)
        assert asked.exit_code == 0, asked.output
        return path

    @cached_property
    def jury(self) -> Path:
        """A lawful jury of the family, which sat."""
        path = self.folder / "jury.csv"
        if self.family == "bac_pro":
            write_jury(demonstration_jury(), path)
            return path
        lines = (HEADINGS + JURIES.get(self.family, PRESIDED)).splitlines()
        sat = [line.replace("RNCP37873", NUMBER) + ";present" for line in lines[1:]]
        path.write_text("\n".join([lines[0] + ";presence", *sat]), encoding="utf-8")
        return path

    @cached_property
    def infos(self) -> Path:
        path = self.folder / "infos.yaml"
        asked = call("emettre", self.dossier, "--modele-infos", path)
        assert asked.exit_code == 0, asked.output
        # a certifier has words of its own, and nothing stands in for them; the file of the jury says who presides
        said, president, rest = path.read_text(encoding="utf-8").partition("president:")
        path.write_text(BLANK.sub(r'\1: "dit par qui délivre"', said) + president + rest, encoding="utf-8")
        return path

    @cached_property
    def titles(self) -> Path:
        path, key = self.folder / "titres", self.folder / "cle.pem"
        assert call("attester", "--nouvelle-cle", key).exit_code == 0
        dated = ("--date", "10/07/2026", "--nom", "Qui délivre", "--processus", "1")
        asked = call("attester", self.dossier, "--cle", key, "--a-blanc", *dated, "--sortie", path)
        assert asked.exit_code == 0, asked.output
        return path


@pytest.fixture(scope="module", params=REGLEMENTS)
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One règlement of the table."""
    return Course(request.param, tmp_path_factory.mktemp("porte"))


def modele(course: Course) -> Ended:
    """The workbook to fill."""
    return call("modele", *course.bound, course.folder / "modele.xlsx")


def cohorte(course: Course) -> Ended:
    """A list of invented candidates, some of each decision that the family knows."""
    assert read_table(course.listed).frame.height == CANDIDATES
    return Ended(0, "")


def deliberer(course: Course) -> Ended:
    decided = (course.dossier / "decisions.csv").read_text(encoding="utf-8").splitlines()
    assert len(decided) == CANDIDATES + 1
    return Ended(0, "")


def first(course: Course) -> str:
    return str(read_table(course.listed).frame["numero"][0])


def expliquer(course: Course) -> Ended:
    return call("expliquer", course.dossier, "--candidat", first(course))


def rejouer(course: Course) -> Ended:
    return call("rejouer", course.dossier)


def sensibilite(course: Course) -> Ended:
    number = "seuil_bloc" if course.family == "capitalisation" else "seuil_admission"
    return call("sensibilite", course.dossier, "--si", f"{number}=9")


def verifier_le_jury(course: Course) -> Ended:
    return call("jury", "verifier", course.jury, *course.law)


def proposer(course: Course) -> Ended:
    seats = len(read_jury(course.jury).seats)
    return call("jury", "proposer", course.jury, "--taille", str(seats), *course.law)


def emettre(course: Course) -> Ended:
    """Every paper but of those whose act is missing, which is said."""
    said = ("--date", "10/07/2026", "--processus", "1", "--infos", course.infos)
    asked = call("emettre", course.dossier, "--jury", course.jury, *said, "--sortie", course.folder / "papiers")
    papers = {path.name.split("-")[0] for path in (course.folder / "papiers").rglob("*.pdf")}
    assert {"releve", "proces"} <= papers, asked.output
    assert "papiers refusés" not in asked.output
    assert "papier refusé" not in asked.output
    waits = asked.exit_code == 1 and "un acte manque" in asked.output
    return Ended(0, "") if waits else asked


def attester(course: Course) -> Ended:
    assert list(course.titles.rglob("diplomes/*.json"))
    return Ended(0, "")


def verifier(course: Course) -> Ended:
    """A trial, by an issuer that is trusted."""
    title = min(course.titles.rglob("diplomes/*.json"))
    asked = call("verifier", title, "--confiance", course.titles / "confiance.json")
    return Ended(0, "") if asked.exit_code == TRIAL else asked


def declarer(course: Course) -> Ended:
    """Everyone is declared, or it is said of each why not."""
    settings = course.folder / "cpf.yaml"
    settings.write_text("cpf:\n  client: 12ABC345\n  contrat: MCFCER000123\n", encoding="utf-8")
    said = ("--infos", settings, "--date", "10/07/2026", "--acces", "INCONNU", "--sans-les-incomplets", "--json")
    asked = call("declarer", course.dossier, *said, "--sortie", course.folder / "declaration")
    told = json.loads(asked.output[asked.output.index("{") :])
    assert told["declares"] + told["incomplets"] + sum(told["autres_decisions"].values()) == CANDIDATES
    assert asked.exit_code == bool(told["incomplets"]), asked.output
    return Ended(0, "")


DOORS: dict[str, Callable[[Course], Ended]] = {
    door.__name__: door
    for door in (
        *(modele, cohorte, deliberer, expliquer, rejouer, sensibilite),
        *(verifier_le_jury, proposer, emettre, attester, declarer, verifier),
    )
}
NO_MEANING = {("sensibilite", "titre_professionnel"): "n'a pas de sens pour Commercial (titre professionnel)"}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_runs_or_says_that_it_has_no_meaning_there(course: Course, door: str) -> None:
    asked = DOORS[door](course)
    if said := NO_MEANING.get((door, course.family)):
        assert asked.exit_code == 2
        assert said in " ".join(asked.output.split())
    else:
        assert asked.exit_code == 0, asked.output
