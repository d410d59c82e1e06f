"""The matrix of rights: who may do what, on which objects, address by address.

An address without a row is refused to everyone, and fails a test. ``TOUT`` opens every object; ``SIEN`` opens the
objects that belong to the person: the sessions and candidates of the establishment, the sessions of the jury where the
person sits, the candidate's own file; ``RIEN`` opens none.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from laureat.web.accounts.models import Role


class Reach(StrEnum):
    """How far a right goes."""

    TOUT = "tout"
    SIEN = "le sien"
    RIEN = "rien"


@dataclass(frozen=True, slots=True)
class Right:
    """One row: an address, the object behind it, what is done to it, and by whom."""

    address: str
    what: str
    action: str
    reaches: dict[Role, Reach] = field(default_factory=dict)
    public: bool = False

    def reach(self, role: str | None) -> Reach:
        """How far this right goes for a role, or for a visitor (None)."""
        if self.public:
            return Reach.TOUT
        return self.reaches.get(Role(role), Reach.RIEN) if role else Reach.RIEN


_LETTERS = {"E": Role.EXAMENS, "S": Role.ETABLISSEMENT, "J": Role.JURY, "C": Role.CANDIDAT}


def _row(address: str, what: str, action: str, who: str) -> Right:
    """``who``: ``public``; or one letter a role, capital for every object, small for one's own."""
    if who == "public":
        return Right(address, what, action, public=True)
    reaches = {
        _LETTERS[letter.upper()]: Reach.TOUT if letter.isupper() else Reach.SIEN for letter in who if letter != "-"
    }
    return Right(address, what, action, reaches)


