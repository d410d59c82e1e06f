"""Everything that tells of a person has a term, and something that erases it; a page says so.

The page ``docs/reference/durees-de-conservation.md`` is written from this test: ``LAUREAT_ECRIRE=1`` writes it anew.
"""

import html
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from laureat.records.facts import KINDS
from laureat.records.promises import COMMITTED
from laureat.records.retention import (
    AT_ONCE,
    BESIDE,
    BY_FACT,
    DEFAULTS,
    LAW,
    SETTINGS,
    Beside,
    Kept,
    Text,
    may_erase,
    told_by,
)
from laureat.web import data_folder
from laureat.web.project import terms
from support.toile import text

PAGE = Path(__file__).parents[2] / "docs/reference/durees-de-conservation.md"

NAMELESS = "ne nomme personne"
PSEUDONYM = "sous pseudonyme : ne dit plus rien de personne, l'identité effacée"
ACCOUNT = "du compte : ne dit plus rien de personne, son nom effacé"
HOUSE = "de la maison, qui le change : tant qu'elle le dit"
OFFICE = "de la session, dont les papiers le disent : comme le procès-verbal"
COUNTED = "compté quelques minutes ; oublié la nuit"
BROWSER = "session d'un navigateur : un jour au plus, oubliée la nuit"
DEMONSTRATION = "les démonstrations seules y écrivent"
BY_KIND = "selon le genre du texte (voir les faits, plus bas)"
EARLIER = "une version antérieure y écrivait ses listes de statuts, qui ne nomment personne"
Class = str | Kept | Beside
N, P, A = NAMELESS, PSEUDONYM, ACCOUNT
PAPERS = {N: "id kind result digest state reason made moved", P: "log candidate identity"}
IDENTITY, COPY, PV, COMPTE = Kept.IDENTITE_DIPLOME, Kept.COPIE, Kept.PV, Kept.COMPTE
SEAT = {PV: "nom prenom sexe establishment declared", P: "id account_id", N: "qualite fonction"}

