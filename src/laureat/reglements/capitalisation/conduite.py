"""Ce que la conduite d'une session par capitalisation demande au règlement : des blocs validés, notés, ou manqués."""

from laureat.deliberation.conduite import Conduite
from laureat.reglements.capitalisation.textes import L6113_1, REGLE_DU_CERTIFICATEUR, USAGE
from laureat.reglements.communs.statuts import ABSENT, ABSENT_JUSTIFIE, DISPENSE, NON_VALIDE, NOTE, VALIDE
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Motif

CONDUITE = Conduite(
    saisissables=(NOTE, VALIDE, NON_VALIDE, ABSENT, ABSENT_JUSTIFIE),
    motifs={DISPENSE: {Motif.TITRE: USAGE, Motif.UNITE: USAGE}},
    libelles={"livret": "livret de formation"},
    articles={"deliberation": USAGE, "attestation": L6113_1, "regle": REGLE_DU_CERTIFICATEUR},
    nombres={"duree_bloc": "duree_validite", "blocs_exiges": "blocs_requis"},
    choix=frozenset({"par_moyenne"}),
    experience=EXPERIENCE,
    vaut_par_la_fiche=True,
)
