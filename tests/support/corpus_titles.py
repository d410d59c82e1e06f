"""The cases of the corpus that are credentials in JSON."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from laureat.credentials import keys, proof
from laureat.credentials.contexts import OB, VC
from laureat.credentials.status import SIZE, instant
from laureat.credentials.verdict import Reason
from support.corpus import REVOKED, SUSPENDED, WEB, Case, World, changed, json_case
from support.corpus_holders import holders
from support.titres import KEY

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OB_OLD = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"


def titles(world: World) -> Iterator[Case]:
    """Every case in JSON."""
    yield from good(world)
    yield from statuses(world)
    yield from keys_and_dates(world)
    yield from other_documents(world)
    yield from altered(world)
    yield from unsupported(world)
    yield from bounded(world)
    yield from holders(world)


def good(world: World) -> Iterator[Case]:
    """Titles that nobody may accuse."""
    draft, ok = world.draft(), Reason.AUTHENTIQUE
    whole = world.sign(draft)
    text = json.dumps(whole, ensure_ascii=False)
    yield json_case("diplome", whole, ok)
    yield json_case("diplome avec notes", world.sign(world.draft(marks=True)), ok)
    yield json_case("bloc", world.sign(world.draft(blocs=True)), ok)
    yield Case("avec BOM", b"\xef\xbb\xbf" + text.encode(), ok, True)
    yield Case("echappe en ASCII", json.dumps(whole).encode(), ok, True)
    yield json_case("nom decompose (NFD)", world.sign(world.draft(nom=unicodedata.normalize("NFD", "NGUYỄN"))), ok)
    yield json_case("alias AchievementCredential", world.sign(draft | {"type": _types("AchievementCredential")}), ok)
    yield json_case("types dans un autre ordre", world.sign(draft | {"type": draft["type"][::-1]}), ok)
    yield json_case("valeurs en tableaux d'un element", world.sign(draft | {"name": [draft["name"]]}), ok)
    yield json_case("cle did:key sans fragment", world.sign(draft, KEY, KEY.did_key), ok)
    yield json_case("emetteur par son seul identifiant", world.sign(draft | {"issuer": KEY.did_key}), ok)
    yield json_case("emetteur objet avec son seul identifiant", world.sign(draft | {"issuer": {"id": KEY.did_key}}), ok)
    one = whole["proof"]
    yield json_case("preuve en tableau", whole | {"proof": [one]}, ok)
    again = world.sign(draft, created="2026-07-11T00:00:00Z")["proof"]
    yield json_case("deux preuves", whole | {"proof": [one, again]}, ok)
    other = {"type": "Ed25519Signature2020", "proofValue": "z1"}
    twice = world.draft() | {"credentialSubject": [world.draft()["credentialSubject"]] * 2}
    yield json_case("titulaire ecrit deux fois", world.sign(twice), ok, page=False)
    yield json_case("deux preuves dont une d'une autre suite", whole | {"proof": [other, one]}, ok)
    unsigned = draft | {"proof": None}
    yield json_case("preuve sans date", _without_created(unsigned), ok)
    future = instant(world.now + timedelta(days=1))
    yield json_case("preuve qui expire demain", _sign_options(draft, expires=future), ok)
    described = changed(draft, "credentialSubject.achievement.creator", draft["issuer"])
    yield json_case("un noeud decrit deux fois", world.sign(described), ok, page=False)
    named = changed(draft, "credentialSubject.achievement.creator", {"id": "https://exemple.fr/createur"})
    yield json_case("un noeud reduit a son identifiant", world.sign(named), ok, page=False)
    older = changed(draft, "@context", [VC, OB_OLD])
    del older["credentialSubject"]["achievement"]["inLanguage"]
    yield json_case("contexte 3.0.2", world.sign(older), ok, page=False)
    moving = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    yield json_case("contexte d'adresse changeante", world.sign(draft | {"@context": [VC, moving]}), ok, page=False)
    inline = {"lycee": "https://exemple.fr/termes#lycee"}
    added = draft | {"@context": [VC, OB, inline], "lycee": "Lycée Colbert"}
    yield json_case("contexte en ligne", world.sign(added), ok, page=False)
    aliased = {"Titre": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential", "code": "@id"}
    renamed = draft | {"@context": [VC, OB, aliased], "type": _types("Titre")}
    yield json_case("type sous un autre nom", world.sign(renamed), ok, page=False)
    several = [{"@value": "Diplôme", "@language": "fr"}, {"@value": "Diploma", "@language": "en"}]
    yield json_case("nom en deux langues", world.sign(draft | {"name": several}), ok, page=False)
    direction = {"@value": "شهادة", "@language": "ar", "@direction": "rtl"}
    yield json_case("nom avec sa direction", world.sign(draft | {"name": direction}), ok, page=False)
    extra = draft | {"type": [*draft["type"], "https://exemple.fr/#Parchemin"]}
    yield json_case("un type de plus, en adresse", world.sign(extra), ok, page=False)
    endorsed = draft | {"endorsement": [world.sign(_endorsement(world))]}
    yield json_case("avec une recommandation", world.sign(endorsed), ok, page=False)
    twins = changed(draft, "credentialSubject.identifier", draft["credentialSubject"]["identifier"][:1] * 2)
    yield json_case("deux noeuds anonymes semblables", world.sign(twins), ok, page=False)


def statuses(world: World) -> Iterator[Case]:
    """What the lists say, and when they say nothing."""
    draft = world.draft()

    def at(index: int, number: int = 0) -> Any:
        return world.sign(draft | {"credentialStatus": world.status(index, number)})

    yield json_case("revoque", at(REVOKED), Reason.REVOQUE)
    yield json_case("suspendu", at(SUSPENDED), Reason.SUSPENDU)
    yield json_case("voisin d'un revoque", at(REVOKED - 1), Reason.AUTHENTIQUE)
    yield json_case("liste perimee", at(20, 1), Reason.STATUT_PERIME)
    yield json_case("liste falsifiee", at(20, 2), Reason.STATUT_ALTERE)
    yield json_case("revoque par la liste la plus recente", at(REVOKED, 3), Reason.REVOQUE)
    yield json_case("en vigueur d'apres la liste la plus recente", at(20, 3), Reason.AUTHENTIQUE)
    yield json_case("liste en jeton", at(20, 6), Reason.AUTHENTIQUE, page=False)
    yield json_case("revoque par une liste en jeton", at(REVOKED, 6), Reason.REVOQUE, page=False)
    web = world.web("active", credentialStatus=world.status(REVOKED, did=WEB))
    yield json_case("revoque, liste plus recente d'une cle retiree avant", web, Reason.REVOQUE)
    yield json_case("liste d'un autre objet", at(20, 4), Reason.STATUT_ALTERE)
    yield json_case("liste absente", at(20, 9), Reason.STATUT_ABSENT)
    yield json_case("indice hors de la liste", at(SIZE, 5), Reason.STATUT_ABSENT)
    bare = {key: value for key, value in draft.items() if key != "credentialStatus"}
    yield json_case("sans statut", world.sign(bare), Reason.SANS_STATUT)
    only = draft | {"credentialStatus": world.status()[1]}
    yield json_case("suspension seulement", world.sign(only), Reason.SANS_STATUT)
    entry = world.status()[0]
    for name, change in (
        ("objet message", {"statusPurpose": "message"}),
        ("indice negatif", {"statusListIndex": "-1"}),
        ("indice en chiffres arabes", {"statusListIndex": "١٣"}),
        ("indice enorme", {"statusListIndex": "9" * 12}),
    ):
        yield json_case(
            f"statut : {name}", world.sign(draft | {"credentialStatus": entry | change}), Reason.STATUT_ABSENT
        )
    lacking = {key: value for key, value in entry.items() if key != "statusListIndex"}
    yield json_case("statut sans indice", world.sign(draft | {"credentialStatus": lacking}), Reason.STATUT_ABSENT)
    both = [entry | {"statusListIndex": str(REVOKED)}, world.status(20, 9)[0] | {"id": "urn:autre"}]
    yield json_case("revoque, une autre liste absente", world.sign(draft | {"credentialStatus": both}), Reason.REVOQUE)
    number = entry | {"statusListIndex": 13}
    yield json_case(
        "indice en nombre", world.sign(draft | {"credentialStatus": number}), Reason.AUTHENTIQUE, page=False
    )
    other = {"id": "https://exemple.fr/revocations", "type": "1EdTechRevocationList"}
    yield json_case(
        "statut 1EdTech",
        world.sign(draft | {"@context": [VC, OB, EXTENSIONS], "credentialStatus": other}),
        Reason.STATUT_ABSENT,
        page=False,
    )


def keys_and_dates(world: World) -> Iterator[Case]:
    """Who signs, with which key, when."""
    day = timedelta(days=1)
    before, after = instant(world.now - 60 * day), instant(world.now - 29 * day)
    last = (world.now - 30 * day).strftime("%Y-%m-%dT23:59:59Z")
    ok = Reason.AUTHENTIQUE
    yield json_case("did:web", world.web("active"), ok)
    yield json_case("cle retiree, avant", world.web("retiree", before), ok)
    yield json_case("cle retiree, son dernier jour", world.web("retiree", last), ok)
    yield json_case("cle retiree, apres", world.web("retiree", after), Reason.CLE_REVOQUEE)
    yield json_case("cle revoquee", world.web("revoquee", before), Reason.CLE_REVOQUEE)
    lost = world.web_keys["revoquee"]
    renamed = world.web("active") | {}
    renamed.pop("proof")
    yield json_case("cle revoquee, autre nom", world.sign(renamed, lost, f"{WEB}#ancien-nom"), Reason.CLE_REVOQUEE)
    yield json_case("cle revoquee, en JWK", world.sign(renamed, lost, f"{WEB}#ancien-jwk"), Reason.CLE_REVOQUEE)
    yield json_case("cle en JWK dans la liste", world.web("jwk"), ok)
    yield json_case("cle P-256 sous une preuve", world.sign(renamed, lost, f"{WEB}#p256"), Reason.MAUVAISE_CLE)
    yield json_case("cle hors de la liste", world.web("autre"), Reason.MAUVAISE_CLE)
    stolen = world.draft() | {"issuer": {"id": lost.did_key, "type": ["Profile"], "name": "Clé volée"}}
    yield json_case("did:key revoque", world.sign(stolen, lost, f"{lost.did_key}#{lost.multikey}"), Reason.CLE_REVOQUEE)
    yield json_case("did:key revoque, sans fragment", world.sign(stolen, lost, lost.did_key), Reason.CLE_REVOQUEE)
    foreign = world.web_keys["autre"]
    theirs = world.sign(world.draft(), foreign, foreign.did_key)
    yield json_case("cle de quelqu'un d'autre", theirs, Reason.MAUVAISE_CLE)
    unknown = world.draft() | {"issuer": {"id": foreign.did_key, "type": ["Profile"], "name": "Académie de Lyon"}}
    yield json_case("emetteur inconnu", world.sign(unknown, foreign, foreign.did_key), Reason.EMETTEUR_INCONNU)
    web = world.draft() | {"issuer": {"id": "did:web:ailleurs.fr", "type": ["Profile"], "name": "Ailleurs"}}
    yield json_case(
        "did:web inconnu", world.sign(web, foreign, f"did:web:ailleurs.fr#{foreign.multikey}"), Reason.CLE_INTROUVABLE
    )
    adopted = world.draft() | {"issuer": {"id": "urn:uuid:0", "type": ["Profile"], "name": "Ailleurs"}}
    yield json_case("emetteur sans cle a lui", world.sign(adopted, foreign, foreign.did_key), Reason.EMETTEUR_INCONNU)
    passed = instant(world.now - day)
    yield json_case("preuve expiree", _sign_options(world.draft(), expires=passed), Reason.EXPIRE)
    for hours, told in ((0.05, ok), (15, Reason.PAS_ENCORE_VALIDE), (24 * 365, Reason.PAS_ENCORE_VALIDE)):
        ahead = instant(world.now + timedelta(hours=hours))
        yield json_case(f"preuve datee {hours} h en avance", _sign_options(world.draft(), created=ahead), told)
        said = world.sign(world.draft() | {"validFrom": ahead})
        yield json_case(f"valable dans {hours} h", said, told)
    yield json_case("preuve a la date illisible", _sign_options(world.draft(), created="hier"), Reason.SANS_PREUVE)
    draft = world.draft()
    yield json_case("expire", world.sign(draft | {"validUntil": passed}), Reason.EXPIRE)
    yield json_case(
        "pas encore valide", world.sign(draft | {"validFrom": instant(world.now + day)}), Reason.PAS_ENCORE_VALIDE
    )
    for name, text in (
        ("sans zone", "2026-07-10T00:00:00"),
        ("29 fevrier", "2026-02-29T00:00:00Z"),
        ("24 h", "2026-07-10T24:00:00Z"),
    ):
        yield json_case(f"date {name}", world.sign(draft | {"validFrom": text}), Reason.PAS_ENCORE_VALIDE)
    for text in ("2026-07-10T02:00:00+02:00", "2026-07-10T00:00:00.123Z", "2026-07-09T20:00:00.5-04:00"):
        yield json_case(f"date {text}", world.sign(draft | {"validFrom": text}), ok)
    mock = world.draft(mock=True)
    said = mock["name"]
    for name, names in (
        ("", said),
        (", decompose (NFD)", unicodedata.normalize("NFD", said)),
        (" apres un blanc", f" {said}"),
        (" d'une espace insecable", said.replace(" ", "\u00a0")),
        (" apres un signe invisible", f"\u200b{said}"),
        (" par son second nom", ["AAA", said]),
    ):
        yield json_case(f"a blanc{name}", world.sign(mock | {"name": names}), Reason.A_BLANC)


def other_documents(world: World) -> Iterator[Case]:
    """What a known issuer signed, and is no title."""
    draft, no = world.draft(), Reason.PAS_UN_TITRE
    yield Case("la liste de statuts elle-meme", world.lists()["k-0-revocation.json"], no, True)
    yield json_case("une recommandation", world.sign(_endorsement(world)), no, page=False)
    subject = draft["credentialSubject"]
    yield json_case("titulaire sans rien", world.sign(draft | {"credentialSubject": {"id": "urn:x:1"}}), no)
    less = {key: value for key, value in subject.items() if key != "achievement"}
    yield json_case("titulaire sans acquis", world.sign(draft | {"credentialSubject": less}), no)
    nobody = {key: value for key, value in subject.items() if key not in ("id", "identifier")}
    yield json_case("titulaire que rien ne designe", world.sign(draft | {"credentialSubject": nobody}), no)
    both = [subject, subject | {"id": "urn:x:2", "achievement": "urn:x:3"}]
    yield json_case("deux titulaires", world.sign(draft | {"credentialSubject": both}), no, page=False)
    none = {key: value for key, value in draft.items() if key != "credentialSubject"}
    yield json_case("sans titulaire", world.sign(none), no)
    yield json_case(
        "titre verifiable sans plus", world.sign(draft | {"type": ["VerifiableCredential"]}), no, page=False
    )
    nameless = changed(draft, "credentialSubject.achievement.name", "")
    yield json_case("acquis sans nom", world.sign(nameless), no)
    presentation = {
        "@context": [VC],
        "type": ["VerifiablePresentation"],
        "holder": KEY.did_key,
        "verifiableCredential": [world.sign(draft)],
    }
    yield json_case("presentation sans preuve", presentation, Reason.AUTHENTIQUE, page=False)


def altered(world: World) -> Iterator[Case]:
    """What was changed, or was never signed."""
    whole = world.sign(world.draft())
    yield json_case("nom change", whole | {"name": "BAC PRO - Autre chose"}, Reason.ALTERE)
    yield json_case("statut retire", whole | {"credentialStatus": []}, Reason.ALTERE)
    yield json_case("mention ajoutee", whole | {"mentionFrançaise": "très bien"}, Reason.NON_SIGNE, page=False)
    yield json_case("identifiant relatif", whole | {"id": "diplome-1"}, Reason.NON_SIGNE, page=False)
    yield json_case("sans preuve", {key: value for key, value in whole.items() if key != "proof"}, Reason.SANS_PREUVE)
    yield json_case("preuve vide", whole | {"proof": []}, Reason.SANS_PREUVE)
    yield json_case("preuve en texte", whole | {"proof": "z"}, Reason.SANS_PREUVE)
    yield json_case("neuf preuves", whole | {"proof": [whole["proof"]] * 9}, Reason.TROP_COMPLEXE)
    cut = whole["proof"] | {"proofValue": whole["proof"]["proofValue"][:-2]}
    yield json_case("preuve tronquee", whole | {"proof": cut}, Reason.ALTERE)
    yield json_case(
        "autre but", whole | {"proof": whole["proof"] | {"proofPurpose": "authentication"}}, Reason.SANS_PREUVE
    )
    for lacking in ("verificationMethod", "proofPurpose"):
        less = {key: value for key, value in whole["proof"].items() if key != lacking}
        yield json_case(f"preuve sans {lacking}", whole | {"proof": less}, Reason.SANS_PREUVE)
    alien = whole["proof"] | {"verificationMethod": "did:key:@cle@"}
    yield json_case("cle qui n'en est pas une", whole | {"proof": alien}, Reason.MAUVAISE_CLE)
    aimless = whole["proof"] | {"proofPurpose": "autreBut"}
    yield json_case("but inconnu", whole | {"proof": aimless}, Reason.NON_SIGNE, page=False)
    unsecured = proof.unsecured(whole)
    sorted_text = json.dumps(unsecured, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digest = proof.options_hash(whole["proof"], whole["@context"]) + hashlib.sha256(sorted_text).digest()
    jcs = whole["proof"] | {"proofValue": proof.proof_value(KEY.sign(digest))}
    yield json_case("signe sur sa forme JCS", whole | {"proof": jcs}, Reason.ALTERE)
    other = world.sign(world.draft(), world.web_keys["autre"], world.issuer.key_id)
    yield json_case("signe par une autre cle sous notre nom", other, Reason.ALTERE)
    yield json_case(
        "une juste preuve et une fausse", whole | {"proof": [whole["proof"], other["proof"]]}, Reason.ALTERE
    )
    endorsed = world.draft() | {"endorsement": [world.sign(_endorsement(world)) | {"name": "Autre"}]}
    yield json_case("recommandation alteree", world.sign(endorsed), Reason.ALTERE, page=False)


def unsupported(world: World) -> Iterator[Case]:
    """What we cannot read is never said to be altered."""
    draft, no = world.draft(), Reason.NON_PRIS_EN_CHARGE
    whole = world.sign(draft)
    for suite in ("eddsa-jcs-2022", "ecdsa-rdfc-2019", "bbs-2023"):
        yield json_case(f"suite {suite}", whole | {"proof": whole["proof"] | {"cryptosuite": suite}}, no)
    yield json_case("suite de 2020", whole | {"proof": whole["proof"] | {"type": "Ed25519Signature2020"}}, no)
    yield json_case("preuve enchainee", whole | {"proof": whole["proof"] | {"previousProof": "urn:uuid:0"}}, no)
    alien = whole | {"@context": [VC, OB, "https://exemple.fr/contexte"]}
    yield json_case("contexte inconnu", alien, no, page=False)
    old = whole | {"@context": ["https://www.w3.org/2018/credentials/v1"]}
    yield json_case("contexte de la version 1.1", old, no, page=False)
    hosted = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://exemple.fr/badge"}
    yield json_case("Open Badges 2.0, sans preuve", hosted, no, page=False)
    hidden = whole | {"@context": [VC, OB, {"remarque": None}], "remarque": "x"}
    yield json_case("contexte en ligne qui cache", hidden, no, page=False)
    yield json_case("mot-cle @graph", whole | {"@graph": []}, no, page=False)
    moved = draft | {"@context": [VC, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"]}
    wrong = world.sign(moved) | {"name": "Autre"}
    yield json_case("contexte d'adresse changeante, signature fausse", wrong, no, page=False)


def bounded(world: World) -> Iterator[Case]:
    """Hostile or broken files: a verdict of their own, at once."""
    draft = world.draft()
    text = json.dumps(world.sign(draft), ensure_ascii=False)
    yield Case(
        "un entier de 5 000 chiffres", b'{"type":["VerifiableCredential"],"x":' + b"9" * 5_000 + b"}", Reason.ILLISIBLE
    )
    yield Case(
        "cle ecrite deux fois", text.replace('"name":', '"name": "Autre", "name":', 1).encode(), Reason.ILLISIBLE, True
    )
    yield Case("JSON coupe", text[:-40].encode(), Reason.ILLISIBLE, True)
    yield Case("latin-1", text.encode("latin-1", "replace"), Reason.ILLISIBLE, True)
    yield Case("objet vide", b"{}", Reason.ILLISIBLE, True)
    yield Case("tableau", b"[]", Reason.ILLISIBLE)
    yield Case("texte", b"bonjour", Reason.ILLISIBLE)
    yield Case("vide", b"", Reason.ILLISIBLE)
    yield json_case("4 000 noms", world.sign(draft | {"name": [f"nom {n}" for n in range(4_000)]}), Reason.AUTHENTIQUE)
    yield json_case(
        "7 000 noms",
        draft | {"name": [f"nom {n}" for n in range(7_000)], "proof": {"a": 1}},
        Reason.TROP_COMPLEXE,
        page=False,
    )
    yield Case("plus de 256 Kio", b'{"@context": "' + b"x" * 300_000 + b'"}', Reason.TROP_COMPLEXE, True)
    deep: Any = "x"
    for _ in range(60):
        deep = {"name": deep}
    yield json_case("60 niveaux", draft | {"issuer": deep, "proof": {"a": 1}}, Reason.TROP_COMPLEXE, page=False)
    poison = {"type": ["Profile"], "otherIdentifier": [{"type": ["IdentifierEntry"], "identifier": "x"}] * 40}
    hostile = changed(draft, "issuer.parentOrg", [poison, poison]) | {"proof": _no_proof()}
    yield json_case("noeuds anonymes semblables", hostile, Reason.TROP_COMPLEXE, page=False)


def _endorsement(world: World) -> dict[str, Any]:
    draft = world.draft()
    return {
        "@context": [VC, OB],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": draft["issuer"],
        "validFrom": draft["validFrom"],
        "name": "Recommandation",
        "credentialSubject": {
            "id": KEY.did_key,
            "type": ["EndorsementSubject"],
            "endorsementComment": "Établissement sérieux.",
        },
        "credentialStatus": world.status(),
    }


def _types(name: str) -> list[str]:
    return ["VerifiableCredential", name]


def _sign_options(document: Any, **options: str) -> dict[str, Any]:
    """Signed with other options than ours."""
    given = proof.options(f"{KEY.did_key}#{KEY.multikey}", "2026-07-10T00:00:00Z") | options
    given = {key: value for key, value in given.items() if value}
    signed = proof.options_hash(given, document["@context"]) + proof.document_hash(document)
    return {**proof.unsecured(document), "proof": {**given, "proofValue": proof.proof_value(KEY.sign(signed))}}


def _without_created(document: Any) -> dict[str, Any]:
    return _sign_options(proof.unsecured(document), created="")


def _no_proof() -> dict[str, Any]:
    key = keys.new_signing_key()
    return proof.options(key.did_key, "2026-07-10T00:00:00Z") | {"proofValue": proof.proof_value(bytes(64))}
