"""What all the papers of a session share: the certification, the session, the certifier, the jury, the date."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents.infos import Infos
from laureat.documents.typography import AsTyped
from laureat.jury.pv import PvLine
from laureat.vocabulary import Decision
from laureat.vocabulary.french import long_date, parse_date, short_date, spelled_date

DIPLOMAS = {
    "BAC PRO": "Baccalauréat professionnel",
    "BACCALAURÉAT PROFESSIONNEL": "Baccalauréat professionnel",
    "CAP": "Certificat d'aptitude professionnelle",
    "CAPA": "Certificat d'aptitude professionnelle agricole",
    "BP": "Brevet professionnel",
    "BPA": "Brevet professionnel agricole",
    "BTS": "Brevet de technicien supérieur",
    "BTSA": "Brevet de technicien supérieur agricole",
    "BMA": "Brevet des métiers d'art",
    "DEUST": "Diplôme d'études universitaires scientifiques et techniques",
    "BUT": "Bachelor universitaire de technologie",
    "LP": "Licence professionnelle",
    "TP": "Titre professionnel",
    "TITRE PROFESSIONNEL": "Titre professionnel",
    "CQP": "Certificat de qualification professionnelle",
    "MC": "Mention complémentaire",
    "CS": "Certificat de spécialisation",
}
"""The register's short names of diplomas, spelled out."""


@dataclass(frozen=True)
class Context:
    """Everything a paper needs beside the candidate. ``fiche`` and ``synthese`` are those of the DOSSIER."""

    fiche: Mapping[str, Any]
    synthese: Mapping[str, Any]
    infos: Infos
    issued: date
    kind: str = "bac_pro"
    """The kind of règlement: ``bac_pro`` (CE D337-51 and following) or ``capitalisation``."""
    options: Mapping[str, str] = field(default_factory=dict)
    founding: str = ""
    """The text that creates the certification."""
    jury: tuple[PvLine, ...] = ()
    jury_remarks: tuple[str, ...] = ()
    """What the minutes add to the list of the members: absences, an impossibility."""
    appointment: str = ""
    """The order that appoints the jury."""

    @property
    def is_bac_pro(self) -> bool:
        """Whether the articles D337-51 and following of the Code de l'éducation apply."""
        return self.kind == "bac_pro"

    @functools.cached_property
    def _title(self) -> tuple[str, str]:
        title = " ".join(str(self.fiche.get("intitule") or self.synthese.get("titre") or "").split())
        head, separator, tail = (part.strip() for part in re.sub(r"\s[–—-]\s", " - ", title, count=1).partition(" - "))
        if separator and tail and head.upper() in DIPLOMAS:
            return DIPLOMAS[head.upper()], tail
        short = self.fiche.get("abrege") or {}
        return DIPLOMAS.get(str(short.get("code")).upper()) or str(short.get("libelle") or ""), title

    @property
    def diploma(self) -> str:
        """The kind of diploma, spelled out: « Baccalauréat professionnel »; empty where the sheet names none."""
        return self._title[0]

    @property
    def speciality(self) -> str:
        """The title without the kind of diploma."""
        return self._title[1]

    @property
    def level(self) -> str:
        """The level of the national framework, a figure; empty where the sheet gives none."""
        found = re.search(r"\d", str(self.fiche.get("niveau") or ""))
        return found[0] if found else ""

    @property
    def session(self) -> str:
        """« Session 2026 »."""
        return f"Session {self.synthese['session']}"

    @property
    def certifier(self) -> str:
        """The certifier: a setting, else the first of the sheet."""
        found = self.fiche.get("certificateurs") or []
        first = found[0] if found else ""
        name = first.get("nom") or first.get("nom_legal") or "" if isinstance(first, Mapping) else str(first)
        return self.infos["certificateur"] or " ".join(str(name).split())

    @functools.cached_property
    def unconfirmed(self) -> frozenset[str]:
        """The names of the parameters nobody could confirm."""
        parameters = self.synthese.get("parametres") or []
        return frozenset(p["nom"] for p in parameters if p.get("statut") == "hypothese")

    @functools.cached_property
    def blocs(self) -> Mapping[str, Mapping[str, Any]]:
        """The blocks of the sheet, by code, with the number of the sheet and without."""
        number, blocs = self.fiche.get("numero") or "", self.fiche.get("blocs") or []
        return {code: b for b in blocs for code in (b["code"], f"{number}{b['code']}", f"{number}/{b['code']}")}

    @property
    def deliberation(self) -> str:
        """The date of the deliberation, spelled out; empty where the settings do not say it."""
        text = self.infos["deliberation.date"]
        return long_date(parse_date(text)) if text else ""

    @property
    def chair(self) -> PvLine | None:
        """The line of the president in the jury's file; None where nobody presides."""
        return next((line for line in self.jury if line.preside), None)

    @property
    def president_title(self) -> str:
        """« présidente » where the jury's file says that the one who signs is a woman; else « président »."""
        chair = self.chair
        named = chair is not None and self.president == f"{chair.prenom} {chair.nom}".strip()
        return chair.fonction if chair is not None and named else "président"

    @property
    def president(self) -> str:
        """The president of the jury: a setting, else the jury's file."""
        if name := self.infos["president.nom"]:
            return name
        chair = self.chair
        return f"{chair.prenom} {chair.nom}".strip() if chair else ""

    def option(self, candidate: Candidate) -> str:
        """The candidate's option in words; empty for none."""
        return self.options.get(candidate.option, candidate.option)

    def certainty(self, outcome: Outcome) -> dict[str, str]:
        """``provisoire``: the banner due where unconfirmed coefficients may change the result; ``certitude``: the
        discreet line where they cannot. Both empty where every coefficient is confirmed."""
        if outcome.depends_on:
            units = ", ".join(outcome.depends_on)
            said = f"Le résultat peut dépendre de coefficients non confirmés : {units}."
            return {"provisoire": "PROVISOIRE — coefficients non confirmés", "certitude": said}
        if self.unconfirmed and outcome.average is not None:
            return {
                "provisoire": "",
                "certitude": "Ce résultat vaut quelle que soit la valeur des coefficients non confirmés.",
            }
        return {"provisoire": "", "certitude": ""}

    def head(self, kind: str, title: str, numero: str = "") -> dict[str, Any]:
        """What every paper carries, whatever it says; ``numero`` is the candidate's."""
        synthese = self.synthese
        about = [title, f"candidat {numero}" if numero else "", self.session.casefold(), self.diploma, self.speciality]
        fingerprint = str(synthese.get("empreinte_regles") or "")
        return {
            "genre": kind,
            "titre": title,
            "description": AsTyped(", ".join(part for part in about if part)),
            "langue": "fr",
            "date": self.issued.isoformat(),
            "academie": self.infos["academie"],
            "certificateur": self.certifier,
            "auteur": self.infos["autorite"] or self.certifier,
            "logo_texte": self.infos["logo_texte"] or self.certifier or self.infos["academie"],
            "service": [self.infos[f"service.{key}"] for key in ("nom", "adresse", "courriel")],
            "specimen": self.infos.specimen or bool(synthese.get("a_blanc")),
            "diplome": self.diploma,
            "specialite": self.speciality,
            "fiche": AsTyped(self.fiche.get("numero") or synthese.get("reglement") or ""),
            "session": self.session,
            "regles": f"Règles {synthese.get('reglement')}, édition {synthese.get('edition')}, "
            f"empreinte {fingerprint[:16]}",
            "pied": "",
            "provisoire": "",
            "certitude": "",
            "deuxdoc": None,
        }

    def signature(self) -> dict[str, str]:
        """Place, date and signatory."""
        return {
            "fait": f"Fait à {self.infos['lieu']}, le {long_date(self.issued)}",
            "autorite": self.infos["autorite"],
            "qualite": self.infos["signataire.qualite"],
            "nom": AsTyped(self.infos["signataire.nom"]),
        }

    def facts(self, kind: str) -> dict[str, Any]:
        """The start of the decision data attached to a paper."""
        synthese = self.synthese
        return {
            "format": "laureat/decision/1",
            "papier": kind,
            "emis_le": short_date(self.issued),
            "autorite": self.infos["autorite"],
            "certification": {
                "fiche": self.fiche.get("numero") or synthese.get("reglement"),
                "intitule": self.fiche.get("intitule") or synthese.get("titre"),
                "niveau": self.level,
            },
            "session": synthese["session"],
            "regles": {
                "reglement": synthese.get("reglement"),
                "edition": synthese.get("edition"),
                "empreinte": synthese.get("empreinte_regles"),
                "moteur": synthese.get("version_moteur"),
            },
        }


