"""What a sheet says, field by field, to hold two readings of it against each other: words count, line breaks do not."""

from typing import Any

from laureat.register import Fiche
from support.fiches_imprimees import title

_WHOLE = (
    "niveau",
    "actif",
    "prerequis_distincts_blocs",
    "validation_partielle",
    "duree_enregistrement",
    "existence_partenaires",
    "dates",
    "validite_outre_mer",
)
_TEXTS = (
    "niveau_libelle",
    "objectifs_contexte",
    "activites_visees",
    "niveau_maitrise",
    "modalites_evaluation",
    "modalites_acquisition",
    "secteurs_activite",
    "types_emplois",
    "reglementations_activites",
    "prerequis_entree_formation",
    "prerequis_validation",
    "lien_description",
)
_CODES = ("codes_nsf", "formacodes", "codes_rome")


def squash(text: str | None) -> str | None:
    """The words without spaces nor kinds of apostrophes."""
    return None if text is None else "".join(text.replace("’", "'").split())


def said(fiche: Fiche) -> dict[str, Any]:
    """Every field that a printed sheet has, by name; a block gives one field for each of its own."""
    fields: dict[str, Any] = {"numero": fiche.numero, "intitule": squash(title(fiche))}
    fields |= {name: getattr(fiche, name) for name in _WHOLE}
    fields |= {name: squash(getattr(fiche, name)) for name in _TEXTS}
    for name in ("anciennes_certifications", "nouvelles_certifications"):
        fields[name] = [(other.numero, squash(other.intitule)) for other in getattr(fiche, name) or ()]
    for name in _CODES:
        fields[name] = [(code.code, squash(code.libelle)) for code in getattr(fiche, name) or ()]
    for name in ("FI", "CA", "FC", "CQ", "CL", "VAE"):
        route = getattr(fiche.voies_acces, name)
        fields[name] = (route.ouverte, squash(route.jury))
    for name in ("generaux", "creation", "autres"):
        fields[name] = [(squash(text.titre), text.date) for text in getattr(fiche.base_legale, name) or ()]
    fields["certificateurs"] = [
        (squash(c.nom), c.siret, c.nom_commercial, c.site_internet) for c in fiche.certificateurs
    ]
    fields["partenaires"] = [(squash(p.nom), p.siret, p.habilitation, p.etat) for p in fiche.partenaires or ()]
    fields["correspondances"] = [
        (link.numero, link.blocs, link.blocs_correspondants, squash(link.intitule))
        for link in fiche.correspondances or ()
    ]
    fields["statistiques"], fields["promotions"] = fiche.statistiques or (), fiche.annees_promotions or ()
    fields["liens"] = fiche.liens
    fields["referentiel"] = fiche.referentiel and (squash(fiche.referentiel.intitule), fiche.referentiel.adresse)
    fields["resume"] = [
        squash(text)
        for group in fiche.competences_attestees or ()
        for text in (*filter(None, [group.titre]), *group.textes_associes, *group.competences)
    ]
    for bloc in fiche.blocs:
        fields[bloc.code] = (squash(bloc.intitule), bloc.facultatif, bloc.niveau_cecrl, bloc.niveau_eps, bloc.modes)
        fields[f"{bloc.code} compétences"] = [squash(item) for item in bloc.competences]
        fields[f"{bloc.code} notes"] = [squash(note) for note in bloc.textes_associes]
        fields[f"{bloc.code} modalités"] = squash(bloc.modalites)
    return fields


def lost(fiche: Fiche, read: Fiche) -> set[str]:
    """The fields that a reading does not give back as they were."""
    before, after = said(fiche), said(read)
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}
