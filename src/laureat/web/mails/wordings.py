"""What each kind of mail says, with the fields that stand in it: the words of the house, else these."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LINK, SITE = "lien", "site"
"""The fields that are filled when the mail leaves: a link, the address of the site."""
FIELD = re.compile(r"\{([a-z_]+)\}")


class Kind(models.TextChoices):
    """What a mail is about."""

    INVITATION = "invitation", gettext_lazy("invitation")
    FACTEUR = "facteur", gettext_lazy("double authentification retirée")
    PIECES = "pieces", gettext_lazy("pièce manquante")
    RESULTAT = "resultat", gettext_lazy("résultat publié")
    CORRECTION = "correction", gettext_lazy("résultat corrigé")
    RELANCE = "relance", gettext_lazy("notes attendues d'un établissement")
    RELEVE = "releve", gettext_lazy("relevé de notes à confirmer")
    OUBLI = "oubli", gettext_lazy("mot de passe oublié")
    TUTEUR = "tuteur", gettext_lazy("avis d'un tuteur")
    HARMONISEE = "harmonisee", gettext_lazy("notes harmonisées par le jury")
    GRILLE_CHANGEE = "changee", gettext_lazy("grille changée après une signature")
    AVIS_CHANGE = "avis", gettext_lazy("grille changée après l'avis d'un tuteur")
    AVIS_HARMONISE = "avisjury", gettext_lazy("note harmonisée après l'avis d'un tuteur")


def kinds() -> list[tuple[str, Any]]:
    """The kinds and their labels, asked when they are wanted: one more changes no table, and costs no migration."""
    return Kind.choices


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a body, the fields between braces."""

    subject: str
    body: str

    def filled(self, told: Mapping[str, str]) -> "Words":
        """The same with its fields; those that are not told stay as they are."""
        return Words(_filled(self.subject, told), _filled(self.body, told))


def _filled(text: str, told: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: told.get(found[1], found[0]), text)


COMMON = ("nom", "maison", SITE)
"""The fields that every kind has."""
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.INVITATION: (*COMMON, "role", "date", LINK),
    Kind.FACTEUR: COMMON,
    Kind.PIECES: (*COMMON, "session", "pieces", "date"),
    Kind.RESULTAT: (*COMMON, "session"),
    Kind.CORRECTION: (*COMMON, "session"),
    Kind.RELANCE: (*COMMON, "session", "etablissement", "notes", "date"),
    Kind.RELEVE: (*COMMON, "session", "etablissement", "empreinte"),
    Kind.OUBLI: (*COMMON, LINK),
    Kind.TUTEUR: (*COMMON, "date", LINK),
    Kind.HARMONISEE: (*COMMON, "session", "unite", "notes", "motif"),
    Kind.GRILLE_CHANGEE: (*COMMON, "session", "unite", "numero"),
    Kind.AVIS_CHANGE: (*COMMON, "session", "unite", "tuteur", "date"),
    Kind.AVIS_HARMONISE: (*COMMON, "session", "unite", "tuteur", "date"),
}
DUE: dict[Kind, tuple[str, ...]] = {
    Kind.INVITATION: (LINK,),
    Kind.PIECES: ("pieces",),
    Kind.RELANCE: ("notes",),
    Kind.RELEVE: ("empreinte",),
    Kind.OUBLI: (LINK,),
    Kind.TUTEUR: (LINK,),
    Kind.HARMONISEE: ("notes", "motif"),
    Kind.GRILLE_CHANGEE: ("unite", "numero"),
    Kind.AVIS_CHANGE: ("tuteur", "date"),
    Kind.AVIS_HARMONISE: ("tuteur", "date"),
}
"""The fields without which a mail says nothing."""