COLUMNS: Mapping[str, Mapping[Class, str]] = {
    "vae_vaefile": {
        IDENTITY: "numero sort_key search_key",
        P: "application person received silence_ends stage units validated refused",
        N: "certification_id",
    },
    "vae_vaejuror": {**SEAT, N: "qualite fonction certification_id sits"},
    "grids_gridedition": {N: "id code edition fingerprint data at"},
    "grids_chosengrid": {N: "id session_id unit edition_id"},
    "grids_tutorlink": {
        COPY: "name quality email",
        P: "candidate by_id",
        N: "id token_digest session_id unit situation role language at expires closed signed signed_digest",
    },
    "grids_remark": {IDENTITY: "id identity_id link_id signature_id reason text"},
    "grids_signature": {P: "candidate mark author_id", N: "id session_id unit digest key at"},
    "grids_gridentry": {
        P: "author_id tutor_id candidate value",
        N: "id at session_id unit edition_id situation reading criterion origin key told_at",
    },
    "grids_settlement": {
        P: "candidate mark computed commitment author_id",
        N: "id session_id unit edition_id last_entry digest computation at",
    },
    "grids_device": {Beside.APPAREIL: "id account_id name created seen revoked"},
    "grids_evidence": {
        COPY: "title taken_away_by",
        P: "author_id tutor_id candidate",
        N: "at id session_id unit situation criterion kind digest size taken_away",
    },
    "grids_followup": {
        IDENTITY: "id author_id tutor_id at session_id identity_id kind day until unit number place text cancels_id"
    },
    "grids_harmonisation": {
        P: "candidate before after commitment author_id",
        N: "id act session_id unit undoes_id at",
    },
    "exam_sessions_certification": {N: "numero title reglement binding data sheet read_at"},
    "exam_sessions_examsession": {
        OFFICE: "signatory signatory_quality service service_address service_email",
        N: "id certification_id year label academy certifier authority place court phase round blank published created",
    },
    "exam_sessions_storedfact": {P: "id log key kind subject payload"},
    "exam_sessions_numberedfact": {N: "fact_id log position leaf"},
    "exam_sessions_storedtreehead": {N: "id log size occasion head frontier at"},
    "exam_sessions_standing": {
        IDENTITY: "numero sort_key search_key",
        P: "candidate establishment voie categorie forme option units cells told control control_units missing "
        "pieces_missing reserves livret_awaited withheld withdrawn proposal decision mention average distance "
        "public_decision public_mention facts anomalies",
        N: "session_id",
    },
    "exam_sessions_deposit": {Beside.LISTE: "id session_id by_id name content part seen at"},
    "exam_sessions_draft": {Beside.BROUILLON: "id by_id place fields at"},
    "exam_sessions_juror": {**SEAT, N: "qualite fonction session_id"},
    "aftermath_toldfigures": {P: "counted", N: "id session_id at facts figures presented admitted exported"},
    "titles_title": {**PAPERS, IDENTITY: "document share", N: f"{PAPERS[N]} identifier issuer index"},
    "titles_paper": {**PAPERS, N: f"{PAPERS[N]} code"},
    "titles_depositedpaper": {Kept.DEPOT: "id deposit rank code line path"},
    "titles_offer": {P: "id title_id code pin tries until token taken"},
    "checkpoints_storedcheckpoint": {N: "id origin size note at"},
    "checkpoints_cosignature": {N: "id checkpoint_id witness line at"},
    "checkpoints_timestamp": {N: "id checkpoint_id authority token at"},
    "candidates_privatetext": {BY_KIND: "commitment log kind subject salt text created"},
    "candidates_identity": {IDENTITY: "candidate person log numero fields others sort_key search_key account_id"},
    "procrastinate_workers": {N: "id last_heartbeat"},
    "procrastinate_jobs": {
        P: "lock args",
        N: "id queue_name task_name priority status scheduled_at attempts queueing_lock abort_requested worker_id",
    },
    "procrastinate_events": {N: "id job_id type at"},
    "procrastinate_periodic_defers": {N: "id task_name defer_timestamp job_id periodic_id"},
    "mails_wording": {N: "kind subject body"},
    "mails_message": {
        Beside.COURRIEL: "id kind to name subject body invitation_id seed log lot by_id asked_at state tries next_at "
        "sent_at trouble"
    },
    "jobs_job": {
        Beside.TRAVAIL: "id kind author_id log arguments state asked_at started_at ended_at tries done total "
        "cancelling said files seen queued"
    },
    "accounts_establishment": {N: "uai name nature town sort_key"},
    "accounts_habilitation": {N: "id establishment_id certification starts ends scope by_right"},
    "accounts_house": {
        HOUSE: "signatory signatory_quality service service_address service_email sender",
        N: "id certifier academy authority place court logo logo_format logo_text",
    },
    "accounts_user": {
        COMPTE: "email name",
        A: "id password last_login role establishment_id pseudonym is_active language created",
    },
    "accounts_invitation": {
        COMPTE: "id token_digest email name role establishment_id person invited_by_id created expires accepted"
    },
    "accounts_counter": {COUNTED: "id kind key count until"},
    "accounts_trace": {Beside.SECURITE: "id at kind account_id role establishment address subject what weight"},
    "accounts_factorreset": {A: "id account_id asked_by_id at"},
    "auth_permission": {N: "id name content_type_id codename"},
    "auth_group": {N: "id name"},
    "django_content_type": {N: "id app_label model"},
    "django_session": {BROWSER: "session_key session_data expire_date"},
    "account_emailaddress": {COMPTE: "email", A: "id user_id verified primary"},
    "account_emailconfirmation": {A: "id email_address_id created sent key"},
    "mfa_authenticator": {A: "id user_id type data created_at last_used_at"},
}
"""By table and class, its columns."""
FILES: Mapping[Class, str] = {
    N: "DATABASE SECRET STRONGROOM LEDGER_KEY STATICS CREDENTIAL_KEY KEY_HISTORY WALLET_KEY SEAL PUBLIC_KEYS "
    "LAST_HEADS TRUST SUPERUSER WITNESSES TIMESTAMPING DEMONSTRATION",
    DEMONSTRATION: "MAILS",
    EARLIER: "CREDENTIALS",
    Beside.TRAVAIL: "JOBS",
    IDENTITY: "PAPERS PUBLIC",
    COPY: "EVIDENCE",
}
"""By class, the names of the folder of data (``data_folder``)."""
PLAIN = """
accepted account accounts admissible again annulled answer answered_on application applications arrete_date article
asked asked_by at attestation authenticator_data author authority average basis before blank blocs by_right candidate
candidates categorie cell certificat certification certifier changed client_data column computation conduct content
control counter credential data day decided_on decision deliberation depends_on deposit derogation digest document
done_on due edition engine entries establishment establishments expires fact famille fingerprint fonction forme grid
ground habilitation habilitations harmonised held_on invitation issued juror jurors key keys_required kinds listed log
main mention method milestone minutes missing name nature notified_on number occasion of option origin outside_dates
paper papers person piece presence present president public qualite read_by received_on recused reglement request
reserves retention returning role root round rules sanction scope session sheet sheets signature signed_at signers
since sitting size source_leaf source_log sources text_date told_on town uai undoes unit units until upheld use
validated value versions voie voie_acces what year
"""
"""What facts say for ever: pseudonyms, codes, marks, dates, names of schools and of numbers; no text about a person."""
IDENTITIES = {"CandidateRegistered", "IdentityCorrected", "VaeApplicationReceived"}
NAMES = {"AccountInvited", "AccountOpened", "AccountRenamed"}
CAUSES = {("AccommodationDecided", "cause")}
OF_ANOTHER = {("TextErased", "commitment"), ("SessionFieldsSet", "before")}
"""Commitments of a text that another fact promises."""


