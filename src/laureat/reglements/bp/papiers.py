"""Les mots du brevet professionnel, dans les phrases et sur les papiers."""

from dataclasses import replace

from laureat.reglements.bp.textes import BLOCS_SELON_LA_SESSION, D337_107, D337_116, MOBILITE, code
from laureat.reglements.communs import papiers as communs

SOUVERAIN = code("D337-118")

PORTEE = (
    communs.portee_des_blocs(BLOCS_SELON_LA_SESSION),
    communs.notes_conservees(D337_107),
)

PAPIERS = replace(
    communs.DIPLOME,
    nom="Brevet professionnel",
    papiers={
        "releve": communs.releve(),
        "diplome": communs.diplome(communs.vu(code("D337-95 à D337-124"))),
        "attestation": communs.attestation_de_blocs(PORTEE),
        "mobilite": communs.attestation_mobilite(MOBILITE),
    },
    souverain=SOUVERAIN,
    codes=communs.codes(D337_116, "Absence pour force majeure constatée"),
    recours=communs.recours(SOUVERAIN),
    remarques=(communs.absents_a_la_deliberation(code("D337-123")),),
)
