"""The cases of the corpus that are images and PDFs: badges, 2D-Doc codes, attachments, seals."""

import base64
import io
import json
import zlib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfWriter

from laureat.credentials import badge, baking, jose
from laureat.credentials.verdict import Reason
from laureat.vocabulary import base64url
from support.corpus import REVOKED, Case, World, json_case
from support.corpus_formats import formats
from support.corpus_titles import titles
from support.corpus_wrapped import wrapped
from support.pdfs import DECISION, a_code, a_page, a_pdf, attaching, png, qr_page, sealed, sealing
from support.titres import KEY

LISTED = Path(__file__).parents[1] / "golden/corpus.txt"
NAMES = tuple(LISTED.read_text(encoding="utf-8").splitlines())
"""The names of the cases, in order, so that tests are gathered without signing a single one."""


@cache
def everything() -> tuple[World, tuple[Case, ...]]:
    """A world and every case of the corpus, made once a process."""
    world = World()
    return world, (*titles(world), *files(world), *wrapped(world), *formats(world))


def the_world() -> World:
    """What the verifier of the corpus knows."""
    return everything()[0]


@cache
def by_name() -> dict[str, Case]:
    """Every case of the corpus."""
    return {case.name: case for case in everything()[1]}


def files(world: World) -> Iterator[Case]:
    """Every case that is no JSON."""
    yield from records(world)
    yield from badges(world)
    yield from codes(world)
    yield from papers(world)
    yield from contradictions(world)
    yield from seals(world)


def badges(world: World) -> Iterator[Case]:
    """A credential in an image, which may show anything: it is not signed."""
    image, whole = badge.draw("Certification", "RNCP35697", "Session 2026"), world.sign(world.draft())
    text = json.dumps(whole, ensure_ascii=False)
    baked = baking.bake(image, text)
    yield _png("badge", baked, Reason.AUTHENTIQUE, page=True)
    forged = baking.bake(image, text.replace("mention bien", "mention très bien"))
    yield _png("badge altere", forged, Reason.ALTERE, page=True)
    theirs = baking.bake(image, json.dumps(world.sign(world.draft(nom="DURAND"))))
    second = theirs[theirs.index(b"iTXt") - 4 : theirs.rindex(b"IEND") - 4]
    end = baked.rindex(b"IEND") - 4
    yield _png("badge de deux titres", baked[:end] + second + baked[end:], Reason.ILLISIBLE)
    broken = bytearray(baked)
    broken[baked.index(b"openbadgecredential") + 60] ^= 1
    yield _png("badge abime", bytes(broken), Reason.ILLISIBLE)
    yield _png("badge avec un jeton abime", baking.bake(image, "eyJhbGciOiJFZERTQSJ9.e30.AA"), Reason.ILLISIBLE)
    yield from _tokens(world, image)
    yield _png("image sans rien", image, Reason.ILLISIBLE)
    for rank, (name, value) in enumerate(
        (("iTXt", b"openbadges\0\0\0\0\0https://exemple.fr/1"), ("tEXt", b"openbadges\0{}"))
    ):
        chunk = name.encode() + value
        older = len(value).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
        at = image.rindex(b"IEND") - 4
        yield _png(f"badge de l'ancien modele {rank}", image[:at] + older + image[at:], Reason.NON_PRIS_EN_CHARGE)
    shown = png(a_page(a_code(world.code_key, nom="Durand")))
    yield _png("badge dont l'image montre autre chose", baking.bake(shown, text), Reason.AUTHENTIQUE, page=True)


