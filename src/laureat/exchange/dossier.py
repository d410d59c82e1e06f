"""The folder of a deliberated session: alone, it is enough for every later command and for an exact replay.

- ``decisions.csv`` and ``decisions.arrow``: one row a candidate, in the order of the input, as text and as numbers;
- ``candidats.arrow``: the candidates in typed columns, unknown columns kept as text (``stored``);
- ``reglement.json``, ``parametres.json``: units, rules and numbers; ``fiche.json``: the register sheet;
- ``remarques.csv``: what a person should look at in the list, where there is anything;
- ``synthese.json``: counts, rates, hypotheses, editions and digests.
"""

import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reglement import SessionRules
from laureat.exchange import stored
from laureat.exchange.candidates import candidates
from laureat.reglements import construire
from laureat.reglements.donnees import parametres
from laureat.rules import Parameter, Parameters
from laureat.vocabulary import InputProblem, InvalidInput, french, json_text
from laureat.vocabulary.texts import decoded

DECISIONS_CSV = "decisions.csv"
DECISIONS = "decisions.arrow"
CANDIDATES = "candidats.arrow"
FORMER = "candidats.parquet"
"""The same, in folders that earlier versions wrote."""
REGLEMENT = "reglement.json"
PARAMETERS = "parametres.json"
FICHE = "fiche.json"
SYNTHESE = "synthese.json"
EXPLANATIONS = "explications.jsonl"
REMARKS = "remarques.csv"
OURS = frozenset({DECISIONS_CSV, DECISIONS, CANDIDATES, REGLEMENT, PARAMETERS, FICHE, SYNTHESE, EXPLANATIONS, REMARKS})
"""All that such a folder holds."""
MADE = (DECISIONS_CSV, DECISIONS, EXPLANATIONS, REGLEMENT, PARAMETERS)
"""What a deliberation writes before the synthesis, which records the digest of each."""
OTHER_FILE = "ce n'est plus le fichier de la délibération"


def parameter_to_json(parameter: Parameter) -> dict[str, Any]:
    """A parameter in the names of the files, as a reader writes it; ``en_machine`` holds what the rules compute with.

    ``parametres()`` of the règlements reads it back.
    """
    bounds = list(parameter.bounds_text or ())
    fields: dict[str, Any] = {
        "nom": parameter.name,
        "libelle": parameter.label,
        "valeur": parameter.text or "null",
        "unite": parameter.plain_unit,
        "statut": str(parameter.status),
        "article": parameter.citation.article,
        "lecture": str(parameter.citation.reading),
    }
    fields |= {name: value for name, value in parameter.citation.to_json().items() if name != "article"}
    fields["en_machine"] = {"valeur": parameter.value, "unite": parameter.unit}
    fields["en_machine"] |= {"bornes": list(parameter.bounds)} if parameter.bounds else {}
    optional = {
        "url": parameter.citation.url,
        "bornes": bounds,
        "depuis": parameter.since,
        "jusqua": parameter.until,
    }
    return fields | {name: value for name, value in optional.items() if value}


def rules_to_json(rules: SessionRules) -> dict[str, Any]:
    """The règlement of a session: its data file, and its rules with their texts for whoever reads the folder."""
    return {
        "famille": rules.reglement.famille.code,
        "session": rules.session,
        "empreinte": rules.digest,
        "donnees": dict(rules.reglement.data),
        "regles": [
            {
                "id": rule.id,
                "texte": rule.text,
                **cited.to_json(),
                "article": cited.article,
                "lecture": str(cited.reading),
            }
            for rule in (*rules.ruleset.rules, *rules.findings, *rules.rights)
            for cited in (rules.cited(rule),)
        ],
    }


def rules_from_json(content: Mapping[str, Any], parameters: list[dict[str, Any]]) -> SessionRules:
    """The règlement of a session, built again from what a folder says."""
    if not parameters:
        raise ValueError("aucun nombre de la loi")
    told = parametres({fields["nom"]: {k: _text(v) for k, v in fields.items()} for fields in parameters})
    return construire(content["famille"], content["donnees"]).at(content["session"], Parameters(told))


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


@dataclass(frozen=True, slots=True)
class Result:
    """One candidate and the outcome proposed to the jury."""

    candidate: Candidate
    outcome: Outcome


