"""Chapter one: from the link of the first account to three sessions open, people invited, three schools, a list."""

import json
import re
from typing import Any

from laureat.register import bundled
from support.ecrans import ROOT, Person, tolerated
from support.liste_en_desordre import Row, spoilt, workbook

PHRASE = "une phrase assez longue"
SECRETS: dict[str, str] = {}
"""Of the authenticators."""
HOUSE = {
    "Académie ou organisme": "Académie d'Ici",
    "Autorité qui délivre": "La rectrice de l'académie d'Ici",
    "Signataire": "Dominique Roy",
    "À quel titre il signe": "cheffe du service des examens",
    "Lieu": "Villefictive",
    "Service qui répond": "Service des examens",
    "Son adresse postale": "1 place de l'Exemple, 69000 Villefictive",
    "Son adresse électronique": "examens@exemple.fr",
    "Tribunal": "tribunal administratif d'Ici",
    "Expéditeur": "examens@exemple.fr",
}
SCHOOLS = (
    ("0690001B", "Lycée Marc-Seguin", "lycée public", "Villefictive"),
    ("0690002C", "CFA des Deux-Rives", "CFA", "Confluent"),
    ("0690003D", "GRETA du Val", "GRETA", "Bourg-Neuf"),
)
PEOPLE = {
    "second": ("Alix Morel", "adjoint@exemple.fr", "service des examens", ""),
    "school": ("Sacha Petit", "lycee@exemple.fr", "établissement", "Lycée Marc-Seguin"),
    "cfa": ("Noa Garnier", "cfa@exemple.fr", "établissement", "CFA des Deux-Rives"),
    "president": ("Claude Marchand", "presidente@exemple.fr", "jury", ""),
    "absent": ("Camille Lefèvre", "jury@exemple.fr", "jury", ""),
    "member": ("Inès Benali", "benali@exemple.fr", "jury", ""),
    "other_president": ("Alain Perrin", "perrin@exemple.fr", "jury", ""),
    "other_member": ("Odile Roux", "roux@exemple.fr", "jury", ""),
}


def protect(person: Person, email: str) -> None:
    """Link an authenticator, as staff must: they are there already, and asked nothing twice."""
    secret = person.typed("Secret d'authentification")
    person.password, person.secret = PHRASE, secret
    person.fill({"Code de l'authentificateur": person.code()})
    person.press("Activer")
    person.says("Chaque code ouvre une fois")
    person.follow("Continuer")
    SECRETS[email] = secret


def sign_in(person: Person, email: str) -> None:
    """Again, with the code of the authenticator."""
    person.page.wait_for_load_state()
    person.fill({"Courriel": email, "Mot de passe": PHRASE})
    person.press("Se connecter")
    person.password, person.secret = PHRASE, SECRETS[email]
    person.fill({"Code": person.code()})
    person.press("Connexion")


def first_account(office: Person, link: str) -> None:
    """A weak password is refused and the name stays; then the account opens, and is protected."""
    office.go(link)
    office.fill({"Nom": "Dominique Roy", "Adresse électronique": "roy@exemple.fr", "Choisissez": "court"})
    with tolerated(office, "422"):
        office.press("Ouvrir le compte")
    office.says("Ce mot de passe est trop court")
    assert office.typed("Nom") == "Dominique Roy"
    office.fill({"Choisissez": PHRASE})
    office.press("Ouvrir le compte")
    protect(office, "roy@exemple.fr")
    assert office.path == "/premiers-pas/"


def house_and_sheets(office: Person, formats: Any) -> None:
    """The house, then one sheet of three families: the bac pro, a private title by blocks, a CAP."""
    office.go("/premiers-pas/")
    office.follow("Dire qui nous sommes")
    office.fill(HOUSE)
    office.press("Enregistrer")
    office.says("La maison est enregistrée")
    printed = ROOT / "src/laureat/register/fiches/RNCP35697.txt"
    office.go("/fiches/ajouter/")
    office.upload("Fiche du répertoire", "RNCP35697.txt", printed.read_bytes())
    office.press("Lire la fiche")
    office.go("/fiches/ajouter/")
    office.upload(
        "Fiche du répertoire", "fiches.xml", (formats / "rncp/export_fiches_RNCP_V4_1_extrait.xml").read_bytes()
    )
    with tolerated(office, "422"):
        office.press("Lire la fiche")
    office.says("Ce fichier en contient plusieurs")
    office.fill({"La fiche à lire": "RNCP36490 Concepteur développeur d'applications"})
    office.press("Lire la fiche")
    assert office.path == "/certifications/RNCP36490/"
    office.go("/fiches/ajouter/")
    office.upload("Fiche du répertoire", "cap.json", json.dumps([_cap()]).encode())
    with tolerated(office, "422"):
        office.press("Lire la fiche")
    office.page.get_by_label(re.compile(r"^\s*Règlement(?! dressé)")).select_option(label="Électricien")
    office.fill({"Pourquoi": "le même arrêté"})
    office.press("Lire la fiche")
    assert office.path == "/certifications/RNCP92001/"


def _cap() -> dict[str, Any]:
    """The sheet of a CAP, made from the bundled one: nothing of it exists."""
    form = bundled("RNCP35697").to_json()
    form |= {"numero": "RNCP92001", "intitule": "CAP - Électricien", "abrege": {"code": "CAP", "libelle": None}}
    form["dates"] = {**form["dates"], "echeance_enregistrement": "2030-01-01"}
    blocs = [
        {**one, "code": one["code"].replace("RNCP35697", "RNCP92001"), "facultatif": False} for one in form["blocs"]
    ]
    return {**form, "blocs": blocs[:2]}