def _tokens(world: World, image: bytes) -> Iterator[Case]:
    """Credentials as tokens, alone or in an image, and SVG badges."""
    whole = world.sign(world.draft())
    token = jose.sign(world.draft(), KEY, world.issuer.key_id)
    yield Case("jeton", token.encode(), Reason.AUTHENTIQUE, False, "titre.jwt")
    fragment = world.issuer.key_id.partition("#")[2]
    bare = jose.sign(world.draft(), KEY, fragment)
    yield Case("jeton dont la cle est dite par son seul nom", bare.encode(), Reason.AUTHENTIQUE, False, "titre.jwt")
    yield Case("jeton avec BOM", b"\xef\xbb\xbf" + token.encode(), Reason.AUTHENTIQUE, False, "titre.jwt")
    head, payload, signature = token.split(".")
    general = {"payload": payload, "signatures": [{"protected": head, "signature": signature}]}
    for name, other in (
        ("titre de portefeuille (SD-JWT)", f"{token}~WyJhIiwiYiIsImMiXQ~"),
        ("jeton chiffre", "eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"),
        ("jeton ecrit en JSON", json.dumps(general)),
        ("jeton entre guillemets", json.dumps(token)),
        ("plusieurs titres en tableau", json.dumps([whole, whole])),
    ):
        yield Case(name, other.encode(), Reason.NON_PRIS_EN_CHARGE, False)
    yield Case("tableau coupe", json.dumps([whole]).encode()[:-9], Reason.ILLISIBLE, False)
    yield _png("badge avec un jeton", baking.bake(image, token), Reason.AUTHENTIQUE)
    svg = badge.draw_svg("Certification", "RNCP35697", "Session 2026")
    yield Case("badge SVG", baking.bake_svg(svg, json.dumps(whole)), Reason.AUTHENTIQUE, False, "badge.svg")
    yield Case("badge SVG avec un jeton", baking.bake_svg(svg, token), Reason.AUTHENTIQUE, False, "badge.svg")
    forged = baking.bake_svg(svg, json.dumps(whole).replace("mention bien", "mention assez bien"))
    yield Case("badge SVG altere", forged, Reason.ALTERE, False, "badge.svg")
    yield Case("image SVG sans rien", svg, Reason.ILLISIBLE, False, "badge.svg")
    typed = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg'
    declared = baking.bake_svg(svg, token).replace(b"<svg", typed, 1)
    yield Case("badge SVG avec sa declaration de type", declared, Reason.AUTHENTIQUE, False, "badge.svg")
    commented = b"<!-- atelier -->\n" + declared.partition(b"?>")[2].lstrip()
    yield Case("badge SVG apres un commentaire", commented, Reason.AUTHENTIQUE, False, "badge.svg")
    both = forged.replace(b"<openbadges:credential", f'<openbadges:credential verify="{token}"'.encode())
    yield Case("badge SVG de deux titres", both, Reason.ILLISIBLE, False, "badge.svg")
    bomb = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    yield Case("image SVG a entites", bomb, Reason.ILLISIBLE, False, "badge.svg")

    def changed(part: int, before: bytes, after: bytes) -> bytes:
        parts = token.split(".")
        text = base64.urlsafe_b64decode(parts[part] + "=" * (-len(parts[part]) % 4))
        assert before in text
        parts[part] = jose.packed(text.replace(before, after))
        return ".".join(parts).encode()

    yield Case("jeton altere", changed(1, b"mention bien", b"mention assez bien"), Reason.ALTERE, False, "titre.jwt")
    yield Case("jeton sans algorithme", changed(0, b"EdDSA", b"none"), Reason.NON_PRIS_EN_CHARGE, False, "titre.jwt")
    yield Case("jeton PS256", changed(0, b"EdDSA", b"PS256"), Reason.NON_PRIS_EN_CHARGE, False, "titre.jwt")
    yield Case("jeton RS256", changed(0, b"EdDSA", b"RS256"), Reason.MAUVAISE_CLE, False, "titre.jwt")
    other = jose.sign({**world.draft(), "id": "urn:uuid:1"}, KEY, world.issuer.key_id).split(".")
    claims = json.loads(base64.urlsafe_b64decode(other[1] + "=" * (-len(other[1]) % 4))) | {"jti": "urn:uuid:2"}
    body = f"{other[0]}.{jose.packed(json.dumps(claims).encode())}"
    contradictory = f"{body}.{jose.packed(KEY.sign(body.encode()))}"
    yield Case("jeton qui se contredit", contradictory.encode(), Reason.DISCORDANT, False, "titre.jwt")
    enveloped = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["EnvelopedVerifiableCredential"],
        "id": f"data:application/vc+jwt,{token}",
    }
    yield Case("jeton sous enveloppe", json.dumps(enveloped).encode(), Reason.AUTHENTIQUE, False, "titre.json")
    for name, held in (("un titre", whole), ("une enveloppe", enveloped), ("un jeton", token)):
        presentation = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [held],
        }
        yield Case(f"presentation avec {name}", json.dumps(presentation).encode(), Reason.AUTHENTIQUE, False)
        presented = jose.signed_text({"alg": "EdDSA"}, presentation)
        told = {"type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{presented}.AAAA"}
        yield Case(f"presentation sous enveloppe avec {name}", json.dumps(told).encode(), Reason.AUTHENTIQUE, False)
    revoked = jose.sign(world.draft() | {"credentialStatus": world.status(REVOKED)}, KEY, world.issuer.key_id)
    yield Case("jeton revoque", revoked.encode(), Reason.REVOQUE, False, "titre.jwt")


