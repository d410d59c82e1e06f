"""What a credential says: an Open Badges 3.0 credential for the diploma, one for each block of competences.

Only what an employer must read is there: the holder's name, the diploma or block, session and mention; marks only with
the holder's consent. The date of birth is there as a salted hash, which proves a date that the holder shows.
"""

import hmac
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from laureat.credentials.claims import MOCK, NAMESPACE, Claim, Credential, Issuer, StatusEntry
from laureat.credentials.contexts import CLR, OB, VC
from laureat.credentials.holder import Mark, Person, file_name, identity_hash, marks_of, person_of, plain, sheet_url
from laureat.credentials.rdf import is_absolute_iri
from laureat.credentials.strict_json import Unsupported
from laureat.deliberation.held import Held, held
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.papiers import Papiers
from laureat.vocabulary import Decision, Mention
from laureat.vocabulary.french import as_shown, capital

_REGISTERS = {"RNCP": "Répertoire national des certifications professionnelles", "RS": "Répertoire spécifique"}
NEUTRAL = Papiers()
"""The words of no family in particular."""


@lru_cache(maxsize=32)
def _shown_sheet(told: str) -> Mapping[str, Any]:
    """The sheet of a session, which every candidate's titles tell."""
    return as_shown(plain(json.loads(told)))


