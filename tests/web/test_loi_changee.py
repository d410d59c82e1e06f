"""No page of the site shows an old number of the law once the law is changed: office, jury, candidate, forms."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.certificateurs import certificateur
from support.deliberations import reglement
from support.loi_changee import old_values, rules_changed
from support.toile import give_file, send, signed_in, upload

LETTERHEAD = {
    **{"label": "Essai", "academy": "Académie", "authority": "L'autorité", "signatory": "D. Roy", "place": "Ici"},
    **{"signatory_quality": "chef", "service": "Service", "service_address": "1 rue", "service_email": "s@e.fr"},
    "court": "tribunal",
}
SESSIONS = {
    **{"bac_pro": "RNCP35697", "cap": "cap_electricien", "bts": "bts_crsa", "bp": "bp_invente"},
    **{"titre_professionnel": "tp_commercial", "capitalisation": "certificateur_moyenne"},
}
"""By family, the règlement of the session that is conducted."""
ABBREVIATIONS = {"cap": "CAP", "bts": "BTS", "bp": "BP", "titre_professionnel": "TP"}
CERTIFIERS = {"titre_professionnel": "MINISTERE DU TRAVAIL", "capitalisation": "ÉCOLE INVENTÉE SAS"}
CANDIDATES = 5
TAG = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
SAID = re.compile(r'\b(?:title|placeholder|aria-label|alt|content)="([^"]*)"')
PROSE = 4
"""A text of fewer words is a cell of a table, a mark or a count."""


def prose(page: str) -> Iterator[str]:
    """The sentences of a page, the help of its forms included."""
    for told in (*TAG.sub("\n", page).splitlines(), *SAID.findall(page)):
        text = " ".join(html.unescape(told).split())
        if len(text.split()) >= PROSE:
            yield text


def marks(rank: int) -> str:
    """The marks of a candidate, in half points that no number of the law is worth."""
    return ("15,5", "11,5", "9,5", "8,5", "6,5")[rank % CANDIDATES]


OF_FAMILIES = {
    "titre_professionnel": (
        "session_de;titre;mise_en_situation;dossier_professionnel;ecf;entretien_final",
        ("titre;non;oui;oui;oui;oui",) * 2,
    ),
    "bp": ("formation_constatee;pratique_constatee;appreciation", ("oui;oui;", "oui;oui;admis")),
}
"""The columns of a family, and what they say of the first candidates, then of those of the last route."""


def list_of(law: Any) -> bytes:
    """A list of a few candidates, of several routes."""
    droit, codes = law.reglement.famille, [unit.code for unit in law.mandatory]
    extra, own = OF_FAMILIES.get(droit.code, ("", ("", "")))
    route = "voie" if droit.voies else "voie_acces"
    rows = [";".join(filter(None, (f"numero;{route};nom;prenom;etablissement", extra, *codes)))]
    for rank in range(CANDIDATES):
        cell = marks(rank) if droit.note_des_unites else ("V" if rank % 2 else "NV")
        voie = droit.voies[0 if rank < 3 else -1].code if droit.voies else "FI"
        said = (own[rank > 2],) if extra else ()
        rows.append(
            ";".join((f"5000{rank}", voie, f"Nom{rank}", "Ève", "Lycée (0690001B)", *said, *(cell for _ in codes)))
        )
    return "\n".join(rows).encode()


class HereAndNow:
    """The reading room without its children, which would read the law again: it is changed in this process alone."""

    def read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return function(*arguments)

    read_once = read

    def forget(self) -> None:
        """Nothing is kept in mind."""


@pytest.mark.parametrize("code", list(SESSIONS))
def test_no_page_shows_an_old_number_of_the_law(
    base: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    from laureat.register import bundled
    from laureat.web.candidates.models import Identity
    from laureat.web.exam_sessions import lists, parsing
    from laureat.web.exam_sessions import rules as web_rules
    from laureat.web.exam_sessions.models import Certification, ExamSession
    from laureat.web.project import demonstration

    own = certificateur(SESSIONS[code]) if code == "capitalisation" else reglement(SESSIONS[code])
    law = rules_changed(own, 2026)
    monkeypatch.setattr(web_rules, "_rules_at", lambda _key, _year: law)
    for module in (web_rules, parsing):
        monkeypatch.setattr(module, "droit_retenu", lambda *_: law.reglement)
    monkeypatch.setattr(lists, "STAFF", HereAndNow())
    monkeypatch.chdir(tmp_path)
    web_rules._frame.cache_clear()
    world = demonstration.people()
    office, president = signed_in(world.office), signed_in(world.accounts["presidente@demo.fr"])
    number = "RNCP35697" if code == "bac_pro" else "RNCP90009"
    if code != "bac_pro":
        sheet = bundled("RNCP35697").to_json() | {"numero": number, "intitule": law.reglement.title}
        if code in CERTIFIERS:
            sheet["certificateurs"] = [{"nom": CERTIFIERS[code]}]
        sheet["abrege"] = {"code": ABBREVIATIONS[code], "libelle": None} if code in ABBREVIATIONS else None
        sheet["dates"] = {**sheet["dates"], "echeance_enregistrement": "2030-01-01"}
        Certification.objects.create(
            numero=number, title=law.reglement.title, reglement=SESSIONS[code], sheet=sheet, binding="essai"
        )
    page = send(office, "/sessions/ouvrir/", certification=number, year=2026, blank="on", **LETTERHEAD)
    assert page.redirect_chain, page.context["form"].errors
    session = ExamSession.objects.latest("created")
    path = f"/sessions/{session.pk}"
    page = office.post(f"{path}/import/", {"file": upload("l.csv", list_of(law))}, follow=True)
    plan = page.context["plan"]
    assert plan.can_apply, (plan.problems, [line.problems for line in plan.lines])
    preview = html.unescape(page.content.decode())
    office.post(page.request["PATH_INFO"], {"base": plan.base}, follow=True)
    rows = list(session.standings.all())
    numbers = list(own.at(2026).parameters.values()) if code == "capitalisation" else []
    found: dict[str, list[str]] = {}
    read: list[str] = []

    def look(client: Any, address: str) -> None:
        shown = client.get(address, follow=True)
        assert shown.status_code in (200, 404, 403, 409), (address, shown.status_code)
        if hasattr(shown, "content") and "html" in shown.headers.get("Content-Type", ""):
            texts = list(prose(shown.content.decode()))
            read.extend(texts)
            old = [one for text in texts for one in old_values(code, text, own=numbers)]
            if old:
                found.setdefault(address.replace(str(session.pk), "…"), []).extend(old)

    def visit() -> None:
        pages = (
            "",
            "calendrier",
            "coefficients",
            "journal",
            "import",
            "inscriptions",
            "saisie",
            "controle",
            "jury",
            "pv",
        )
        for name in (*pages, "deliberation"):
            look(office, f"{path}/{name}/" if name else f"{path}/")
        for unit in [u.code for u in law.units][:3]:
            look(office, f"{path}/saisie/{unit}/")
        for row in rows:
            look(office, f"{path}/inscriptions/{row.candidate}/")
            look(president, f"{path}/deliberation/{row.candidate}/")
        look(office, "/sessions/ouvrir/")
        look(office, f"/vae/{number}/")

    assert [one for text in prose(preview) for one in old_values(code, text, own=numbers)] == []
    visit()
    demonstration.conduct_to_publication(world, session)
    visit()
    for row in rows:
        user = world.accounts["candidat@demo.fr"]
        Identity.objects.filter(account=user).update(account=None)
        give_file(user, row.candidate)
        look(signed_in(user), f"/mon-dossier/{session.pk}/")
    assert found == {}
    changed = {parameter.text for parameter in law.parameters.values() if parameter.value}
    together = " ".join(re.sub(r"(?<=\d)\s(?=\d{3})", "", text) for text in read)
    assert any(number in together for number in changed), "aucun nombre de la loi n'a été lu"