def records(world: World) -> Iterator[Case]:
    """The relevé, and the record that holds all the titles of one person."""
    yield json_case("releve signe", world.sign(world.transcript()), Reason.AUTHENTIQUE)
    whole = world.sign(world.record())
    yield json_case("dossier CLR", whole, Reason.AUTHENTIQUE, page=False)
    within = json.loads(json.dumps(whole, ensure_ascii=False).replace("mention bien", "mention assez bien"))
    yield json_case("dossier CLR dont un titre est change", within, Reason.ALTERE, page=False)
    altered = world.sign(world.draft()) | {"name": "Autre"}
    holding = world.sign(world.draft() | {"endorsement": [altered]})
    deep = world.sign(world.draft() | {"endorsement": [holding]})
    yield json_case("titre change deux titres plus bas", deep, Reason.ALTERE, page=False)
    revoked = world.sign(world.record(REVOKED))
    yield json_case("dossier CLR dont un titre est revoque", revoked, Reason.REVOQUE, page=False)


def codes(world: World) -> Iterator[Case]:
    """Photos of 2D-Doc codes."""
    genuine = a_code(world.code_key)
    yield _png("code officiel", png(a_page(genuine)), Reason.PAGE_NON_LIEE)
    for days, told in ((400, Reason.PAS_ENCORE_VALIDE), (2, Reason.PAS_ENCORE_VALIDE), (0, Reason.PAGE_NON_LIEE)):
        ahead = a_code(world.code_key, issued=(world.now + timedelta(days=days)).date())
        yield _png(f"code date de {days} jours plus tard", png(a_page(ahead)), told)
    yield _png("code d'essai", png(a_page(a_code(world.code_key, authority="FR00"))), Reason.SPECIMEN)
    yield _png(
        "code d'une autorite inconnue", png(a_page(a_code(world.code_key, authority="FR09"))), Reason.CLE_INTROUVABLE
    )
    forged = genuine.replace(b"NGUYEN", b"DURAND")
    yield _png("code altere", png(a_page(forged)), Reason.ALTERE)
    other = a_code(world.code_key, nom="Durand")
    yield _png("deux codes de deux personnes", png(a_page(genuine, other)), Reason.DISCORDANT)
    yield _png("un code juste, un altere", png(a_page(genuine, forged)), Reason.ALTERE)
    yield _png("code blanc sur noir", png(ImageOps.invert(a_page(genuine))), Reason.PAGE_NON_LIEE)
    beside = Image.new("L", (2 * a_page(genuine).width, a_page(genuine).height), 255)
    beside.paste(a_page(genuine), (0, 0))
    beside.paste(ImageOps.invert(a_page(other)), (a_page(genuine).width, 0))
    yield _png("un code blanc sur noir d'un autre a cote", png(beside), Reason.DISCORDANT)
    pages = io.BytesIO()
    a_page(genuine).save(pages, "TIFF", save_all=True, append_images=[a_page(other)], compression="tiff_deflate")
    yield Case("deux pages de deux personnes dans une image", pages.getvalue(), Reason.DISCORDANT, file="image.tif")
    again = a_code(world.code_key, year=2025)
    yield _png("deux codes de deux sessions", png(a_page(genuine, again)), Reason.DISCORDANT)
    yield _png("annee ZZZ", png(a_page(genuine.replace(b"BF7EA", b"BFZZZ"))), Reason.ILLISIBLE)
    shown = png(qr_page("https://titres.exemple.fr/v/7K3M9QXT2VBDH5WN"))
    yield _png("code QR d'un papier", shown, Reason.RIEN_DE_SIGNE)
    yield _png("code QR d'autre chose", png(qr_page("https://exemple.fr/")), Reason.ILLISIBLE)
    address = genuine.replace(b"B001FR", b"0101FR")
    yield _png("code d'une autre sorte", png(a_page(address)), Reason.NON_PRIS_EN_CHARGE)
    yield _png("code d'une autre sorte a cote", png(a_page(genuine, address)), Reason.PAGE_NON_LIEE)


