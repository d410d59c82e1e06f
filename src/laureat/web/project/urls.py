"""Every address of the site; each has its row in the matrix of rights."""

from django.urls import include, path

from laureat.web.exam_sessions.views import approval_keys, inviting, people, schools
from laureat.web.project import help, language
from laureat.web.project import views as project

handler400 = "laureat.web.project.views.bad_request"
urlpatterns = [
    path("", project.home, name="accueil"),
    path("premiers-pas/", project.first_steps, name="premiers_pas"),
    path("sante", project.health, name="sante"),
    path("langue/<str:code>", language.choose, name="langue"),
    path("aide/<slug:name>/", help.guide, name="aide"),
    path("mentions/", project.notices, name="mentions"),
    path("compte/", people.my_account, name="mon_compte"),
    path("compte/cle-approbation/", approval_keys.own_key, name="ma_cle"),
    path("compte/", include("allauth.account.urls")),
    path("compte/double-authentification/", include("allauth.mfa.urls")),
    path("invitation/<str:token>/", people.accept, name="invitation"),
    path("comptes/", people.accounts, name="comptes"),
    path("comptes/inviter/", people.invite, name="compte_inviter"),
    path("comptes/inviter/plusieurs/", inviting.invite_many, name="compte_inviter_plusieurs"),
    path("comptes/<int:pk>/", people.account, name="compte_ouvrir"),
    path("comptes/<int:pk>/double-authentification/", people.second_factor, name="compte_second_facteur"),
    path("invitations/<int:pk>/renouveler/", people.renew_invitation, name="invitation_renouveler"),
    path("invitations/<int:pk>/retirer/", people.withdraw_invitation, name="invitation_retirer"),
    path("etablissements/", schools.establishments, name="etablissements"),
    path("etablissements/ajouter/", schools.add_establishment, name="etablissement_ajouter"),
    path("etablissements/<str:uai>/", schools.establishment, name="etablissement"),
    path("", include("laureat.web.jobs.urls")),
    path("", include("laureat.web.mails.urls")),
    path("", include("laureat.web.aftermath.urls")),
    path("", include("laureat.web.vae.urls")),
    path("", include("laureat.web.grids.urls")),
    path("", include("laureat.web.registry.urls")),
    path("", include("laureat.web.exam_sessions.urls")),
    path("", include("laureat.web.jury_room.urls")),
]