def columns() -> dict[str, dict[str, Class]]:
    """By table and column, the class."""
    return {
        table: {name: kind for kind, names in classes.items() for name in names.split()}
        for table, classes in COLUMNS.items()
    }


def promised() -> Iterator[tuple[str, str, Class]]:
    """Every text that a fact promises: the kind of the fact, the field, how it is kept."""
    for kind, names in COMMITTED.items():
        for name in names:
            about = (kind.__name__, name)
            if about in OF_ANOTHER:
                continue
            special = BY_FACT.get(kind, {}).get(name)
            identity = IDENTITY if kind.__name__ in IDENTITIES else COMPTE if kind.__name__ in NAMES else None
            cause = Kept.CAUSE_AMENAGEMENT if about in CAUSES else Kept.MOTIF
            yield *about, special or (identity if name == "identity" and identity else cause)


def test_every_column_is_classed_once_by_what_it_tells_of_a_person() -> None:
    found = {model._meta.db_table: {one.column for one in model._meta.local_fields} for model in apps.get_models()}
    assert {table: set(names) for table, names in columns().items()} == found
    for table, classes in COLUMNS.items():
        names = " ".join(classes.values()).split()
        assert len(names) == len(set(names)), table


def test_every_text_that_a_fact_promises_has_a_term_and_its_other_fields_name_nobody() -> None:
    said = {one.name for kind in KINDS.values() for one in fields(kind) if one.name not in COMMITTED[kind]}
    assert said == set(PLAIN.split())
    assert {name for _kind, field, name in promised() if field == "identity"} == {IDENTITY, COMPTE, PV}
    every = {kind.__name__: names for kind, names in COMMITTED.items()}
    assert all(field in every[kind] for kind, field in CAUSES | OF_ANOTHER)
    assert all("identity" in every[kind] for kind in IDENTITIES | NAMES)


def test_every_name_of_the_folder_of_data_is_classed() -> None:
    names = {name for name, value in vars(data_folder).items() if name.isupper() and isinstance(value, str)}
    classed = " ".join(FILES.values()).split()
    assert (set(classed), len(classed)) == (names, len(names))


def test_every_term_has_a_length_and_its_words_and_serves() -> None:
    every: set[Class] = {*Kept, *Beside}
    assert {*DEFAULTS, *BESIDE} == set(terms.SAID) == every == set(settings.RETENTION) | set(settings.DAYS_KEPT)
    used = {kind for table in columns().values() for kind in table.values()} | set(FILES)
    assert every <= used | {kind for _fact, _field, kind in promised()} | {Kept.IDENTITE}