@dataclass(frozen=True)
class Issuance:
    """One session of one certification, ready to be told to each holder."""

    issuer: Issuer
    fiche: Mapping[str, Any]
    session: int
    issued: date
    options: Mapping[str, str]
    """Titles of the options by code."""
    mock: bool = False
    words: Papiers = NEUTRAL
    """The words of the family."""
    avis: tuple[str, ...] = ()
    """What someone answers for in the law applied; every credential says it."""
    block_years: int = 0
    """How many years a block holds from the session that gave it; 0: no limit."""
    achievements: str = ""
    """The address under which the issuer publishes what is obtained; empty: that of the register's sheet names it."""

    def __post_init__(self) -> None:
        """Keep of the texts given what can be signed, no control character, and the sheet as people are shown it."""
        object.__setattr__(self, "fiche", _shown_sheet(json.dumps(self.fiche, ensure_ascii=False)))
        object.__setattr__(self, "avis", tuple(plain(self.avis)))

    @property
    def instant(self) -> str:
        """The date of issue as the instant from which a credential is valid."""
        return f"{self.issued.isoformat()}T00:00:00Z"

    def credentials(
        self, candidate: Candidate, outcome: Outcome, salts: bytes, consents_to_marks: bool
    ) -> Iterator[Credential]:
        """The diploma where the candidate is admitted, then the blocks attested; their status is added later.

        None while the outcome is open. ``salts``: the issuer's (``SigningKey.salts``).

        Raises Unsupported when the candidate's DID is none.
        """
        if outcome.is_open:
            return
        person = person_of(candidate)
        subject = candidate.autres.get("did", "").strip()
        if subject and not (subject.startswith("did:") and is_absolute_iri(subject)):
            raise Unsupported(f"« {subject} » n'est pas un DID")
        subject = subject or self._urn("titulaire", candidate.numero, person.name, person.born)
        marks = marks_of(outcome) if consents_to_marks else ()
        option, about = self.options.get(candidate.option, candidate.option), _about(person)
        if outcome.decision is Decision.ADMIS:
            claim = Claim("diplome", "", option, outcome.mention, _shown(marks), *about)
            yield self._credential(claim, candidate.numero, subject, person, marks, salts)
        for bloc in outcome.blocs:
            units = {result.unit.code for result in outcome.units if result.unit.bloc == bloc} if marks else ()
            shown = tuple(mark for mark in marks if mark.code in units)
            how = held(outcome, bloc, self.session, self.block_years)
            claim = Claim("bloc", bloc, option, Mention.SANS, _shown(shown), *about, held=how)
            yield self._credential(claim, candidate.numero, subject, person, shown, salts)

    def transcript(self, candidate: Candidate, outcome: Outcome, salts: bytes) -> Credential:
        """The marks and the decision of a candidate, admitted or not, for the holder alone to show or not."""
        person = person_of(candidate)
        subject = self._urn("titulaire", candidate.numero, person.name, person.born)
        option, marks = self.options.get(candidate.option, candidate.option), marks_of(outcome)
        said = outcome.decision.label
        claim = Claim("releve", "", option, outcome.mention, _shown(marks), *_about(person), decision=said)
        return self._credential(claim, candidate.numero, subject, person, marks, salts)

    @staticmethod
    def record_id(transcript: Credential) -> str:
        """The identifier of the record whose relevé this is."""
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{transcript.id} dossier')}"

    def record(
        self, identifier: str, entry: StatusEntry, transcript: Credential, titles: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """A Comprehensive Learner Record (CLR 2.0), without proof: the signed titles of a holder.

        A VAE has no relevé: ``transcript`` then says only whose they are.
        """
        placed = transcript.under(identifier).with_status(entry)
        subject = self._subject(placed.claim, placed.values)
        return {
            **self.document(placed.claim, placed.values),
            "@context": [VC, CLR, OB],
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": self._named(f"Dossier de {self.fiche['intitule']}"),
            "description": f"Les titres d'un même titulaire, session {self.session}.",
            "credentialSubject": {
                "id": subject["id"],
                "type": ["ClrSubject"],
                "identifier": subject["identifier"],
                "verifiableCredential": list(titles),
            },
        }

    def document(self, claim: Claim, values: Mapping[str, str]) -> dict[str, Any]:
        """The whole credential, without proof."""
        title = self.title(claim)
        return {
            "@context": [VC, OB],
            "id": values["id"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": self.issuer.profile(),
            "validFrom": self.instant,
            **self._end(claim),
            "name": self._named(title),
            "description": self._description(claim),
            "credentialSubject": self._subject(claim, values),
            "credentialStatus": [
                {
                    "id": f"{values[purpose]}#{values['indice']}",
                    "type": "BitstringStatusListEntry",
                    "statusPurpose": purpose,
                    "statusListIndex": values["indice"],
                    "statusListCredential": values[purpose],
                }
                for purpose in ("revocation", "suspension")
            ],
        }

    @staticmethod
    def _end(claim: Claim) -> dict[str, str]:
        """Until when it is valid, where it is for some time only: the end of the year of the last session."""
        return {"validUntil": f"{claim.held.until}-12-31T23:59:59Z"} if claim.held and claim.held.until else {}

    def term(self, claim: Claim) -> str:
        """The session that gave what is attested; empty where it is not known."""
        given = claim.held.session if claim.held else self.session
        return f"session {given}" if given else ""

    @property
    def _bloc_word(self) -> str:
        """What the family calls a block, as a sentence begins."""
        return capital(self.words.bloc[0])

    @property
    def _releve(self) -> str:
        """What the family calls a relevé: of marks, or of decisions."""
        known = self.words.papiers.get("releve")
        return known.titre if known else "Relevé de notes"

    def _named(self, title: str) -> str:
        return f"{MOCK} – {title}" if self.mock else title

    def title(self, claim: Claim) -> str:
        """What is attested, in words."""
        name = str(self.fiche["intitule"])
        if claim.kind == "releve":
            return f"{self._releve} – {name}"
        if claim.kind == "bloc":
            return f"{self._bloc_word} {claim.bloc} – {self._bloc(claim.bloc).get('intitule', '')}".rstrip(" –")
        return f"{name}, option {claim.option}" if claim.option else name

    def _credential(
        self,
        claim: Claim,
        numero: str,
        subject: str,
        person: Person,
        marks: tuple[Mark, ...],
        salts: bytes,
    ) -> Credential:
        facts = [claim.kind, claim.bloc, claim.option, claim.mention.name, str(self.mock), person.name, person.born]
        facts += [person.used] if person.used else []
        if claim.kind == "releve":
            facts += [claim.decision, *(f"{mark.code} {mark.value}" for mark in marks)]
        if claim.held:
            facts.append(claim.held.text)
        identifier = self._urn("titre", numero, *facts)
        values = {"id": identifier, "titulaire": subject, "nom": person.name or plain(numero)}
        values |= {"usage": person.used} if person.used else {}
        if born := person.born:
            salt = hmac.digest(salts, identifier.encode(), "sha256")[:16].hex()
            values |= {"sel": salt, "empreinte": identity_hash(values["nom"], born, salt)}
        values |= {f"note_{mark.code}": mark.value for mark in marks}
        name = file_name(numero)
        file = f"blocs/{name}-{file_name(claim.bloc)}" if claim.kind == "bloc" else f"{claim.kind}s/{name}"
        return Credential(claim, values, file)

    def _urn(self, *facts: str) -> str:
        """A stable identifier of facts: issued again, a credential keeps its identifier and its status."""
        text = "\x1f".join([self.issuer.did, str(self.fiche["numero"]), str(self.session), *facts])
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, text)}"

    def _subject(self, claim: Claim, values: Mapping[str, str]) -> dict[str, Any]:
        identifiers = [_identity("ext:nomComplet" if claim.named else "ext:numeroCandidat", values["nom"])]
        if claim.used:
            identifiers.append(_identity("ext:nomUsage", values["usage"]))
        if claim.born:
            identifiers.append(_identity("ext:nomEtDateDeNaissance", values["empreinte"], values["sel"]))
        subject: dict[str, Any] = {
            "id": values["titulaire"],
            "type": ["AchievementSubject"],
            "identifier": identifiers,
            **({"term": term} if (term := self.term(claim)) else {}),
            "narrative": self._narrative(claim),
            "achievement": self.achievement(claim),
        }
        if claim.marks:
            subject["result"] = [
                {
                    "type": ["Result"],
                    "resultDescription": f"{self._address(claim)}/note/{code}",
                    "value": values[f"note_{code}"],
                }
                for code, _title in claim.marks
            ]
        return subject

    def achievement(self, claim: Claim) -> dict[str, Any]:
        """What is obtained, as Open Badges describe it."""
        kind = self.words.genre_numerique if claim.kind == "diplome" else "Certificate"
        achievement: dict[str, Any] = {
            "id": self._address(claim),
            "type": ["Achievement"],
            "achievementType": kind,
            "name": self.title(claim),
            "description": self._description(claim),
            "criteria": {"narrative": self._criteria(claim)},
            "humanCode": claim.bloc or str(self.fiche["numero"]),
            "inLanguage": "fr",
            "alignment": list(self._alignments(claim)),
        }
        if claim.option:
            achievement["specialization"] = claim.option
        if claim.marks:
            achievement["resultDescription"] = [
                {
                    "id": f"{self._address(claim)}/note/{code}",
                    "type": ["ResultDescription"],
                    "name": title,
                    "resultType": "RawScore",
                    "valueMin": "0",
                    "valueMax": "20",
                }
                for code, title in claim.marks
            ]
        return achievement

    def _alignments(self, claim: Claim) -> Iterator[dict[str, Any]]:
        """The diploma is aligned to its sheet and to each compulsory block, a block to itself and its competences."""
        numero = str(self.fiche["numero"])
        if claim.kind == "diplome":
            yield self._alignment(str(self.fiche["intitule"]), numero, "ceterms:Credential", "")
        for bloc in self.fiche.get("blocs") or []:
            if claim.kind == "diplome" and not bloc.get("facultatif"):
                yield self._alignment(
                    bloc["intitule"], bloc["code"], "ceasn:Competency", " ; ".join(bloc.get("competences", []))
                )
            elif claim.bloc == bloc["code"]:
                yield self._alignment(bloc["intitule"], bloc["code"], "ceasn:Competency", "")
                for competence in dict.fromkeys(bloc.get("competences", [])):
                    if competence != bloc["intitule"]:
                        yield self._alignment(competence, bloc["code"], "ceasn:Competency", "")

    def _alignment(self, name: str, code: str, kind: str, description: str) -> dict[str, Any]:
        alignment: dict[str, Any] = {
            "type": ["Alignment"],
            "targetName": name,
            "targetUrl": sheet_url(str(self.fiche["numero"])),
            "targetFramework": f"{self._register()}, fiche {self.fiche['numero']}",
            "targetType": kind,
            "targetCode": code,
        }
        return {**alignment, "targetDescription": description} if description else alignment

    def _address(self, claim: Claim) -> str:
        if self.achievements:
            told = "releve" if claim.kind == "releve" else claim.bloc
            return f"{self.achievements}{'/'.join(filter(None, (str(self.fiche['numero']), told)))}"
        told = "releve" if claim.kind == "releve" else claim.bloc or self.fiche["numero"]
        return f"{sheet_url(str(self.fiche['numero']))}#{told}"

    def _bloc(self, code: str) -> Mapping[str, Any]:
        found = [bloc for bloc in self.fiche.get("blocs") or [] if bloc["code"] == code]
        return found[0] if found else {}

    def _description(self, claim: Claim) -> str:
        told = "".join(f" {capital(notice)}." for notice in self.avis)
        if self.mock:
            return f"Essai à blanc : ce document n'atteste rien et n'a aucune valeur.{told}"
        level = f", niveau {self.fiche['niveau']}" if self.fiche.get("niveau") else ""
        what = {"bloc": f"{self._bloc_word} de la", "releve": f"{self._releve} de la"}.get(claim.kind, "La")
        return (
            f"{what} certification professionnelle « {self.fiche['intitule']} » ({self.fiche['numero']}{level}), "
            f"inscrite au {self._register()}.{told}"
        )

    def _register(self) -> str:
        return _REGISTERS["RS" if str(self.fiche["numero"]).startswith("RS") else "RNCP"]

    def _criteria(self, claim: Claim) -> str:
        if claim.kind == "bloc":
            competences = self._bloc(claim.bloc).get("competences", [])
            return "Être capable de : " + " ; ".join(competences) if competences else "Avoir validé ce bloc."
        if claim.kind == "releve":
            return "Avoir présenté les épreuves de cette session : ce relevé n'est pas le diplôme."
        return self.words.critere

    def _narrative(self, claim: Claim) -> str:
        if self.mock:
            return "Essai à blanc, sans valeur."
        if claim.kind == "releve":
            return f"Relevé de la session {self.session}. Décision du jury : {claim.decision}."
        if claim.kind == "bloc":
            return f"{self._bloc_word} {(claim.held or Held(self.session)).text}."
        mention = f", mention {claim.mention.label}" if claim.mention else ""
        return f"{self.words.obtenu} à la session {self.session}{mention}."


def _shown(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    return tuple((mark.code, mark.title) for mark in marks)


def _about(person: Person) -> tuple[bool, bool, bool]:
    """What is known of a person, as ``Claim`` says it: birth, name, usage name."""
    return bool(person.born), bool(person.name), bool(person.used)


def _identity(kind: str, value: str, salt: str = "") -> dict[str, Any]:
    """What names the holder: in clear, or hashed with a salt."""
    told = {"type": "IdentityObject", "hashed": bool(salt), "identityHash": value, "identityType": kind}
    return {**told, "salt": salt} if salt else told
