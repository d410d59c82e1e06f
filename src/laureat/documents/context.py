"""What all the papers of a session share: the certification, its family's words, the certifier, the jury, the date."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from laureat.deliberation.outcome import Outcome
from laureat.deliberation.papiers import DES_PAPIERS, Alinea, Papiers
from laureat.deliberation.reglement import SessionRules
from laureat.documents.infos import Infos
from laureat.documents.persons import chair
from laureat.documents.reissue import Reissue
from laureat.documents.typography import AsTyped
from laureat.jury.pv import PvLine
from laureat.vocabulary.french import (
    accented,
    as_shown,
    capital,
    enumeration,
    fold,
    le,
    long_date,
    parse_date,
    short_date,
    uncapital,
    without_its_journal,
)

_REGISTERS = {
    "RNCP": "répertoire national des certifications professionnelles",
    "RS": "répertoire spécifique des certifications et habilitations",
}


@dataclass(frozen=True)
class Context:
    """Everything a paper needs beside the candidate. ``fiche`` and ``synthese`` are those of the DOSSIER.

    What is printed takes its words from ``shown``; the data attached, from ``fiche``, as the register wrote it.
    """

    fiche: Mapping[str, Any]
    synthese: Mapping[str, Any]
    infos: Infos
    issued: date
    rules: SessionRules
    founding: str = ""
    """The text that creates the certification, and how it was read."""
    jury: tuple[PvLine, ...] = ()
    absents: str = ""
    """The members recorded absent, enumerated."""
    impossibilite: str = ""
    """Why a member whom the law wants could not be had."""
    appointment: str = ""
    """The order that appoints the jury."""
    jury_notice: str = ""
    """What stands against its composition or its sitting, and why there are minutes all the same."""
    without_jury: str = ""
    """Who answers for minutes that no jury proves, and why; empty where one does."""
    returning: str = ""
    """Why members of a jury whose decision was quashed or withdrawn sit again; empty where none does."""
    reissue: Reissue | None = None
    """The papers are issued again: duplicates, or certified copies."""

    @property
    def papiers(self) -> Papiers:
        """The words of the family, and the papers that it delivers."""
        return self.rules.reglement.famille.papiers

    @property
    def presided(self) -> bool:
        """The jury has a president, who signs the minutes; otherwise every member does."""
        return self.rules.reglement.famille.conduite.preside

    @property
    def options(self) -> Mapping[str, str]:
        """The options of the certification in words, by code."""
        return self.rules.reglement.options

    @functools.cached_property
    def title(self) -> str:
        """The title of the sheet."""
        return " ".join((self.shown["intitule"] or accented(str(self.synthese.get("titre") or ""))).split())

    @functools.cached_property
    def shown(self) -> Mapping[str, Any]:
        """The sheet as people are shown it."""
        return as_shown(self.fiche)

    @property
    def diploma(self) -> str:
        """The kind of certification, spelled out: « Baccalauréat professionnel »; empty where nothing names one.

        Under a law imposed on it, a sheet keeps its own name: no paper calls a BTS a CAP.
        """
        own = "" if self.rules.reglement.imposed else self.papiers.nom
        return own or str((self.fiche.get("abrege") or {}).get("libelle") or "")

    @functools.cached_property
    def speciality(self) -> str:
        """The title, without the abbreviation of its kind where the family spells that out."""
        head, separator, tail = re.sub(r"\s[–—-]\s", " - ", self.title, count=1).partition(" - ")
        known = fold(head) in self.rules.reglement.famille.abreges
        return tail.strip() if separator and tail.strip() and known else self.title

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
        """The certifiers: a setting, else those of the sheet that still are, each once."""
        if told := self.infos["certificateur"]:
            return told
        names = []
        for one in self.fiche.get("certificateurs") or []:
            form: Mapping[str, Any] = one if isinstance(one, Mapping) else {"nom": one}
            if fold(str(form.get("etat") or "")) != "inactif":
                names.append(accented(" ".join(str(form.get("nom") or form.get("nom_legal") or "").split())))
        return enumeration(dict.fromkeys(filter(None, names)))

    @property
    def academie(self) -> str:
        """The académie at the head of the papers; empty for who has none."""
        return self.infos["academie"] if self.papiers.academie else ""

    @functools.cached_property
    def unconfirmed(self) -> frozenset[str]:
        """The names of the numbers nobody could confirm that a result may owe something to, and of those on trial."""
        read = {p.name for p in self.rules.hypotheses} | {unit.coefficient_name for unit in self.rules.units}
        read |= {p.name for p in self.rules.parameters.hypotheses if p.on_trial}
        parameters = self.synthese.get("parametres") or []
        return frozenset(p["nom"] for p in parameters if p.get("statut") == "hypothese" and p["nom"] in read)

    @functools.cached_property
    def blocs(self) -> Mapping[str, Mapping[str, Any]]:
        """The blocks of the sheet, by code, with the number of the sheet and without."""
        return _by_code(self.fiche)

    @functools.cached_property
    def shown_blocs(self) -> Mapping[str, Mapping[str, Any]]:
        """The same as people are shown them."""
        return _by_code(self.shown)

    @property
    def deliberation(self) -> str:
        """The date of the deliberation, spelled out; empty where the settings do not say it."""
        text = self.infos["deliberation.date"]
        return long_date(parse_date(text)) if text else ""

    @property
    def president_title(self) -> str:
        """« président », « présidente »; the masculine where nothing tells."""
        line = chair(self.jury)
        named = line is not None and self.president == f"{line.prenom} {line.nom}".strip()
        return line.fonction if line is not None and named else "président"

    @property
    def president(self) -> str:
        """The president of the jury: a setting, else the jury's file."""
        line = chair(self.jury)
        return self.infos["president.nom"] or (f"{line.prenom} {line.nom}".strip() if line else "")

    @property
    def founding_text(self) -> str:
        """The founding text by its name; empty where the data file says that there is none (« aucun : … »)."""
        return "" if _NONE.match(self.founding) else without_its_journal(self.founding)

    def option(self, code: str) -> str:
        """An option in words; empty for none."""
        return self.options.get(code, code)

    # --- the words of the family -------------------------------------------------------------------------------------

    @functools.cached_property
    def _fields(self) -> Mapping[str, Any]:
        infos, fiche = self.infos, self.fiche
        number = str(fiche.get("numero") or self.rules.reglement.numero)
        dates = fiche.get("dates") or {}
        decided = dates.get("decision") or ""
        effect = dates.get("effet") or ""
        effect = "" if effect == decided else effect
        decision = long_date(parse_date(decided)) if decided else ""
        nsf = [c.get("code") or "" for c in fiche.get("codes_nsf") or [] if isinstance(c, Mapping)]
        court = infos["tribunal.nom"] + (f" ({infos['tribunal.adresse']})" if infos["tribunal.adresse"] else "")
        known = {
            "fondement": le(uncapital(self.founding_text)) if self.founding_text else "",
            "deliberation": self.deliberation,
            "autorite": re.sub("^L(?=e |a |es |')", "l", infos["autorite"]),
            "certificateur": self.certifier,
            "registre": _REGISTERS["RS" if number.startswith("RS") else "RNCP"],
            "fiche": number,
            "fiche_seule": "" if decided else number,
            "enregistrement_du": "" if effect else decision,
            "enregistrement_decide_du": decision if effect else "",
            "effet_de_l_enregistrement": long_date(parse_date(effect)) if effect else "",
            "service": enumeration(filter(None, (infos["service.nom"], infos["service.adresse"]))),
            "adresses": enumeration(filter(None, (infos["service.courriel"], infos["service.adresse"]))),
            "tribunal": court if infos["tribunal.nom"] else "",
            "absents": self.absents,
            "impossibilite": self.impossibilite,
            "niveau": self.level,
            "nsf": enumeration(filter(None, nsf)),
        }
        return {**self.rules.fields, **self.papiers.mots, **dict.fromkeys(DES_PAPIERS, ""), **known}

    def said(self, alineas: Iterable[Alinea | None], **more: str) -> list[dict[str, str]]:
        """The paragraphs that have something to say, each with its article, how that was read included."""
        told = []
        for alinea in alineas:
            if alinea is None:
                continue
            article = str(alinea.citation) if alinea.citation and not alinea.citation.is_usage else ""
            fields = {**self._fields, **more, "article": le(uncapital(article)) if article else ""}
            if any(fields[name] == "" for name in alinea.champs):
                continue
            shown = "" if "article" in alinea.champs else article
            told.append({"texte": alinea.texte.format_map(fields), "article": shown})
        return told

    def plain(self, alineas: Iterable[Alinea | None], **more: str) -> list[str]:
        """The same as lines of text, each with its article."""
        return [_with_article(**line) for line in self.said(alineas, **more)]

    def certainty(self, outcome: Outcome) -> dict[str, str]:
        """``provisoire``: the banner due where unconfirmed numbers may change the result; ``certitude``: the discreet
        line where they cannot. Both empty where every number is confirmed."""
        if outcome.depends_on:
            return {"provisoire": PROVISIONAL, "certitude": f"Le résultat peut dépendre {self._doubts(outcome)}."}
        if self.unconfirmed and outcome.average is not None:
            return {
                "provisoire": "",
                "certitude": "Ce résultat vaut quelle que soit la valeur des nombres non confirmés.",
            }
        return {"provisoire": "", "certitude": ""}

    def _doubts(self, outcome: Outcome) -> str:
        """« de coefficients non confirmés : U31, U32 ; d'un nombre non confirmé : … »."""
        units = {unit.code for unit in self.rules.units}
        coefficients = [name for name in outcome.depends_on if name in units]
        numbers = [self.rules.parameters[name].words for name in outcome.depends_on if name not in units]
        said = [f"de coefficients non confirmés : {', '.join(coefficients)}"] if coefficients else []
        said += [f"de nombres non confirmés : {', '.join(numbers)}"] if numbers else []
        return " ; et ".join(said)

    # --- what every paper carries ------------------------------------------------------------------------------------

    def head(self, kind: str, title: str, whose: str = "") -> dict[str, Any]:
        """What every paper carries, whatever it says; ``whose``: « candidate 0001 »."""
        synthese = self.synthese
        again = "" if self.reissue is None else self.reissue.shown
        about = [title, again, whose, self.session.casefold()]
        fingerprint = str(synthese.get("empreinte_regles") or "")
        return {
            "genre": kind,
            "titre": title,
            "description": AsTyped(", ".join(part for part in (*about, self.diploma, self.speciality) if part)),
            "langue": "fr",
            "date": self.issued.isoformat(),
            "academie": self.academie,
            "certificateur": self.certifier,
            "auteur": self.infos["autorite"] or self.certifier,
            "logo_texte": self.infos["logo_texte"] or self.certifier or self.academie,
            "service": [self.infos[f"service.{key}"] for key in ("nom", "adresse", "courriel")],
            "specimen": self.infos.specimen or bool(synthese.get("a_blanc")),
            "reedition": [again.upper(), self.reissue.told(long_date(self.issued))] if self.reissue else [],
            "diplome": self.diploma,
            "specialite": self.speciality,
            "fiche": AsTyped(self.fiche.get("numero") or synthese.get("reglement") or ""),
            "session": self.session,
            "regles": f"Règles {synthese.get('reglement')}, édition {synthese.get('edition')}, "
            f"empreinte {fingerprint[:16]}",
            "droit": [f"{capital(notice)}." for notice in self._notices(kind)],
            "pied": "",
            "provisoire": "",
            "certitude": "",
            "deuxdoc": None,
            "code": None,
        }

    def _notices(self, kind: str) -> tuple[str, ...]:
        """What someone answers for in the law applied and in the minutes cited and, where a paper shows how, the
        numbers that were given."""
        given = self.rules.given if kind in ("releve", "proces_verbal") else ()
        unproved = (f"procès-verbal du jury non vérifié ({self.without_jury})",) if self.without_jury else ()
        reglement = self.rules.reglement
        law = reglement.avis_of_a_title if kind == "diplome" else reglement.avis
        return (*law, *unproved, *given)

    def signature(self) -> dict[str, str]:
        """Place, date and signatory."""
        return {
            "fait": f"Fait à {self.infos['lieu']}, le {long_date(self.issued)}",
            "autorite": self.infos["autorite"],
            "qualite": self.infos["signataire.qualite"],
            "nom": AsTyped(self.infos["signataire.nom"]),
        }

    @property
    def sources(self) -> str:
        """The digest of what ran: the sources of the family."""
        return str(self.synthese.get("empreinte_sources") or self.rules.reglement.famille.sources)

    def facts(self, kind: str) -> dict[str, Any]:
        """The start of the decision data attached to a paper."""
        synthese = self.synthese
        again = {"reedition": str(self.reissue)} if self.reissue else {}
        told = self._notices(kind)
        notices = {"avis": list(told)} if told else {}
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
                "sources": self.sources,
                "moteur": synthese.get("version_moteur"),
            },
            **notices,
            **again,
        }


def _by_code(fiche: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    number, blocs = fiche.get("numero") or "", fiche.get("blocs") or []
    return {code: b for b in blocs for code in (b["code"], f"{number}{b['code']}", f"{number}/{b['code']}")}


_NONE = re.compile(r"aucune?\b", re.IGNORECASE)

PROVISIONAL = "PROVISOIRE — nombres non confirmés"


def _with_article(texte: str, article: str) -> str:
    """« …le grade de bachelier — code de l'éducation, art. D337-51 (lu en partie). »."""
    if not article:
        return texte
    return f"{texte.removesuffix('.')} — {uncapital(article)}{'.' if texte.endswith('.') else ''}"
