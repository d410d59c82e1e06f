"""What the certifier says of itself: authority, signatory, places, court, logo. All of it is text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.exchange.cpf import setting_fault
from laureat.jury.members import Fonction, Jury, Presence
from laureat.people import script_problem
from laureat.vocabulary import InputProblem, InvalidInput, french
from laureat.vocabulary.french import words
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.yaml_text import YamlText, read_yaml


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: a dotted key, what it is, an example."""

    key: str
    label: str
    example: str


FIELDS = (
    Field("academie", "académie ou organisme en tête des papiers", "Académie de Lyon"),
    Field("certificateur", "certificateur ; à défaut, celui de la fiche", ""),
    Field("logo", "logo du certificateur : chemin d'un SVG, PNG ou JPEG, depuis ce fichier", ""),
    Field("logo_texte", "ce que le logo montre, pour qui ne le voit pas", ""),
    Field("autorite", "autorité qui délivre", "Le recteur de la région académique Auvergne-Rhône-Alpes"),
    Field("signataire.nom", "qui signe", "Camille Delorme-N'Guyen"),
    Field("signataire.qualite", "à quel titre", "Pour le recteur et par délégation, la cheffe du service des examens"),
    Field("lieu", "lieu de délivrance (« Fait à… »)", "Lyon"),
    Field("service.nom", "service qui répond aux candidats", "Division des examens et concours"),
    Field("service.adresse", "son adresse postale", "94 rue Hénon, 69004 Lyon"),
    Field("service.courriel", "son adresse électronique", "examens@exemple.fr"),
    Field("tribunal.nom", "tribunal administratif compétent", "tribunal administratif de Lyon"),
    Field("tribunal.adresse", "son adresse", "184 rue Duguesclin, 69003 Lyon"),
    Field("deliberation.date", "date de la délibération du jury, JJ/MM/AAAA", "03/07/2026"),
    Field("deliberation.lieu", "lieu de la délibération", "Lycée La Martinière Monplaisir, Lyon"),
    Field("deliberation.arrete", "arrêté qui nomme le jury", "arrêté rectoral n° 2026-118 du 12 mai 2026"),
    Field("president.nom", "président du jury ; à défaut, celui du fichier du jury", ""),
    Field("president.qualite", "sa qualité", ""),
    Field("deuxdoc.autorite", "2D-Doc : identifiant de l'autorité de certification, 4 caractères", "FR00"),
    Field("deuxdoc.certificat", "2D-Doc : identifiant du certificat, 4 caractères", "0001"),
    Field("deuxdoc.autorites_reconnues", "2D-Doc : autorités de la liste officielle, séparées par des espaces", ""),
    Field("cpf.client", "déclaration au CPF : identifiant client du certificateur, 8 caractères", ""),
    Field("cpf.contrat", "son numéro de contrat (MCFCER…)", ""),
    Field("cpf.emetteur", "identifiant client de qui dépose, si c'est un autre", ""),
    Field(
        "cpf.lot", "ce qui distingue cette session d'une autre de la même année (mars) ; vide s'il n'y en a qu'une", ""
    ),
    Field("specimen", "oui : chaque papier porte « SPÉCIMEN »", "non"),
)
BY_KEY = {setting.key: setting for setting in FIELDS}

_LISTS = frozenset({"deuxdoc.autorites_reconnues"})
"""The settings that may be written as a list of texts."""
_LOGOS = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_LARGEST_LOGO = 2_000_000