def test_the_page_of_personal_data_says_every_term(shared_base: str) -> None:
    page = html.unescape(text(Client().get("/mentions/")))
    for term in terms.terms():
        assert str(term.said.what)[1:] in page
        assert term.length in page


def test_no_door_shows_an_old_duration_once_the_law_is_changed(
    shared_base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each number of the law that keeps is changed in its text: the page and the refusals say the new one alone."""
    law = re.sub(r"ans: (\d+)", lambda found: f"ans: {int(found[1]) + 900}", LAW.read_text(encoding="utf-8"))
    law = law.replace('texte: "', 'texte: "changé ; ').replace("texte: usage}", "texte: changé}")
    changed = dict(told_by(law))
    assert all(one.source.startswith("changé") for one in changed.values())
    monkeypatch.setattr(settings, "RETENTION", changed)
    page = html.unescape(text(Client().get("/mentions/")))
    said = [may_erase(Text("0" * 64, kept, "2026-07-07"), "2026-07-08", changed) for kept in Kept]
    for kept, old in DEFAULTS.items():
        if old.years:
            assert f"{old.years + 900} ans" in page
            assert f"/{2026 + old.years + 900} (changé" in said[list(Kept).index(kept)] or kept in AT_ONCE
            assert not re.search(rf"\b{old.years} ans?\b", page)
            assert str(2026 + old.years) not in " ".join(said)


PREFACE = """# Durées de conservation

Page écrite par un essai, d'après les modèles, les genres de faits et les durées par défaut ; une colonne nouvelle le
fait échouer tant qu'elle n'est pas classée. Les durées en années sont avec les nombres de la loi
([`conservation.yaml`](../../src/laureat/reglements/communs/conservation.yaml)), leur texte dit comme il a été lu, et
chaque service les confirme ou les change ; toutes se règlent par la variable de l'environnement que dit la dernière
colonne, la même pour le serveur, le travailleur et `laureat auditer`. Celui-ci juge chaque effacement par les durées du
jour où il est lancé : une durée allongée après coup lui fait dire trop tôt un effacement qui ne l'était pas alors.
Une sauvegarde garde ce qu'elle a pris : sa durée est à qui la tient.

| ce qui est conservé | durée | à compter de | ce qui l'efface | texte ou réglage |
|---|---|---|---|---|"""


def written() -> str:
    """The page."""
    lines = [PREFACE]
    for term in terms.terms():
        kind, said = term.kind, term.said
        setting = f"`{BESIDE[kind].variable if isinstance(kind, Beside) else SETTINGS.get(kind, '')}`"
        why = setting if isinstance(kind, Beside) else f"{DEFAULTS[kind].source} ; {setting}".removesuffix(" ; ``")
        lines.append(f"| {said.what} (`{kind}`) | {term.length} | {said.since} | {said.erased_by} | {why} |")
    lines += ["", "## Les textes que des faits engagent", "", "| genre de fait | champ | durée |", "|---|---|---|"]
    lines += [f"| `{fact}` | `{field}` | {_named(kind)} |" for fact, field, kind in sorted(promised(), key=str)]
    lines += ["", "## Les colonnes", "", "| table | colonnes | durée |", "|---|---|---|"]
    for table, classes in sorted(COLUMNS.items()):
        for kind, names in classes.items():
            lines.append(f"| `{table}` | {', '.join(f'`{name}`' for name in names.split())} | {_named(kind)} |")
    lines += ["", "## Les fichiers du dossier des données", "", "| nom | durée |", "|---|---|"]
    lines += [
        f"| `{getattr(data_folder, name)}` | {_named(kind)} |"
        for kind, names in FILES.items()
        for name in names.split()
    ]
    return "\n".join(lines) + "\n"


def _named(kind: Class) -> str:
    return f"`{kind}`" if isinstance(kind, Kept | Beside) else kind


def test_the_page_of_the_documentation_is_the_one_that_these_terms_give() -> None:
    if os.environ.get("LAUREAT_ECRIRE"):
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()