def defaults(kind: Kind) -> Words:
    """What the mail says, in the language in force, as long as the house has not changed it."""
    return {
        Kind.INVITATION: Words(
            _("Votre compte Lauréat"),
            _(
                "Bonjour {nom},\n\nVous êtes invité à ouvrir un compte Lauréat ({role}). Choisissez votre mot de passe "
                "ici, jusqu'au {date} :\n{lien}\n\nCe lien ne sert qu'une fois ; ne le communiquez à personne.\n\n"
                "{maison}"
            ),
        ),
        Kind.FACTEUR: Words(
            _("Votre double authentification"),
            _(
                "Bonjour {nom},\n\nVotre double authentification a été retirée à votre demande par le service des "
                "examens. À votre prochaine entrée, vous en mettrez une nouvelle en place.\n\nSi vous n'avez rien "
                "demandé, prévenez le service des examens sans attendre.\n\n{maison}"
            ),
        ),
        Kind.PIECES: Words(
            _("Votre dossier : il manque une pièce"),
            _(
                "Bonjour {nom},\n\nVotre dossier d'inscription ({session}) n'est pas complet. Il manque : {pieces}.\n\n"
                "Merci de nous l'adresser {date}.\n\n{site}\n\n{maison}"
            ),
        ),
        Kind.RESULTAT: Words(
            _("Vos résultats sont publiés"),
            _(
                "Bonjour {nom},\n\nLes résultats sont publiés ({session}). Les vôtres, et vos documents, vous "
                "attendent dans votre espace :\n{site}\n\n{maison}"
            ),
        ),
        Kind.CORRECTION: Words(
            _("Votre résultat a été corrigé"),
            _(
                "Bonjour {nom},\n\nLe jury a délibéré de nouveau sur votre dossier ({session}) : son résultat est "
                "publié, et remplace le précédent. Les documents déjà reçus ne valent peut-être plus ; ceux à jour "
                "sont dans votre espace :\n{site}\n\n{maison}"
            ),
        ),
        Kind.RELANCE: Words(
            _("Notes attendues"),
            _(
                "Bonjour {nom},\n\nPour {etablissement}, il manque encore {notes} ({session}). Merci de les saisir "
                "{date} :\n{site}\n\n{maison}"
            ),
        ),
        Kind.RELEVE: Words(
            _("Vos notes : un relevé à confirmer"),
            _(
                "Bonjour {nom},\n\nLes notes de {etablissement} sont arrêtées ({session}), ou ont changé depuis. "
                "Relisez le relevé, gardez-en le fichier, puis confirmez-le ou dites ce qui n'est pas juste :\n{site}"
                "\n\nEmpreinte de ces notes :\n{empreinte}\n\nGardez aussi ce courriel : avec le relevé, il prouve les "
                "notes que vous avez données.\n\n{maison}"
            ),
        ),
        Kind.OUBLI: Words(
            _("Choisir un nouveau mot de passe"),
            _(
                "Bonjour {nom},\n\nQuelqu'un, vous sans doute, a demandé un nouveau mot de passe pour votre compte. "
                "Choisissez-le ici :\n{lien}\n\nCe lien ne sert qu'une fois ; ne le communiquez à personne. Si vous "
                "n'avez rien demandé, ne faites rien : votre mot de passe n'est pas changé.\n\n{maison}"
            ),
        ),
        Kind.TUTEUR: Words(
            _("Votre avis de tuteur"),
            _(
                "Bonjour {nom},\n\nVotre avis est demandé sur la personne que vous suivez en entreprise. Ce lien est "
                "personnel, il ouvre sa grille et rien d'autre, jusqu'au {date} :\n{lien}\n\nNe le transmettez à "
                "personne.\n\n{maison}"
            ),
        ),
        Kind.HARMONISEE: Words(
            _("Des notes sont harmonisées"),
            _(
                "Bonjour {nom},\n\nLe jury a changé, en {unite} ({session}), des notes que vous aviez arrêtées :\n"
                "{notes}\n\nMotif : {motif}\n\nVos notes restent affichées à côté, dans la grille :\n{site}\n\n"
                "{maison}"
            ),
        ),
        Kind.GRILLE_CHANGEE: Words(
            _("Une grille que vous aviez signée a changé"),
            _(
                "Bonjour {nom},\n\nLa grille de {unite} ({session}), que vous aviez signée, a changé depuis (numéro de "
                "candidat : {numero}). Ce qui est au journal n'a pas bougé. Relisez la grille, puis signez de nouveau "
                "si vous en êtes d'accord :\n{site}\n\n{maison}"
            ),
        ),
        Kind.AVIS_CHANGE: Words(
            _("Un avis de tuteur ne vaut plus pour ce qui est coché"),
            _(
                "Bonjour {nom},\n\nLe {date}, {tuteur} a signé par un lien, en {unite} ({session}), ce qui était coché "
                "alors. La grille, ou ce qui y est coché, a changé depuis : l'appréciation reste lisible, et la "
                "signature ne vaut plus pour ce qui est coché maintenant.\n\nPour relire la grille et la signer de "
                "nouveau, {tuteur} demande "
                "un autre lien à l'établissement.\n\n{maison}"
            ),
        ),
        Kind.AVIS_HARMONISE: Words(
            _("Une note est harmonisée, et un avis de tuteur y comptait"),
            _(
                "Bonjour {nom},\n\nLe {date}, {tuteur} a signé par un lien, en {unite} ({session}), ce qui était coché "
                "alors. Le jury a changé la note qui en venait. Ce qui est coché, l'appréciation et la signature "
                "restent tels quels. La note et le motif du jury se lisent à l'établissement.\n\n{maison}"
            ),
        ),
    }[kind]


def problems(kind: Kind, words: Words) -> list[str]:
    """What keeps these words from being those of that kind of mail."""
    known, used = FIELDS[kind], set(FIELD.findall(words.subject)) | set(FIELD.findall(words.body))
    listed = ", ".join(f"{{{name}}}" for name in known)
    found = [
        _("Le champ {%(name)s} n'existe pas ici ; ceux qui existent : %(known)s.") % {"name": name, "known": listed}
        for name in sorted(used - set(known))
    ]
    found += [
        _("Le texte doit contenir {%(name)s}.") % {"name": name}
        for name in DUE.get(kind, ())
        if f"{{{name}}}" not in words.body
    ]
    if LINK in FIELD.findall(words.subject):
        found.append(_("Le lien ne se met pas dans l'objet : il s'y lirait dans les boîtes aux lettres."))
    if "\n" in words.subject or not words.subject.strip():
        found.append(_("L'objet tient sur une ligne, et n'est pas vide."))
    return found