def gendered(candidate: Candidate, masculine: str, feminine: str) -> str:
    """The word that goes with the candidate's sex; both, where the file does not say it."""
    sex = candidate.identite.get("sexe", "").strip().upper()[:1]
    if sex in ("M", "H", "1"):
        return masculine
    if sex in ("F", "2"):
        return feminine
    ending = feminine[len(masculine) :] if feminine.startswith(masculine) else ""
    return f"{masculine}({ending})" if ending else f"{masculine} ou {feminine}"


def decision_label(candidate: Candidate, outcome: Outcome) -> str:
    """The decision as a paper shows it."""
    return {
        Decision.ADMIS: gendered(candidate, "admis", "admise"),
        Decision.CONTROLE: f"{gendered(candidate, 'autorisé', 'autorisée')} à se présenter à l'épreuve de contrôle",
        Decision.REMPLACEMENT: f"{gendered(candidate, 'renvoyé', 'renvoyée')} à l'épreuve de remplacement",
        Decision.AJOURNE: gendered(candidate, "ajourné", "ajournée"),
        Decision.NON_DELIVRABLE: "diplôme non délivrable",
        Decision.INCOMPLET: "résultat incomplet",
        Decision.EN_COURS: "diplôme en cours d'acquisition",
    }[outcome.decision]


def holder(candidate: Candidate) -> dict[str, str]:
    """Who the paper is about, as typed at registration."""
    who = candidate.identite
    born = who.get("date_naissance", "")
    return {
        "numero": AsTyped(candidate.numero),
        "nom": AsTyped(who.get("nom", "")),
        "prenom": AsTyped(who.get("prenom", "")),
        "nom_usage": AsTyped(who.get("nom_usage", "")),
        "candidat": gendered(candidate, "candidat", "candidate"),
        "ne": gendered(candidate, "né", "née"),
        "date_naissance": born,
        "naissance": spelled_date(born),
        "lieu_naissance": AsTyped(who.get("lieu_naissance", "")),
        "pays_naissance": AsTyped(who.get("pays_naissance", "")),
        "ine": AsTyped(who.get("ine", "")),
        "etablissement": AsTyped(who.get("etablissement", "")),
        "uai": AsTyped(who.get("uai", "")),
    }


def holder_facts(candidate: Candidate) -> dict[str, str]:
    """The same, for the decision data: what is filled in only."""
    keys = ("nom", "prenom", "nom_usage", "date_naissance", "lieu_naissance", "pays_naissance", "ine")
    known = {key: candidate.identite.get(key, "") for key in keys}
    return {"numero": candidate.numero, **{key: value for key, value in known.items() if value}}