def papers(world: World) -> Iterator[Case]:
    """PDFs with a title, a seal, a code, or nothing."""
    whole, page = world.sign(world.draft()), a_page(a_code(world.code_key))
    yield _pdf("rien de signe", a_pdf(decision=DECISION), Reason.RIEN_DE_SIGNE)
    yield _pdf("titre joint, page non liee", a_pdf(titre=whole), Reason.PAGE_NON_LIEE)
    yield _pdf("PDF apres une ligne vide", b"\r\n" + a_pdf(titre=whole), Reason.PAGE_NON_LIEE)
    yield _pdf("titre joint sous un autre nom", a_pdf(piece=whole), Reason.PAGE_NON_LIEE)
    yield from _every_piece(world, whole)
    yield _pdf("titre joint et cachet", sealed(a_pdf(titre=whole, decision=DECISION), world.seal), Reason.AUTHENTIQUE)
    everything = sealed(a_pdf(page, titre=whole, decision=DECISION), world.seal)
    yield _pdf("titre, cachet et code", everything, Reason.AUTHENTIQUE)
    yield _pdf("cachet seul", sealed(a_pdf(decision=DECISION), world.seal), Reason.SANS_STATUT)
    yield from _married(world, whole)
    yield _pdf("code seul", a_pdf(page), Reason.PAGE_NON_LIEE)
    yield _pdf("code de la deuxieme page altere", a_pdf(page, a_page(_forged(world))), Reason.ALTERE)
    revoked = world.sign(world.draft() | {"credentialStatus": world.status(REVOKED)})
    yield _pdf("titre joint revoque, cachet juste", sealed(a_pdf(titre=revoked), world.seal), Reason.REVOQUE)
    blocs = {f"titre-{n}": world.sign(world.draft(blocs=bool(n))) for n in range(2)}
    yield _pdf("deux titres du meme titulaire", a_pdf(**blocs), Reason.PAGE_NON_LIEE)
    yield _pdf("abime", everything[:400], Reason.ILLISIBLE)
    yield _pdf("trop de pages", a_pdf(*[a_page()] * 25), Reason.TROP_COMPLEXE)