def schools_and_people(office: Person, browser: Any) -> dict[str, Person]:
    """Three schools, then everyone by a sheet handed over, each protected by an authenticator."""
    for uai, name, nature, town in SCHOOLS:
        office.go("/etablissements/ajouter/")
        office.fill({"UAI": uai, "Nom": name, "Nature": nature, "Commune": town})
        office.press("Enregistrer")
    found = {}
    for key, (name, email, role, school) in PEOPLE.items():
        office.go("/comptes/inviter/")
        office.fill({"Adresse électronique": email, "Nom": name, "Rôle": role})
        if school:
            office.fill({"Établissement": school})
        office.press("Préparer une feuille à remettre")
        told = re.search(r"/invitation/\S+", office.text())
        assert told
        person = found[key] = Person(browser, office.site)
        person.go(told[0])
        person.fill({"Choisissez": PHRASE})
        person.press("Ouvrir mon compte")
        protect(person, email)
    return found


def open_sessions(office: Person) -> dict[str, str]:
    """A session of each sheet; gives their addresses."""
    found = {}
    office.go("/sessions/ouvrir/")
    offered = office.field("Certification").locator("option").all_inner_texts()
    for numero, label in (("RNCP35697", "Bac pro"), ("RNCP36490", "Titre de l'école"), ("RNCP92001", "CAP")):
        office.go("/sessions/ouvrir/")
        (sheet,) = [one for one in offered if numero in one]
        office.fill({"Certification": sheet, "Session": "2026", "Libellé": f"{label}, session 2026"})
        office.press("Ouvrir la session")
        found[numero] = office.path
    return found


def bring(office: Person, path: str, sound: list[Row]) -> None:
    """Two hundred candidates in disorder: the faults are told, the good lines applied, the others come back mended."""
    office.go(f"{path}import/")
    office.upload("Liste de candidats", "inscriptions.xlsx", workbook(spoilt(sound)))
    office.press("Voir l'aperçu")
    office.says("3 problèmes", "le 31/02/2008 n'existe pas", "figure déjà (candidat", "un caractère invisible")
    office.capture("apercu")
    office.press("Réparer ces textes")
    office.page.get_by_label("J'applique").check()
    office.press("Appliquer les lignes sans erreur")
    office.says("Liste appliquée : 197 nouveaux, 0 modifié", "3 lignes en erreur n'ont pas été appliquées")
    again(office, path, sound, "3 nouveaux, 0 modifié")


def again(office: Person, path: str, sound: list[Row], said: str) -> None:
    """The list handed over once more: only what it changes is taken."""
    office.go(f"{path}import/")
    office.upload("Liste de candidats", "inscriptions.xlsx", workbook(sound))
    office.press("Voir l'aperçu")
    office.press("Appliquer la liste")
    office.says(said)


def late_habilitation(office: Person, path: str, sound: list[Row]) -> None:
    """The CFA was habilitated all along: said late, it reaches the session, and the list is understood with it."""
    office.go("/etablissements/0690002C/")
    office.fill({"Certification": "RNCP35697", "Étendue": "CCF partiel", "Du": "2025-09-01"})
    office.press("Enregistrer")
    office.says("RNCP35697 : CCF partiel, depuis le 01/09/2025")
    office.go(path)
    office.says("à une voie d'établissement non habilité, alors qu'il l'est : 40 candidats (CFA des Deux-Rives)")
    again(office, path, sound, "0 nouveau, 40 modifiés")


def _number(person: Person, path: str, name: str, told: dict[str, str], deed: str) -> None:
    """Fill the card of a coefficient and press its button."""
    person.go(f"{path}coefficients/")
    heading = person.page.get_by_role("heading", name=f"Coefficient de {name}", exact=True)
    card = person.page.locator("section.card", has=heading)
    for label, value in told.items():
        card.get_by_label(label).fill(value)
    with person.page.expect_navigation():
        card.get_by_role("button", name=deed).click()
    person.check()


def coefficients(office: Person, second: Person, path: str) -> None:
    """Read by one, confirmed by another; the one that was misread is contested, and read again."""
    text = {"Référence du texte": "arrêté du 9 décembre 2020, annexe IV", "Date du texte": "2020-12-09"}
    for name, value in (("U2", "4"), ("U31", "5"), ("U32", "2")):
        _number(office, path, name, {"Nombre lu": value, **text}, "Enregistrer la lecture")
    own = "Le nombre que vous lisez"
    for name, value in (("U2", "4"), ("U32", "2")):
        _number(second, path, name, {own: value}, "Confirmer")
    with tolerated(second, "422"):
        _number(second, path, "U31", {own: "6"}, "Confirmer")
    second.says("Ce n'est pas la valeur de la première lecture")
    _number(second, path, "U31", {"Ce qui ne va pas": "l'annexe dit 6"}, "Contester la lecture")
    _number(second, path, "U31", {"Nombre lu": "6", **text}, "Enregistrer la lecture")
    _number(office, path, "U31", {own: "6"}, "Confirmer")
    office.go(path)
    office.says("Coefficients : tous connus, ou confirmés")
