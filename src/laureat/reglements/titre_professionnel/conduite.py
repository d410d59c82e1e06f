"""Ce que la conduite d'une session du titre professionnel demande au droit."""

from laureat.deliberation.conduite import Conduite, Experience
from laureat.reglements.titre_professionnel.textes import (
    ABSENCES,
    CONFLIT,
    LECTURE_RETENUE,
    R338_7,
    R338_8,
    REGLEMENT_GENERAL,
    SESSIONS,
    arrete_2015,
)
from laureat.vocabulary import Decision, Motif, UnitStatus

CONDUITE = Conduite(
    decisions=(Decision.ADMIS, Decision.PARTIEL, Decision.AJOURNE),
    saisissables=(
        UnitStatus.VALIDE,
        UnitStatus.NON_VALIDE,
        UnitStatus.ABSENT,
        UnitStatus.ABSENT_JUSTIFIE,
    ),
    pieces={
        "formation": ("dossier_professionnel", "ecf"),
        "apprentissage": ("dossier_professionnel",),
        "vae": ("dossier_professionnel",),
    },
    libelles={
        "dossier_professionnel": "dossier professionnel",
        "ecf": "résultats des évaluations passées en cours de formation",
    },
    jury_dit=frozenset({"titre"}),
    preside=False,
    # Deux mois de silence valent refus (texte de 2006, TP-ROUTE-04) ; le jury réunit deux membres (TP-JURY-03).
    experience=Experience(silence=2, silence_accorde=False, jures=2),
    habilitations={"formation": ("agrement",), "apprentissage": ("agrement",), "vae": ("agrement",)},
    motifs={
        UnitStatus.DISPENSE: {Motif.TITRE: arrete_2015("1"), Motif.UNITE: arrete_2015("1")},
        UnitStatus.VALIDE: {Motif.ADMISE: LECTURE_RETENUE, Motif.REFUSEE: LECTURE_RETENUE},
    },
    articles={
        "inscription": arrete_2015("4"),
        "agrement": R338_8,
        "pieces": SESSIONS,
        "deliberation": REGLEMENT_GENERAL,
        "deport": CONFLIT,
        "absence": ABSENCES,
        "delivrance": R338_7,
    },
)