def _married(world: World, whole: Any) -> Iterator[Case]:
    """A paper with the names of birth and of usage, and a title under one of them, or of someone else."""
    page = a_page(a_code(world.code_key, usage="Martin"))
    said = DECISION | {"candidat": {"nom": "NGUYỄN", "prenom": "Chloé", "nom_usage": "Martin"}}
    theirs, other = (world.sign(world.draft(nom=name)) for name in ("MARTIN", "DURAND"))
    for name, piece, told in (
        ("de naissance", whole, Reason.AUTHENTIQUE),
        ("d'usage", theirs, Reason.AUTHENTIQUE),
        ("d'une autre", other, Reason.DISCORDANT),
    ):
        paper = sealed(a_pdf(page, titre=piece, decision=said), world.seal)
        yield _pdf(f"papier d'une personne mariee, titre au nom {name}", paper, told)


def _every_piece(world: World, whole: Any) -> Iterator[Case]:
    """A title in a PDF, whatever its form and where it hangs, is read: good, and altered under a good seal."""
    token, image = jose.sign(world.draft(), KEY, world.issuer.key_id), badge.draw("C", "RNCP35697", "Session 2026")
    text = json.dumps(whole, ensure_ascii=False)
    head, payload, signature = token.split(".")
    changed = base64url.decoded(payload).replace(b"mention bien", b"mention assez bien")
    forms = {
        "jeton": (token.encode(), f"{head}.{jose.packed(changed)}.{signature}".encode()),
        "badge PNG": (baking.bake(image, text), baking.bake(image, text.replace("mention bien", "mention TB"))),
        "badge SVG": tuple(
            baking.bake_svg(badge.draw_svg("C", "RNCP35697", "Session 2026"), one)
            for one in (text, text.replace("mention bien", "mention TB"))
        ),
    }
    for name, (good, bad) in forms.items():
        yield _pdf(f"{name} joint", attaching("piece", good), Reason.PAGE_NON_LIEE)
        yield _pdf(f"{name} joint altere, cachet juste", sealed(attaching("piece", bad), world.seal), Reason.ALTERE)
    bad = text.replace("mention bien", "mention TB").encode()
    hidden = {
        "en lettres echappees": (bad.replace(b"VerifiableC", b"Verifiable\\u0043"), Reason.ALTERE),
        "apres mille blancs": (b" " * 1000 + bad, Reason.ALTERE),
        "dans un tableau": (b"[" + bad + b"]", Reason.NON_PRIS_EN_CHARGE),
    }
    for name, (piece, reason) in hidden.items():
        yield _pdf(f"titre altere {name}, cachet juste", sealed(attaching("piece", piece), world.seal), reason)
    yield _pdf("titre dans une note", attaching("titre.json", text.encode(), note=True), Reason.PAGE_NON_LIEE)
    yield _pdf("titre altere dans une note", sealed(attaching("a", bad, note=True), world.seal), Reason.ALTERE)
    other = DECISION | {"candidat": {"nom": "DURAND", "prenom": "Paul"}}
    two = a_pdf(decision=DECISION, autre=other)
    yield _pdf("deux decisions de deux personnes", sealed(two, world.seal), Reason.DISCORDANT)


