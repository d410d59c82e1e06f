"""Public addresses, and the candidate's own."""

from django.urls import path

from laureat.web.registry import bulk, candidate, codes, deposits, journal, loop, share, views, wallet

urlpatterns = [
    path("certifications/", views.certifications, name="certifications"),
    path("certifications/<str:numero>/", views.certification, name="certification"),
    path("resultats/", views.results, name="resultats"),
    path("resultats/<uuid:pk>/", views.session_results, name="resultats_session"),
    path("resultats/<uuid:pk>/<int:page>/", views.session_results, name="resultats_page"),
    path("verifier/", views.verify, name="verifier"),
    path("journal/", journal.log, name="journal_maison"),
    path("journal/checkpoint", journal.checkpoint, name="point_de_controle"),
    path("journal/checkpoint/<int:size>", journal.checkpoint, name="point_de_controle_taille"),
    path("journal/coherence/<int:old>/<int:new>", journal.consistency, name="coherence"),
    path("depots/", deposits.deposits, name="depots"),
    path("v/<str:code>", codes.code, name="code"),
    path("partage/<str:token>/", share.shared, name="partage"),
    path("partage/<str:token>/<str:form>", share.shared_file, name="partage_fichier"),
    path(".well-known/did.json", loop.did, name="did"),
    path("statuts/<str:purpose>-<int:number>.json", loop.status_list, name="statuts"),
    path("statuts/jeton-<int:number>", wallet.status_token, name="statuts_jeton"),
    path(".well-known/openid-credential-issuer", wallet.issuer_metadata, name="portefeuille_emetteur"),
    path(".well-known/oauth-authorization-server", wallet.server_metadata, name="portefeuille_serveur"),
    path(".well-known/jwt-vc-issuer", wallet.vc_issuer, name="portefeuille_cle"),
    path("vct/titre", wallet.title_type, name="portefeuille_type"),
    path("portefeuille/jeton", wallet.token, name="portefeuille_jeton"),
    path("portefeuille/nonce", wallet.nonce, name="portefeuille_nonce"),
    path("portefeuille/titre", wallet.credential, name="portefeuille_titre"),
    path("emetteur", loop.profile, name="emetteur"),
    path("realisations/<str:numero>", loop.achievement, name="realisation"),
    path("realisations/<str:numero>/<str:bloc>", loop.achievement, name="realisation_bloc"),
    path("contextes", loop.contexts, name="contextes"),
    path("contextes/<int:rank>", loop.context, name="contexte"),
    path("sessions/<uuid:pk>/papiers", bulk.papers_zip, name="papiers"),
    path("mon-dossier/", candidate.mine, name="mon_dossier"),
    path("mon-dossier/lectures/", candidate.readers, name="mon_dossier_lectures"),
    path("mon-dossier/<uuid:pk>/", candidate.my_session, name="mon_dossier_session"),
    path("mon-dossier/<uuid:pk>/portefeuille", wallet.offer, name="portefeuille_offre"),
    path("mon-dossier/<uuid:pk>/partage", share.open_or_close, name="partage_acte"),
    path("mon-dossier/<uuid:pk>/<str:kind>/", candidate.paper, name="papier"),
]