# Capital: every object. Small: one's own. E service des examens, S établissement, J jury, C candidat.
ROWS = (
    # Everyone
    _row("accueil", "page", "lire", "public"),
    _row("sante", "page", "lire", "public"),
    _row("mentions", "page", "lire", "public"),
    _row("aide", "guide", "lire", "public"),
    _row("langue", "langue des pages", "choisir", "public"),
    _row("certifications", "certification", "lire", "public"),
    _row("certification", "certification", "lire", "public"),
    _row("resultats", "résultats publiés", "lire", "public"),
    _row("resultats_session", "résultats publiés", "lire", "public"),
    _row("resultats_page", "résultats publiés", "lire", "public"),
    _row("verifier", "document", "vérifier", "public"),
    _row("code", "papier", "vérifier", "public"),
    _row("partage", "titre partagé par son titulaire", "lire", "public"),
    _row("partage_fichier", "titre partagé par son titulaire", "lire", "public"),
    _row("did", "clés publiques", "lire", "public"),
    _row("statuts", "liste de statuts", "lire", "public"),
    _row("statuts_jeton", "liste de statuts", "lire", "public"),
    _row("portefeuille_emetteur", "émetteur", "lire", "public"),
    _row("portefeuille_serveur", "émetteur", "lire", "public"),
    _row("portefeuille_cle", "clés publiques", "lire", "public"),
    _row("portefeuille_type", "émetteur", "lire", "public"),
    _row("portefeuille_jeton", "offre d'un titre", "prendre, avec son code", "public"),
    _row("portefeuille_nonce", "offre d'un titre", "prendre, avec son code", "public"),
    _row("portefeuille_titre", "offre d'un titre", "prendre, avec son code", "public"),
    _row("emetteur", "émetteur", "lire", "public"),
    _row("realisation", "certification", "lire", "public"),
    _row("realisation_bloc", "certification", "lire", "public"),
    _row("contextes", "contexte", "lire", "public"),
    _row("contexte", "contexte", "lire", "public"),
    _row("journal_maison", "point de contrôle", "lire", "public"),
    _row("point_de_controle", "point de contrôle", "lire", "public"),
    _row("point_de_controle_taille", "point de contrôle", "lire", "public"),
    _row("coherence", "preuve de cohérence", "lire", "public"),
    _row("invitation", "invitation", "accepter", "public"),
    _row("atelier", "page sans données", "lire", "public"),
    _row("atelier_page", "page sans données", "lire", "public"),
    _row("atelier_service", "page sans données", "lire", "public"),
    _row("atelier_manifeste", "page sans données", "lire", "public"),
    _row("atelier_revoque", "un appareil", "savoir s'il est révoqué", "public"),
    _row("tuteur", "grille d'un stagiaire", "lire, par un lien personnel", "public"),
    _row("tuteur_croix", "grille d'un stagiaire", "saisir, par un lien personnel", "public"),
    _row("tuteur_preuve", "grille d'un stagiaire", "joindre une preuve, par un lien personnel", "public"),
    _row("tuteur_signer", "grille d'un stagiaire", "signer, par un lien personnel", "public"),
    # Accounts
    _row("mon_compte", "son compte", "lire et modifier", "ESJC"),
    _row("ma_cle", "sa clé d'approbation", "inscrire ou révoquer", "EJ"),
    _row("comptes", "compte", "lire", "E"),
    _row("compte_inviter", "invitation", "créer", "E"),
    _row("compte_inviter_plusieurs", "invitation", "créer", "E"),
    _row("candidats_inviter", "invitation", "créer", "E"),
    _row("compte_ouvrir", "compte", "modifier, fermer ou rouvrir", "E"),
    _row("invitation_renouveler", "invitation", "renouveler", "E"),
    _row("invitation_retirer", "invitation", "retirer", "E"),
    _row("compte_second_facteur", "compte", "rendre l'accès", "E"),
    _row("securite", "journal de sécurité", "lire", "E"),
    _row("etablissements", "établissement", "lire", "E"),
    _row("etablissement_ajouter", "établissement", "créer", "E"),
    _row("etablissement", "établissement", "modifier", "E"),
    _row("envois", "courriel", "lire", "E"),
    _row("envoi", "courriel", "envoyer de nouveau ou annuler", "E"),
    _row("envois_textes", "texte d'un courriel", "lire", "E"),
    _row("envois_texte", "texte d'un courriel", "modifier", "E"),
    # The session, by the exam office
    _row("premiers_pas", "page", "lire", "E"),
    _row("maison", "maison", "modifier", "E"),
    _row("maison_export", "maison", "exporter le journal", "E"),
    _row("maison_effacer", "maison", "effacer ce qui n'est plus à conserver", "E"),
    _row("depots", "dépôt de codes", "modifier", "E"),
    _row("titres_adresse", "titre numérique", "signer sous l'adresse du site", "E"),
    _row("mentions_session", "session", "modifier", "E"),
    _row("fiche_ajouter", "certification", "créer", "E"),
    _row("reglement_dresse", "certification", "modifier", "E"),
    _row("sessions", "session", "lire", "Esj"),
    _row("session_ouvrir", "session", "créer", "E"),
    _row("session", "session", "lire", "Esj"),
    _row("import", "inscription", "importer", "E"),
    _row("import_apercu", "inscription", "importer", "E"),
    _row("import_a_corriger", "inscription", "importer", "E"),
    _row("import_modele", "inscription", "importer", "E"),
    _row("inscrire", "inscription", "créer", "E"),
    _row("inscription_modifier", "inscription", "modifier", "E"),
    _row("personne", "inscription", "modifier", "E"),
    _row("inscriptions", "inscription", "lire", "Es"),
    _row("inscription", "inscription", "lire", "Es"),
    _row("inscription_acte", "inscription", "modifier", "E"),
    _row("ecrire", "courriel", "envoyer", "E"),
    _row("calendrier", "session", "modifier", "E"),
    _row("coefficients", "session", "modifier", "E"),
    _row("jury", "jury", "nommer", "E"),
    _row("conduite", "session", "conduire", "E"),
    _row("controle", "épreuve de contrôle", "choisir", "E"),
    _row("journal", "journal", "lire", "E"),
    _row("journal_export", "journal", "exporter", "E"),
    _row("journal_preuve", "preuve d'inclusion", "lire", "E"),
    _row("export", "inscription", "exporter", "Es"),
    # Work that outlasts a page
    _row("travaux", "travail", "lire", "E"),
    _row("travail", "travail", "lire", "E"),
    _row("travail_acte", "travail", "annuler ou reprendre", "E"),
    _row("travail_fichier", "fichier d'un travail", "lire", "E"),
    _row("papiers", "document", "exporter", "E"),
    # Marks
    _row("saisie", "note", "lire", "Es"),
    _row("saisie_unite", "note", "saisir", "Es"),
    _row("bordereau", "note", "saisir", "Es"),
    _row("brouillon", "brouillon", "écrire", "ESJ"),
    _row("relecture", "note", "lire", "Es"),
    _row("releve", "relevé de notes", "lire", "Es"),
    _row("releve_fichier", "relevé de notes", "exporter", "Es"),
    _row("releve_reponse", "relevé de notes", "confirmer ou contester", "s"),
    _row("grilles", "grille", "lire", "Es"),
    _row("grille_charger", "grille", "charger", "E"),
    _row("grille_groupe", "grille", "lire", "Es"),
    _row("grille", "grille", "lire", "Es"),
    _row("grille_croix", "grille", "saisir", "Es"),
    _row("grille_arreter", "note", "arrêter", "Es"),
    _row("grille_harmoniser", "note", "harmoniser, pour le jury", "Ej"),
    _row("livret", "livret de suivi", "lire, et tenir sauf le jury", "Esj"),
    _row("atelier_etat", "son appareil", "lire", "ES"),
    _row("atelier_appareils", "son appareil", "déclarer", "ES"),
    _row("atelier_revoquer", "son appareil", "révoquer", "ES"),
    _row("atelier_paquet", "grille", "emporter hors ligne", "Es"),
    _row("atelier_envoi", "grille", "saisir hors ligne", "ES"),
    _row("preuve_joindre", "preuve", "joindre", "Es"),
    _row("preuve", "preuve", "lire", "Esj"),
    _row("preuve_retirer", "preuve", "retirer", "Es"),
    _row("tuteur_inviter", "lien d'un tuteur", "donner", "Es"),
    _row("tuteur_fermer", "lien d'un tuteur", "fermer", "Es"),
    _row("grille_fichier", "grille", "prendre sans nom", "Es"),
    _row("grille_classeur", "grille", "exporter", "Es"),
    _row("grille_relire", "grille", "importer", "Es"),
    # The jury room
    _row("deliberation", "délibération", "lire", "Ej"),
    _row("deliberation_dossiers", "dossier incomplet", "lire", "Ej"),
    _row("deliberation_dossiers_acte", "dossier incomplet", "décider", "E"),
    _row("deliberation_candidat", "décision", "lire", "Ej"),
    _row("deliberation_acte", "décision", "fixer", "j"),
    _row("deliberation_deport", "déport d'un membre du jury", "constater", "Ej"),
    _row("presence", "jury", "constater la présence", "Ej"),
    _row("pv", "procès-verbal", "lire", "Ej"),
    _row("pv_pdf", "procès-verbal", "lire", "Ej"),
    _row("pv_acte", "procès-verbal", "approuver et sceller", "Ej"),
    # What follows a publication
    _row("suites", "décision publiée", "suivre", "E"),
    _row("suites_retrait", "décision publiée", "annuler ou retirer", "E"),
    _row("suites_retablir", "décision publiée", "rétablir", "E"),
    _row("suites_accomplie", "décision publiée", "suivre", "E"),
    _row("suites_candidat", "demande d'un candidat", "lire", "E"),
    _row("suites_acte", "demande d'un candidat", "répondre", "E"),
    _row("suites_dossier", "décision publiée", "exporter", "E"),
    _row("suites_lettre", "demande d'un candidat", "lire", "Ec"),
    _row("suites_notification", "décision publiée", "lire", "Ec"),
    _row("statistiques", "statistiques", "lire", "E"),
    _row("statistiques_etat", "statistiques", "arrêter un état", "E"),
    _row("statistiques_export", "statistiques", "exporter", "E"),
    _row("statistiques_sessions", "statistiques", "lire", "E"),
    _row("mon_dossier_demande", "demande d'un candidat", "faire", "c"),
    # The candidate
    _row("mon_dossier", "inscription", "lire", "c"),
    _row("mon_dossier_session", "inscription", "lire", "c"),
    _row("mon_dossier_lectures", "journal de sécurité", "lire", "c"),
    _row("papier", "document", "lire", "Ec"),
    _row("partage_acte", "titre", "partager", "c"),
    _row("portefeuille_offre", "titre", "offrir à son portefeuille", "c"),
    _row("vae_partage_acte", "titre de VAE", "partager", "c"),
    _row("vae_portefeuille_offre", "titre de VAE", "offrir à son portefeuille", "c"),
    # The validation of experience
    _row("vae", "dossier de VAE", "lire", "Ej"),
    _row("vae_dossiers", "dossier de VAE", "lire", "Ej"),
    _row("vae_nouveau", "dossier de VAE", "recevoir", "E"),
    _row("vae_edition", "dossier de VAE", "conduire la VAE selon la dernière édition", "E"),
    _row("vae_effacer", "dossier de VAE", "effacer ce qui n'est plus à conserver", "E"),
    _row("vae_jury", "jury de VAE", "nommer", "E"),
    _row("vae_seances", "jury de VAE", "tenir séance", "E"),
    _row("vae_seance", "procès-verbal de VAE", "lire", "Ej"),
    _row("vae_approuver", "procès-verbal de VAE", "approuver", "j"),
    _row("vae_pv", "procès-verbal de VAE", "lire", "Ej"),
    _row("vae_dossier", "dossier de VAE", "lire", "Ej"),
    _row("vae_acte", "dossier de VAE", "conduire", "E"),
    _row("vae_decision", "décision de VAE", "prendre", "j"),
    _row("vae_papier", "document de VAE", "lire", "Ec"),
    _row("vae_juridiction", "suite d'une décision de VAE", "exporter", "E"),
    _row("vae_notification", "suite d'une décision de VAE", "lire", "Ec"),
    _row("mon_vae", "dossier de VAE", "lire", "c"),
    # allauth: signing in, second factor
    _row("account_login", "compte", "entrer", "public"),
    _row("account_logout", "compte", "sortir", "public"),
    _row("account_inactive", "compte", "entrer", "public"),
    _row("account_reset_password", "mot de passe", "réinitialiser", "public"),
    _row("account_reset_password_done", "mot de passe", "réinitialiser", "public"),
    _row("account_reset_password_from_key", "mot de passe", "réinitialiser", "public"),
    _row("account_reset_password_from_key_done", "mot de passe", "réinitialiser", "public"),
    _row("account_change_password", "mot de passe", "changer", "ESJC"),
    _row("account_reauthenticate", "compte", "confirmer", "ESJC"),
    _row("mfa_authenticate", "compte", "entrer", "public"),
    _row("mfa_reauthenticate", "compte", "confirmer", "ESJC"),
    _row("mfa_index", "compte", "protéger", "ESJC"),
    _row("mfa_activate_totp", "compte", "protéger", "ESJC"),
    _row("mfa_deactivate_totp", "compte", "protéger", "C"),
    _row("mfa_generate_recovery_codes", "compte", "protéger", "ESJC"),
    _row("mfa_view_recovery_codes", "compte", "protéger", "ESJC"),
    _row("mfa_download_recovery_codes", "compte", "protéger", "ESJC"),
)
MATRIX = {row.address: row for row in ROWS}