def contradictions(world: World) -> Iterator[Case]:
    """Pieces that are genuine one by one, and do not go together."""
    whole, other = world.sign(world.draft()), world.sign(world.draft(nom="DURAND"))
    listed = json.loads(world.lists()["k-0-revocation.json"])
    failed = DECISION | {"papier": "releve", "decision": "ajourne", "mention": "SANS"}
    yield _pdf(
        "releve d'un refuse et liste de statuts",
        sealed(a_pdf(titre=listed, decision=failed), world.seal),
        Reason.PAS_UN_TITRE,
    )
    yield _pdf(
        "releve d'un refuse et diplome", sealed(a_pdf(titre=whole, decision=failed), world.seal), Reason.DISCORDANT
    )
    yield _pdf("titre d'un autre", sealed(a_pdf(titre=other, decision=DECISION), world.seal), Reason.DISCORDANT)
    yield _pdf("deux titres de deux personnes", a_pdf(titre=whole, autre=other), Reason.DISCORDANT)
    page = a_page(a_code(world.code_key, nom="Durand"))
    yield _pdf("titre et code de deux personnes", a_pdf(page, titre=whole), Reason.DISCORDANT)
    better = DECISION | {"mention": "TB"}
    yield _pdf(
        "titre et decision de deux mentions", sealed(a_pdf(titre=whole, decision=better), world.seal), Reason.DISCORDANT
    )
    older = DECISION | {"candidat": {"nom": "NGUYỄN", "prenom": "Chloé", "date_naissance": "15/03/2008"}}
    yield _pdf("homonyme ne un autre jour", sealed(a_pdf(titre=whole, decision=older), world.seal), Reason.DISCORDANT)
    sheet = DECISION | {"certification": {"fiche": "RNCP36612", "intitule": "Autre"}}
    yield _pdf("deux certifications", sealed(a_pdf(titre=whole, decision=sheet), world.seal), Reason.DISCORDANT)
    yield _pdf("donnees non signees contraires", a_pdf(titre=whole, decision=failed), Reason.DISCORDANT)
    yield _pdf("titre altere, cachet juste", sealed(a_pdf(titre=whole | {"name": "Autre"}), world.seal), Reason.ALTERE)
    decomposed = DECISION | {"candidat": {"nom": "NGUYE\u0302\u0303N", "prenom": "Chloe\u0301"}}
    yield _pdf("meme nom decompose", sealed(a_pdf(titre=whole, decision=decomposed), world.seal), Reason.AUTHENTIQUE)


def seals(world: World) -> Iterator[Case]:
    """Who seals, and whether the file changed since."""
    whole = world.sign(world.draft())
    plain = a_pdf(decision=DECISION)
    yield _pdf("cachet par autorite et titulaire", sealed(plain, world.pinned), Reason.SANS_STATUT)
    leaf = sealing("Boulangerie Martin", world.now, world.authority)
    yield _pdf("autre titulaire de la meme autorite", sealed(plain, leaf), Reason.EMETTEUR_INCONNU)
    over = sealing("Rectorat de Lyon", world.now - timedelta(days=3001), world.authority)
    yield _pdf("cachet dont le certificat a pris fin", sealed(plain, over), Reason.EMETTEUR_INCONNU)
    same_name = sealing("Rectorat de Lyon", world.now)
    yield _pdf("meme titulaire sans l'autorite", sealed(plain, same_name), Reason.EMETTEUR_INCONNU)
    yield _pdf("titre juste, cachet inconnu", sealed(a_pdf(titre=whole), leaf), Reason.PAGE_NON_LIEE)
    theirs = sealed(a_pdf(titre=world.web("active"), decision=DECISION), world.seal)
    yield _pdf("titre d'un autre que celui qui cachete", theirs, Reason.PAGE_NON_LIEE)
    trial = sealing("Cachet d'essai, sans valeur", world.now, world.authority)
    yield _pdf("cachet d'essai inconnu", sealed(plain, trial), Reason.EMETTEUR_INCONNU)
    whole_file = sealed(a_pdf(titre=whole, decision=DECISION), world.seal)
    where = whole_file.index(b"595")
    yield _pdf("un octet change", whole_file[:where] + b"596" + whole_file[where + 3 :], Reason.ALTERE)
    yield _pdf("piece ajoutee apres le cachet", _amended(sealed(plain, world.seal), whole), Reason.ALTERE)
    twice = sealed(sealed(plain, world.seal), leaf, "Second")
    yield _pdf("autre signature apres le cachet", twice, Reason.NON_PRIS_EN_CHARGE)


def _forged(world: World) -> bytes:
    return a_code(world.code_key).replace(b"NGUYEN", b"DURAND")


def _amended(content: bytes, title: Any) -> bytes:
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_attachment("titre.json", json.dumps(title).encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _png(name: str, content: bytes, reason: Reason, *, page: bool = False) -> Case:
    return Case(name, content, reason, page, "image.png")


def _pdf(name: str, content: bytes, reason: Reason) -> Case:
    return Case(name, content, reason, file="papier.pdf")
