"""Whose law a sheet is under: its abbreviation or how its title begins, and its certifier, decide."""

from dataclasses import replace

import pytest

from laureat.register import CodeLibelle, Fiche, bundled
from laureat.reglements.droit_applicable import par_blocs
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.vocabulary import InvalidInput


def sheet(title: str, certifier: str) -> Fiche:
    """A sheet without an abbreviation, of one certifier."""
    seed = bundled("RNCP35697")
    assert seed is not None
    one = replace(seed.certificateurs[0], nom=certifier)
    short, dash, _ = title.partition(" - ")
    abbreviation = CodeLibelle(short) if dash else None  # as the reader of a printed sheet does
    return replace(seed, numero="RNCP99999", intitule=title, abrege=abbreviation, certificateurs=(one,))


@pytest.mark.parametrize(
    ("title", "certifier", "kind"),
    [
        ("DUT Gestion des entreprises", "UNIVERSITE DE NANTES", "diplôme universitaire de technologie"),
        ("Licence professionnelle Métiers du livre", "Université de Lille", "licence professionnelle"),
        ("Master Droit privé", "UNIVERSITE DE RENNES", "master"),
        ("Diplôme d'État d'éducateur", "Rectorat de Lyon", "diplôme d'État"),
        ("CAP Petite enfance", "Université de Nantes", "certificat d'aptitude professionnelle"),
        ("Licence professionnelle - Métiers du BTP", "UNIVERSITE DE NANTES", "licence professionnelle"),
        ("LP - Métiers", "CONSERVATOIRE NATIONAL DES ARTS ET METIERS", "licence professionnelle"),
        ("BACHELOR UNIVERSITAIRE DE TECHNOLOGIE - X", "IUT LILLE", "bachelor universitaire de technologie"),
        ("Diplôme d'État - Infirmier", "IFSI", "diplôme d'État"),
        ("Diplôme d'ingénieur - X", "INSA LYON", "titre d'ingénieur diplômé"),
        ("Ingénieur diplômé de l'école des mines", "MINES ALBI", "titre d'ingénieur diplômé"),
        ("Certificat de spécialisation - X", "LYCEE AGRICOLE", "certificat de spécialisation"),
        ("Licence professionnelle mention banque - Conseil", "ESPE", "licence professionnelle"),
        ("BP JEPS - Animateur", "CREPS", "brevet professionnel de la jeunesse"),
        ("B.T.S. - Bâtiment", "LYCEE JULES FERRY", "brevet de technicien supérieur"),
        ("Bac professionnel - Gestion", "Direction générale de l'enseignement scolaire", "baccalauréat professionnel"),
        ("Gendarme", "GENDARMERIE NATIONALE", "service de l'État"),
        ("Agent de prévention", "PREFECTURE DE POLICE", "service de l'État"),
        ("Sous-officier", "ARMEE DE TERRE", "service de l'État"),
        ("Officier", "ECOLE NATIONALE DE POLICE DE NIMES", "service de l'État"),
        ("Ing - Génie civil", "ECOLE POLYTECHNIQUE", "titre d'ingénieur diplômé"),
        ("Aide-soignant", "MIN SANTE", "service de l'État"),
        ("Agent de sécurité", "MIN. DE L'INTERIEUR", "service de l'État"),
        ("Moniteur", "MIN JEUNESSE SPORTS", "service de l'État"),
        ("Dessinateur", "MINIST DE LA CULTURE ET DE LA COMMUNICATION", "service de l'État"),
        ("Conducteur", "MIN TRANSITION ECOLOGIQUE", "service de l'État"),
        ("Manœuvrier", "ECOLE NAVALE", "service de l'État"),
        ("Atomicien", "DIRECTION DU PERSONNEL MILITAIRE DE LA MARINE", "service de l'État"),
        ("Essayeur", "DELEGATION GENERALE DE L'ARMEMENT", "service de l'État"),
        ("Contrôleur aérien", "DGAC", "service de l'État"),
        ("Enquêteur", "DGGN", "service de l'État"),
        ("Sapeur", "BRIGADE DE SAPEURS-POMPIERS DE PARIS", "service de l'État"),
        ("Surveillant", "ECOLE NATIONALE DE L'ADMINISTRATION PENITENTIAIRE", "service de l'État"),
        ("Inspecteur", "ECOLE NATIONALE DES DOUANES", "service de l'État"),
        ("Légionnaire", "Légion étrangère", "service de l'État"),
        ("BAC PRO - Usinage", "DGESCO", "baccalauréat professionnel"),
        ("CAFERUIS - Responsable d'unité", "DREETS PACA", "diplôme d'État"),
        ("CAFDES - Directeur", "EHESP", "diplôme d'État"),
        ("DEAES - Accompagnant", "IRTS", "diplôme d'État"),
        ("DNSPM - Musicien", "CNSMD LYON", "diplôme national supérieur professionnel"),
    ],
)
def test_a_public_title_that_is_not_held_is_never_by_blocks(title: str, certifier: str, kind: str) -> None:
    with pytest.raises(InvalidInput, match="famille non prise en charge") as refused:
        famille_de_la_fiche(sheet(title, certifier))
    assert kind in str(refused.value)


def test_a_market_whose_name_begins_like_a_ministry_certifies_in_its_own_name() -> None:
    assert famille_de_la_fiche(sheet("Grossiste", "MIN DE RUNGIS")).code == "capitalisation"


