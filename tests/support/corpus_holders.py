"""Whom a title is about: how it names its holder, and the titles that a record (CLR) holds."""

from collections.abc import Iterator
from typing import Any

from laureat.credentials.contexts import CLR, OB, VC
from laureat.credentials.verdict import Reason
from support.corpus import REVOKED, Case, World, changed, json_case


def holders(world: World) -> Iterator[Case]:
    """Every one of these cases."""
    for name, title, told in _names(world.draft()):
        yield json_case(f"nom du titulaire : {name}", world.sign(title), told, page=False)
    used = world.sign(world.draft(used="LE GOFF"))
    yield json_case("nom d'usage, comme nous l'ecrivons", used, Reason.AUTHENTIQUE)
    yield from _records(world)


def _names(draft: Any) -> Iterator[tuple[str, Any, Reason]]:
    """A title that names its holder more than once: alike, shorter, in another script; or someone else."""
    first = draft["credentialSubject"]["identifier"][0]
    said = first["identityHash"]
    turned, beside = " ".join(said.upper().split()[::-1]), "credentialSubject.identifier"
    ok, two = Reason.AUTHENTIQUE, Reason.DISCORDANT

    def again(name: str) -> Any:
        return changed(draft, beside, [*draft["credentialSubject"]["identifier"], first | {"identityHash": name}])

    def civil(kind: str, name: str) -> Any:
        other = first | {"identityType": kind, "identityHash": name}
        return changed(draft, beside, [*draft["credentialSubject"]["identifier"], other])

    yield "retourne", again(turned), ok
    yield "le nom seul", again(said.split()[-1]), ok
    yield "en chinois", again("张伟"), ok
    yield "un autre", again("Paul Martin"), two
    lists = first | {"hashed": [False], "identityHash": [said, "Paul Martin"]}
    yield "deux, en tableaux", changed(draft, beside, [lists]), two
    yield "deux noms du meme prenom", again(f"{said.split()[0]} Martin"), ok
    for kind in ("ext:nomUsage", "ext:nomDeNaissance", "ext:birthName"):
        yield f"un autre, dit {kind[4:]}", civil(kind, "Martin"), ok
    usual = changed(civil("ext:nomUsage", "Martin"), "credentialSubject.name", "Paul Durand")
    yield "un nom d'usage, et quelqu'un d'autre", usual, two
    for name, value, told in (
        ("beside, le meme", said, ok),
        ("beside, un autre", "Paul Martin", two),
        ("beside, trois cents", [f"{said} {n}" for n in range(300)], Reason.TROP_COMPLEXE),
        ("beside, deux", [said, "Paul Martin"], two),
        (
            "beside, en deux langues",
            [{"@value": said, "@language": "fr"}, {"@value": "Zhang Wei", "@language": "en"}],
            ok,
        ),
    ):
        yield name.replace("beside", "a cote"), changed(draft, "credentialSubject.name", value), told


def _records(world: World) -> Iterator[Case]:
    """Records (CLR) that carry titles."""
    one = world.sign(world.draft(blocs=True))
    revoked = world.sign(world.draft(blocs=True) | {"credentialStatus": world.status(REVOKED)})
    yield json_case("releve avec un titre", world.sign(_record(world, [one])), Reason.AUTHENTIQUE, page=False)
    yield json_case("releve avec un titre revoque", world.sign(_record(world, [revoked])), Reason.REVOQUE, page=False)
    forged = one | {"name": "Bloc de compétences RNCP35697BC99 – Autre"}
    yield json_case("releve avec un titre altere", world.sign(_record(world, [forged])), Reason.ALTERE, page=False)
    yield json_case("releve sans rien", world.sign(_record(world, [])), Reason.PAS_UN_TITRE, page=False)
    theirs = world.sign(world.draft(blocs=True, nom="MARTIN"))
    for name, said in (("de quelqu'un d'autre", [theirs]), ("de deux titulaires", [one, theirs])):
        named = changed(_record(world, said), "credentialSubject.identifier", _identifier(world))
        yield json_case(f"releve avec un titre {name}", world.sign(named), Reason.DISCORDANT, page=False)
    yield from _married(world, one, theirs)
    yield json_case("releve anonyme de deux", world.sign(_record(world, [one, theirs])), Reason.DISCORDANT, page=False)
    named = changed(_record(world, [one]), "credentialSubject.identifier", _identifier(world))
    yield json_case("releve nomme avec un titre", world.sign(named), Reason.AUTHENTIQUE, page=False)


def _married(world: World, one: Any, theirs: Any) -> Iterator[Case]:
    """Records of someone whose titles are under the name of birth, or of usage; and of someone else."""
    usual = _identifier(world)[0] | {"identityType": "ext:nomUsage", "identityHash": "Chloé Martin"}
    other = world.sign(world.draft(blocs=True, nom="DURAND"))
    for name, titles, told in (
        ("ses deux noms", [one, theirs], Reason.AUTHENTIQUE),
        ("le nom d'usage", [theirs], Reason.AUTHENTIQUE),
        ("et une autre", [one, other], Reason.DISCORDANT),
    ):
        named = changed(_record(world, titles), "credentialSubject.identifier", [*_identifier(world), usual])
        yield json_case(f"releve d'une personne mariee, {name}", world.sign(named), told, page=False)
    holder = world.draft()["credentialSubject"]["id"]
    both = world.sign(changed(world.draft(blocs=True, nom="MARTIN"), "credentialSubject.id", holder))
    same = world.sign(_record(world, [one, both]))
    yield json_case("releve de deux noms d'un meme titulaire", same, Reason.AUTHENTIQUE, page=False)


def _identifier(world: World) -> Any:
    return world.draft()["credentialSubject"]["identifier"]


def _record(world: World, titles: list[Any]) -> dict[str, Any]:
    draft = world.draft()
    subject = {"id": draft["credentialSubject"]["id"], "type": ["ClrSubject"], "verifiableCredential": titles}
    return {
        "@context": [VC, CLR, OB],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": draft["issuer"],
        "validFrom": draft["validFrom"],
        "name": "Relevé",
        "credentialSubject": subject,
        "credentialStatus": world.status(),
    }
