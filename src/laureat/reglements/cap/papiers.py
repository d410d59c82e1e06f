"""Les mots du certificat d'aptitude professionnelle, dans les phrases et sur les papiers."""

from dataclasses import replace

from laureat.reglements.cap.textes import ATTESTATIONS_SELON_LA_SESSION, D337_16, MOBILITE, code
from laureat.reglements.communs import papiers as communs
from laureat.reglements.communs.textes import citer
from laureat.vocabulary.citations import Reading

SOUVERAIN = citer("usage : souveraineté du jury", Reading.USAGE)

PORTEE = (communs.portee_des_blocs(ATTESTATIONS_SELON_LA_SESSION),)

PAPIERS = replace(
    communs.DIPLOME,
    nom="Certificat d'aptitude professionnelle",
    professionnelle=True,
    papiers={
        "releve": communs.releve(),
        "diplome": communs.diplome(communs.vu(code("D337-1 à D337-25-1"))),
        "attestation": communs.attestation_de_blocs(PORTEE),
        "mobilite": communs.attestation_mobilite(MOBILITE),
    },
    souverain=SOUVERAIN,
    codes=communs.codes(D337_16),
    recours=communs.recours(SOUVERAIN),
    remarques=(communs.absents_a_la_deliberation(code("D337-23")),),
)