def test_a_ministry_in_short_delivers_the_diplomas_of_its_whole_name() -> None:
    assert famille_de_la_fiche(sheet("CAP - Cuisine", "MIN EDUCATION NATIONALE")).code == "cap"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("CAP Petite enfance", "cap"),
        ("CAP Cuisine - option A", "cap"),
        ("Bac professionnel - Gestion", "bac_pro"),
        ("C.A.P. - Boulanger", "cap"),
    ],
)
def test_a_ministry_that_delivers_what_the_title_begins_with_is_recognised(title: str, code: str) -> None:
    told = sheet(title, "Ministère de l'éducation nationale et de la jeunesse")
    assert famille_de_la_fiche(told).code == code


@pytest.mark.parametrize(
    "title", ["TP Soudeur", "CAP Petite enfance", "DUT Gestion", "Master of arts", "CAP Entreprendre - Chef de projet"]
)
def test_a_private_title_that_begins_like_one_of_the_state_says_so_on_every_output(title: str) -> None:
    rules = par_blocs(sheet(title, "SARL FORMATION PLUS"), 2026).at(2026)
    (told,) = rules.reglement.avis
    assert f"(« {title} ») commence comme celui d'un diplôme" in told
    assert "SARL FORMATION PLUS" in told


@pytest.mark.parametrize("title", ["De l'idée au projet", "Concepteur de sites", "Masterisation sonore", "Capsuleur"])
@pytest.mark.parametrize(
    "certifier",
    ["SARL FORMATION PLUS", "CESI", "ASSOCIATION DES AMIS DE LA GENDARMERIE", "SYNDICAT DES DOUANES"],
)
def test_a_title_that_only_looks_like_an_abbreviation_says_nothing(title: str, certifier: str) -> None:
    assert par_blocs(sheet(title, certifier), 2026).at(2026).reglement.avis == ()


def exported(code: str, label: str, certifier: str, kind: str) -> Fiche:
    """A sheet as the export of the register gives it: an abbreviation with its label, and how it was registered."""
    return replace(
        sheet("Métier inventé", certifier),
        abrege=CodeLibelle(code, label) if code else None,
        type_enregistrement=f"Enregistrement {kind}",
    )


EDUCATION = "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE"
LABELS = {
    "CAP": "Certificat d'aptitude professionnelle",
    "BTS": "Brevet de technicien supérieur (BTS)",
    "BP": "Brevet professionnel",
    "BAC PRO": "BAC professionnel",
}


@pytest.mark.parametrize(("code", "label"), LABELS.items())
def test_a_label_that_says_no_more_than_its_abbreviation_changes_nothing(code: str, label: str) -> None:
    told = famille_de_la_fiche(exported(code, label, EDUCATION, "de droit"))
    assert told.code == code.lower().replace(" ", "_")


@pytest.mark.parametrize(
    ("code", "label"), [(code, f"{label} agricole") for code, label in LABELS.items() if code != "BAC PRO"]
)
def test_an_abbreviation_is_read_whole_and_a_longer_label_is_another_diploma(code: str, label: str) -> None:
    with pytest.raises(InvalidInput, match="famille non prise en charge"):
        famille_de_la_fiche(exported(code, label.replace(" (BTS)", ""), EDUCATION, "de droit"))


@pytest.mark.parametrize(
    "told",
    [
        exported("CAP", "CAP Entreprendre", "CCI PARIS", "sur demande"),
        exported("CAP", "CAP Entreprendre", "CESI", ""),
        exported("CAP", "CAP", "CESI", "sur demande"),
        sheet("CAP Entreprendre", "CHAMBRE DE COMMERCE ET D'INDUSTRIE DE PARIS"),
        replace(sheet("CAP Entreprendre", "AFPA"), type_enregistrement="Enregistrement sur demande"),
    ],
)
def test_a_bare_abbreviation_of_who_certifies_in_their_own_name_is_by_blocks_and_said(told: Fiche) -> None:
    assert famille_de_la_fiche(told).code == "capitalisation"
    (said,) = par_blocs(told, 2026).at(2026).reglement.avis
    assert "n'est pas ce diplôme" in said


@pytest.mark.parametrize(
    "told",
    [
        exported("", "", "UNIVERSITE DE LILLE", "de droit"),
        exported("", "", "SARL FORMATION PLUS", "de droit"),
        exported("CAP", "CAP", "SARL FORMATION PLUS", "de droit"),
        exported("TP", "Titre professionnel", "CESI", "sur demande"),
        exported("CAP", "CAP", "MINISTERE DES ARMEES", "sur demande"),
        sheet("CAP Boulanger", "Université de Nantes"),
    ],
)
def test_what_is_registered_by_right_or_named_whole_is_never_by_blocks(told: Fiche) -> None:
    with pytest.raises(InvalidInput, match="famille non prise en charge"):
        famille_de_la_fiche(told)


@pytest.mark.parametrize("title", ["BAC PRO - Usinage", "BTSA - Élevage", "Expert technique"])
def test_a_sheet_that_names_no_certifier_is_asked_whole_and_no_law_is_guessed(title: str) -> None:
    with pytest.raises(InvalidInput, match="ne nomme aucun certificateur") as refused:
        famille_de_la_fiche(replace(sheet(title, "X"), certificateurs=()))
    assert "d'un autre droit" not in str(refused.value)


@pytest.mark.parametrize(("number", "said"), [("RNCP99999", True), ("RS9999", False)])
def test_a_sheet_of_the_register_of_diplomas_without_a_block_is_said_to_be_cut(number: str, said: bool) -> None:
    cut = replace(sheet("Expert technique", "ÉCOLE X SAS"), numero=number, blocs=())
    assert any("ne décrit aucun bloc" in notice.message for notice in par_blocs(cut, 2026).notices) == said