@dataclass(frozen=True)
class Infos:
    """The settings that are filled in, by dotted key, and the logo's bytes."""

    values: Mapping[str, str]
    logo: bytes = b""
    logo_format: str = ""
    source: str = field(default="", compare=False)

    def __getitem__(self, key: str) -> str:
        if key not in BY_KEY:
            raise KeyError(key)
        return self.values.get(key, "")

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Of the keys, those that are not filled in."""
        return [key for key in keys if not self[key]]

    def require_authority_of(self, reglement: Reglement) -> None:
        """The authority is none that never delivers what this règlement leads to; a law imposed by someone is theirs
        to answer for. Raises InvalidInput."""
        famille, said = reglement.famille, set(words(self["autorite"]).split())
        if reglement.data.get("avis") or not said & set(famille.papiers.autres_autorites):
            return
        article = famille.conduite.articles.get("delivrance")
        own = famille.papiers.mots.get("autorite_majuscule", "").strip(" ,") or "le certificateur lui-même"
        message = (
            f"« {self['autorite']} » n'est pas l'autorité qui délivre {famille.papiers.le_present} : c'est "
            f"{own[:1].lower()}{own[1:]}{f' ({article})' if article else ''} ; corriger ce réglage"
        )
        raise InvalidInput([InputProblem(message, self.source, column="autorite")])

    def day(self, key: str) -> date | None:
        """A setting that is a day; None where it is not filled in."""
        return french.parse_date(self[key]) if self[key] else None

    def held_by(self, jury: Jury) -> Jury:
        """The jury, with the order that appoints it where only the settings cite it.

        Raises InvalidInput where the settings name another president, or another order, than the jury's file: who
        presides and signs the minutes is who sat.
        """
        problems = []
        sat = [member for member in jury.members if member.presence is not Presence.ABSENT]
        ranks = [[m for m in sat if m.fonction is rank] for rank in (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)]
        presiding = next(filter(None, ranks), sat)
        if (said := self["president.nom"]) and not any(_same_person(said, m.nom_complet) for m in presiding):
            expected = " ou ".join(m.nom_complet for m in presiding) or "personne"
            told = f"« {said} » ne préside pas le jury de --jury ; attendu : {expected}, ou rien"
            problems.append(InputProblem(told, self.source, column="president.nom"))
        cited = self["deliberation.arrete"]
        if jury.arrete and cited and words(jury.arrete) != words(cited):
            told = f"« {cited} » n'est pas l'arrêté que cite le fichier du jury, « {jury.arrete} » : n'en garder qu'un"
            problems.append(InputProblem(told, self.source, column="deliberation.arrete"))
        if problems:
            raise InvalidInput(problems)
        return replace(jury, arrete=jury.arrete or cited)

    @property
    def specimen(self) -> bool:
        """Whether every paper says « SPÉCIMEN »."""
        return french.says_yes(self["specimen"])


_CIVILITIES = frozenset({"m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "pr"})


def _same_person(one: str, other: str) -> bool:
    """Two names with the same words, in any order; a civility counts for nothing."""
    a, b = (sorted(set(words(name).split()) - _CIVILITIES) for name in (one, other))
    return a == b


def read_infos(path: Path) -> Infos:
    """Read a YAML settings file. InvalidInput tells every problem: unknown key, wrong date, unreadable logo…"""
    try:
        read = read_yaml(path.read_bytes(), str(path))
    except OSError as error:
        raise InvalidInput([InputProblem(f"fichier illisible : {plainly(error)}", str(path))]) from None
    if not isinstance(read.value, dict | None):
        raise InvalidInput([read.problem((), "le fichier doit donner des réglages « clé: valeur »")])
    problems: list[InputProblem] = []
    values = _flat(read.value or {}, "", read, problems)
    for key, value in values.items():
        if problem := _wrong(key, value):
            problems.append(_at(read, key, problem))
    logo, logo_format = _logo(values.get("logo", ""), path, read, problems)
    if problems:
        raise InvalidInput(problems)
    return Infos(values, logo, logo_format, str(path))


_OF_EDUCATION = (
    "academie",
    "autorite",
    "signataire.qualite",
    "service.nom",
    "deliberation.arrete",
    "deliberation.lieu",
)
"""The settings whose examples speak of a recteur and of his examinations office."""


def template(reglement: Reglement | None = None) -> str:
    """A commented settings file, ready to be filled in, in the words of whoever delivers under that règlement."""
    examples = {setting.key: setting.example for setting in FIELDS}
    if reglement is not None and not reglement.famille.papiers.academie:
        own = reglement.famille.papiers.mots.get("autorite_majuscule", "").strip(" ,")
        examples |= {**dict.fromkeys(_OF_EDUCATION, ""), "autorite": own}
    elif reglement is not None:
        examples["service.nom"] += f", bureau du {reglement.famille.titre}"
    lines = [
        "# Réglages des papiers : laureat emettre … --infos CE_FICHIER",
        "# Un papier auquel il manque un réglage obligatoire est refusé en le nommant ; les autres sont émis.",
        "",
    ]
    section = ""
    for setting in FIELDS:
        head, _, tail = setting.key.partition(".")
        if tail and head != section:
            lines.append(f"{head}:")
        section = head if tail else ""
        indent = "  " if tail else ""
        lines.append(f"{indent}# {setting.label}")
        lines.append(f"{indent}{tail or head}: {_quoted(examples[setting.key])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _at(read: YamlText, key: str, message: str) -> InputProblem:
    return InputProblem(message, read.source, read.place(tuple(key.split(".")))[0], key)


def _flat(tree: Mapping[str, Any], prefix: str, read: YamlText, problems: list[InputProblem]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in tree.items():
        key = f"{prefix}{name}"
        is_section = any(known.startswith(f"{key}.") for known in BY_KEY)
        if isinstance(value, dict) and is_section:
            values |= _flat(value, f"{key}.", read, problems)
        elif is_section and not value and not isinstance(value, list):
            continue
        elif is_section:
            inside = french.enumeration(
                known.removeprefix(f"{key}.") for known in BY_KEY if known.startswith(f"{key}.")
            )
            problems.append(_at(read, key, f"un groupe de réglages est attendu ({inside}) ; reçu {_came(value)}"))
        elif key not in BY_KEY:
            meant = [f"« {one} »" for one in french.near(key, BY_KEY)]
            hint = f" ; vouliez-vous dire {french.enumeration(meant, 'ou')} ?" if meant else ""
            problems.append(_at(read, key, f"réglage inconnu{hint}"))
        elif key in _LISTS and isinstance(value, list) and all(isinstance(item, str) for item in value):
            values[key] = " ".join(item.strip() for item in value)
        elif isinstance(value, list | dict):
            problems.append(_at(read, key, f"un texte est attendu ({BY_KEY[key].label}) ; reçu {_came(value)}"))
        elif text := " ".join(str(value or "").split()):
            values[key] = text
    return values


def _came(value: Any) -> str:
    if isinstance(value, str):
        return f"le texte « {value} »"
    return "une liste" if isinstance(value, list) else "un groupe de clés"


def _wrong(key: str, value: str) -> str:
    read = {"deliberation.date": french.parse_date, "specimen": french.yes_no}.get(key)
    if read is not None:
        try:
            read(value)
        except ValueError as error:
            return str(error)
    if key.startswith("cpf."):
        return setting_fault(key.removeprefix("cpf."), value)
    if key in ("deuxdoc.autorite", "deuxdoc.certificat") and not (len(value) == 4 and value.isalnum()):
        return f"quatre capitales ou chiffres attendus, reçu « {value} »"
    return "" if key == "logo" else script_problem(value)


def _logo(name: str, settings: Path, read: YamlText, problems: list[InputProblem]) -> tuple[bytes, str]:
    if not name:
        return b"", ""
    path = settings.parent / name
    kind = _LOGOS.get(path.suffix.casefold(), "")
    if not kind:
        problems.append(_at(read, "logo", f"« {name} » : un SVG, un PNG ou un JPEG est attendu"))
        return b"", ""
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(_at(read, "logo", f"logo illisible : {plainly(error)}"))
        return b"", ""
    if len(data) > _LARGEST_LOGO:
        problems.append(_at(read, "logo", "logo de plus de 2 Mo : réduisez-le"))
        return b"", ""
    return data, kind
