"""Ce que la conduite d'une session par capitalisation demande au règlement : des blocs validés, notés, ou manqués."""

from laureat.deliberation.famille import Conduite
from laureat.reglements.capitalisation.textes import L6113_1, REGLE_DU_CERTIFICATEUR, USAGE
from laureat.vocabulary import UnitStatus

CONDUITE = Conduite(
    saisissables=(
        UnitStatus.NOTE,
        UnitStatus.VALIDE,
        UnitStatus.NON_VALIDE,
        UnitStatus.ABSENT,
        UnitStatus.ABSENT_JUSTIFIE,
    ),
    articles={"deliberation": USAGE, "attestation": L6113_1, "regle": REGLE_DU_CERTIFICATEUR},
)
