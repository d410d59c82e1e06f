"""Ce qu'un certificateur privé demande à la conduite d'une session : des blocs validés ou notés, et rien de plus."""

from laureat.deliberation.famille import Conduite
from laureat.reglements.communs.statuts import ABSENT, ABSENT_JUSTIFIE, NON_VALIDE, NOTE, VALIDE
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Decision

CONDUITE = Conduite(
    decisions=(Decision.ADMIS, Decision.AJOURNE),
    saisissables=(NOTE, ABSENT, ABSENT_JUSTIFIE, VALIDE, NON_VALIDE),
    libelles={"livret": "livret de formation"},
    experience=EXPERIENCE,
    vaut_par_la_fiche=True,
)
