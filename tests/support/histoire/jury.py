"""Chapter three: a jury by form, the room, minutes that an absent member cannot approve, control, publication."""

from support.ecrans import Person, tolerated

Seat = tuple[str, str, str, str, str, str]
MEMBERS: tuple[Seat, ...] = (
    ("Marchand", "Claude", "femme", "président", "enseignant-chercheur", "presidente@exemple.fr"),
    ("Lefèvre", "Camille", "homme", "membre", "enseignant public", "jury@exemple.fr"),
    ("Nguyễn", "Linh", "femme", "membre", "enseignant de CFA ou de section d'apprentissage", ""),
    ("Benali", "Inès", "femme", "membre", "enseignant public", "benali@exemple.fr"),
    ("Šimůnek", "Jan", "homme", "membre", "employeur", ""),
    ("Costa", "Paula", "femme", "membre", "salarié", ""),
)


def compose(office: Person, path: str, members: tuple[Seat, ...] = MEMBERS, order: str = "n° 2026-1") -> None:
    """By form: refused without the order's number, and nothing typed is lost; then named, and held to its law."""
    office.go(f"{path}jury/")
    office.unfold("Ou saisir les membres ici")
    for rank, (nom, prenom, sexe, fonction, qualite, courriel) in enumerate(members, start=1):
        own = office.page.get_by_role("group", name=f"Membre {rank}", exact=True)
        for label, value in (("Nom", nom), ("Prénom", prenom), ("Adresse électronique de son compte", courriel)):
            own.get_by_label(label, exact=True).fill(value)
        for label, value in (("Sexe", sexe), ("Fonction", fonction), ("Qualité", qualite)):
            own.get_by_label(label, exact=True).select_option(label=value)
    office.fill({"Arrêté de nomination": f"arrêté {order}", "Date de l'arrêté": "2026-13-45"[:0]})
    office.page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    with tolerated(office, "422"):
        office.press("Vérifier et nommer")
    first = office.page.get_by_role("group", name="Membre 1", exact=True)
    assert first.get_by_label("Nom", exact=True).input_value() == members[0][0]
    office.fill({"Arrêté de nomination": f"arrêté {order}", "Date de l'arrêté": "2026-05-12"})
    office.press("Vérifier et nommer")
    office.says("Le jury est conforme")


def attend(president: Person, path: str, absent: str = "") -> None:
    """The attendance, one member away."""
    president.go(f"{path}presence/")
    for seat in president.page.locator("select[name^=presence-]").all():
        seat.select_option(label="en salle")
    if absent:
        president.page.get_by_label(absent).select_option(label="absent")
    president.press("Enregistrer la présence")


def propose(office: Person, path: str) -> None:
    office.go(path)
    office.press("Proposer les décisions")


def agree(president: Person, member: Person, path: str) -> None:
    """Two of those who sat approve; the president seals."""
    for person in (president, member):
        person.go(f"{path}pv/")
        with tolerated(person, "403", "409"):
            person.prove()
            person.press("J'approuve ce procès-verbal")
            if "Un code ne sert qu'une fois" in person.text():  # it came too late
                person.prove()
                person.press("J'approuve ce procès-verbal")
        person.says("Votre approbation est enregistrée")
    president.go(f"{path}pv/")
    president.decide("Sceller…", "SCELLER", "Sceller le procès-verbal")
    president.says("procès-verbal scellé")


def publish(office: Person, path: str) -> None:
    """What it will make public is said before."""
    office.go(path)
    office.decide("Publier les résultats…", "PUBLIER", "Publier les résultats")
    office.says("Les résultats sont publiés")


def deliberate(office: Person, president: Person, member: Person, path: str) -> None:
    """Attendance, proposals, approvals, seal, publication."""
    attend(president, path)
    propose(office, path)
    agree(president, member, path)
    publish(office, path)


def control(office: Person, path: str) -> None:
    """The second round: two units chosen for each who is called, marked, and closed."""
    office.go(path)
    office.decide("Ouvrir : épreuve de contrôle…", "CONTROLE", "Ouvrir l'épreuve de contrôle")
    office.go(f"{path}controle/")
    while office.page.get_by_role("button", name="Enregistrer le choix").count():
        office.press("Enregistrer le choix")
    cards = office.page.locator("main section.card")
    for rank in range(cards.count()):
        for field in cards.nth(rank).locator("input[name^=note-]").all():
            field.fill("14" if rank % 2 else "8")
        with office.page.expect_navigation():
            cards.nth(rank).get_by_role("button", name="Enregistrer les notes").click()
    office.go(path)
    office.decide("Clore la saisie…", "CLORE", "Clore la saisie")
