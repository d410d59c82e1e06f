"""Addresses of the sessions."""

from django.urls import path

from laureat.web.exam_sessions.views import (
    conducting,
    control,
    inviting,
    jury,
    lists,
    marks,
    office,
    offline,
    persons,
    registration,
    security,
    setup,
    texts,
    writing,
)

urlpatterns = [
    path("securite/", security.security_log, name="securite"),
    path("sessions/", office.session_list, name="sessions"),
    path("sessions/ouvrir/", office.open_session, name="session_ouvrir"),
    path("maison/", setup.the_house, name="maison"),
    path("fiches/ajouter/", office.add_sheet, name="fiche_ajouter"),
    path("sessions/<uuid:pk>/", office.dashboard, name="session"),
    path("sessions/<uuid:pk>/conduite/", conducting.lead, name="conduite"),
    path("sessions/<uuid:pk>/ecrire/", writing.write, name="ecrire"),
    path("sessions/<uuid:pk>/mentions/", setup.session_fields, name="mentions_session"),
    path("sessions/<uuid:pk>/calendrier/", office.calendar, name="calendrier"),
    path("sessions/<uuid:pk>/coefficients/", texts.to_confirm, name="coefficients"),
    path("sessions/<uuid:pk>/journal/", office.journal, name="journal"),
    path("sessions/<uuid:pk>/journal/export/", office.journal_export, name="journal_export"),
    path("sessions/<uuid:pk>/journal/preuve/<int:size>", office.journal_proof, name="journal_preuve"),
    path("sessions/<uuid:pk>/export/", lists.export, name="export"),
    path("sessions/<uuid:pk>/import/", lists.bring, name="import"),
    path("sessions/<uuid:pk>/import/<uuid:deposit>/", lists.bring_preview, name="import_apercu"),
    path("sessions/<uuid:pk>/import/<uuid:deposit>/a-corriger/", lists.bring_to_mend, name="import_a_corriger"),
    path("sessions/<uuid:pk>/import/modele/", lists.model, name="import_modele"),
    path("sessions/<uuid:pk>/inscrire/", lists.enrol, name="inscrire"),
    path("sessions/<uuid:pk>/inviter/", inviting.invite_candidates, name="candidats_inviter"),
    path("sessions/<uuid:pk>/inscriptions/", registration.registrations, name="inscriptions"),
    path("sessions/<uuid:pk>/inscriptions/<uuid:candidate>/", registration.registration, name="inscription"),
    path("sessions/<uuid:pk>/inscriptions/<uuid:candidate>/modifier/", lists.edit, name="inscription_modifier"),
    path("sessions/<uuid:pk>/inscriptions/<uuid:candidate>/personne/", persons.person, name="personne"),
    path(
        "sessions/<uuid:pk>/inscriptions/<uuid:candidate>/acte/", registration.registration_act, name="inscription_acte"
    ),
    path("sessions/<uuid:pk>/saisie/", marks.unit_list, name="saisie"),
    path("sessions/<uuid:pk>/saisie/<str:unit>/", marks.unit_sheet, name="saisie_unite"),
    path("sessions/<uuid:pk>/saisie/<str:unit>/bordereau/", offline.bordereau, name="bordereau"),
    path("brouillon/", offline.draft, name="brouillon"),
    path("sessions/<uuid:pk>/relecture/<str:unit>/", marks.read_back, name="relecture"),
    path("sessions/<uuid:pk>/controle/", control.control, name="controle"),
    path("sessions/<uuid:pk>/jury/", jury.appointment, name="jury"),
]