@dataclass(frozen=True)
class Dossier:
    """A deliberated session, read from its folder."""

    path: Path
    synthese: dict[str, Any]
    rules: SessionRules
    fiche: dict[str, Any] | None
    """The register sheet, as ``laureat fiche --json`` writes it; None where the session was deliberated without."""

    def candidates(self) -> Iterator[Candidate]:
        """The candidates, in the order of the input."""
        for batch in self.batches():
            yield from candidates(batch, self.rules.reglement.famille)

    def batches(self) -> Iterator[pl.DataFrame]:
        """The same, in typed columns (``exchange.candidates``). Raises InvalidInput where the file is damaged."""
        try:
            yield from stored.candidates_of(self.path / CANDIDATES, self.rules)
        except stored.UNREADABLE_ARROW:
            raise illegible(CANDIDATES, "il manque, ou il est abîmé ou tronqué") from None

    def results(self) -> Iterator[Result]:
        """Every candidate with the outcome, decided again exactly, in the order of the input."""
        for candidate in self.candidates():
            yield Result(candidate, decide(self.rules, candidate))

    def explain(self, result: Result) -> Explanation:
        """Why: the explanation of one outcome."""
        return explain(self.rules, result.candidate)

    def changed(self) -> Iterator[str]:
        """What came from outside and is no longer what was deliberated, by its recorded digest, in sentences."""
        if file_digest(self.path / CANDIDATES) != self.synthese.get("empreinte_candidats"):
            yield f"{CANDIDATES} : les candidats du dossier ont été modifiés depuis la délibération"
        recorded = self.synthese.get("empreintes")
        then, now = recorded if isinstance(recorded, dict) else {}, given_digests(self.path)
        for name in sorted({*then, *now} - {*MADE}):
            if then.get(name) != now.get(name):
                yield f"{name} : " + ("ce fichier manque" if name not in now else OTHER_FILE)

    def _recorded(self, name: str) -> str | None:
        recorded = self.synthese.get("empreintes")
        return recorded.get(name) if isinstance(recorded, dict) else None

    def intact(self, name: str) -> bool:
        """Whether a file is the one that the deliberation wrote, by the digest that it recorded."""
        path = self.path / name
        return path.exists() and file_digest(path) == self._recorded(name)

    def _altered(self) -> Iterator[str]:
        """What the deliberation wrote and that is no longer so; of two files that disagree, the one that changed."""
        for name in MADE:
            if self._recorded(name) is None and (self.path / name).exists():
                yield f"{SYNTHESE} : il y manque l'empreinte de {name}, que la délibération y a écrite"
            elif self._recorded(name) is not None and not self.intact(name):
                numbers = "les nombres de la loi ont été modifiés depuis la délibération"
                yield f"{name} : {numbers if name == PARAMETERS else OTHER_FILE}"
        law = self.rules.reglement
        told = {"reglement": law.id, "titre": law.title, "session": self.rules.session}
        differs = [name for name, value in told.items() if self.synthese[name] != value and self.intact(REGLEMENT)]
        if self.intact(PARAMETERS) and read_json(self.path / PARAMETERS) != self.synthese.get("parametres"):
            differs.append("parametres")
        if differs:
            yield f"{SYNTHESE} : {french.enumeration(differs)} : ce n'est plus ce que la délibération a écrit"

    def require_unchanged(self) -> None:
        """Nothing is printed, signed nor explained from a folder that is not the one deliberated.

        Raises InvalidInput.
        """
        if told := [*self.changed(), *self._altered()]:
            again = "délibérer de nouveau (laureat deliberer), ou reprendre le dossier tel qu'il a été délibéré"
            raise InvalidInput(InputProblem(f"{line} ; {again}", str(self.path)) for line in told)

    @property
    def effectif(self) -> int:
        """How many candidates there are. Raises InvalidInput where the synthesis does not say."""
        count = self.synthese.get("effectif")
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise illegible(SYNTHESE, "« effectif », le nombre des candidats, y manque ou n'est pas un nombre")
        return count

    @functools.cached_property
    def a_blanc(self) -> bool:
        """True when the session is a rehearsal."""
        return bool(self.synthese.get("a_blanc"))


def read_json(path: Path) -> Any:
    """A JSON file of a folder; InvalidInput where it is missing or broken."""
    try:
        return json_text.read_json(decoded(path.read_bytes(), path.name))
    except FileNotFoundError:
        message = f"ce dossier n'est pas celui d'une session délibérée : {path.name} y manque"
        raise InvalidInput([InputProblem(message, str(path.parent))]) from None
    except json.JSONDecodeError as error:
        message = "ce fichier est illisible : ce n'est plus du JSON à partir de cet endroit"
        raise InvalidInput([InputProblem(message, path.name, error.lineno, str(error.colno))]) from None


def write_json(path: Path, content: Any) -> None:
    """A JSON file of a folder, accents kept."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_dossier(path: Path) -> Dossier:
    """Read the folder that ``laureat deliberer`` wrote. Raises InvalidInput where it is not one."""
    path = Path(path)
    synthese = read_json(path / SYNTHESE)
    if (path / FORMER).exists() and not (path / CANDIDATES).exists():
        raise illegible(FORMER, "il est d'une version d'avant ; délibérer la liste de nouveau, ou garder cette version")
    try:
        rules = rules_from_json(read_json(path / REGLEMENT), read_json(path / PARAMETERS))
    except (LookupError, TypeError, ValueError, AttributeError):
        message = (
            f"{REGLEMENT} et {PARAMETERS} sont illisibles ensemble : ce ne sont plus ceux qu'une délibération a écrits"
        )
        raise InvalidInput([InputProblem(message, str(path))]) from None
    if not isinstance(synthese, dict):
        raise InvalidInput([InputProblem("un groupe de clés est attendu", SYNTHESE)])
    if missing := [name for name in ("reglement", "titre", "session", "empreinte_regles") if name not in synthese]:
        raise illegible(SYNTHESE, f"il y manque {', '.join(missing)}")
    fiche = read_json(path / FICHE) if (path / FICHE).exists() else None
    if fiche is not None and not isinstance(fiche, dict):
        raise illegible(FICHE, "un groupe de clés est attendu")
    return Dossier(path, synthese, rules, fiche)


def illegible(name: str, why: str) -> InvalidInput:
    """What is said of a file of a folder that cannot be read."""
    return InvalidInput([InputProblem(f"ce fichier du dossier est illisible : {why}", name)])


def given_digests(folder: Path) -> dict[str, str]:
    """The digests of the files that come from outside, and that no replay can give again."""
    return digests(folder, (FICHE, REMARKS))


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The digests of those of these files that are there."""
    return {name: file_digest(folder / name) for name in names if (folder / name).exists()}


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
