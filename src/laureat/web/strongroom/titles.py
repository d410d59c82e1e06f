"""Sign titles, tokens and status lists, each drawn up here from the facts: who asks says only whose, and which."""

import json
import time
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from laureat.credentials import jose, proof, sdjwt
from laureat.credentials.keys import SigningKey
from laureat.credentials.status import PURPOSES, SIZE, Event, instant
from laureat.session.framework import Refused
from laureat.vocabulary.json_text import read_json
from laureat.web.exam_sessions import checks, covered
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.titled import Titled
from laureat.web.sealer.client import Unknown
from laureat.web.strongroom import heads, keys, standing
from laureat.web.titles import issuing, lists
from laureat.web.titles import keys as house_keys
from laureat.web.titles.models import Title
from laureat.web.vae import papers as vae_papers
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of


def desk_of(log: str, candidate: str) -> Desk:
    """The session of a candidate whose result is published, all of it proved by facts that prolong the last head.

    Raises Unknown for no such candidate, Refused with the reasons.
    """
    session = ExamSession.of_log(log)
    if session is None:
        raise Unknown
    heads.check(log)
    state = look(session, [candidate])
    if candidate not in state.candidates:
        raise Unknown
    if troubles := checks.of_candidate(session, state, candidate):
        raise Refused(*(trouble.text for trouble in troubles))
    if state.result(candidate) is None:
        raise Refused(state.why_withheld(candidate) or _("Aucun résultat n'est publié."))
    decided = state.result_in_force(candidate)
    return Desk.of(session, state, minutes=state.deliberations[decided.deliberation - 1] if decided else None)


def titled_of(log: str, candidate: str) -> Titled:
    """The titles of someone, of a session or of a VAE, proved in the same way. Raises Unknown, Refused."""
    if ExamSession.of_log(log) is not None:
        return desk_of(log, candidate).titled(candidate)
    given = given_of(candidate)
    if given is None or given.where["log"] != log:
        raise Unknown
    if given.troubles:
        raise Refused(*given.troubles)
    return given.titled()


def given_of(application: str) -> vae_papers.Given | None:
    """What the decisions notified on an application of VAE give, the log of which prolongs the last head."""
    try:
        file = VaeFile.objects.select_related("certification").filter(pk=uuid.UUID(application)).first()
    except ValueError:
        return None
    if file is None:
        return None
    heads.check(log_of(file.certification))
    return vae_papers.given(file)


def sign(log: str, candidate: str, wanted: tuple[tuple[str, int], ...]) -> list[tuple[str, str, str]]:
    """Sign these titles, each at its place in the status lists: identifier, digest of what it attests, document."""
    titled, key = titled_of(log, candidate), keys.issuing_key()
    drafts = {draft.kind: draft for draft in titled.drafts(key.salts)}
    if drafts and any(kind == issuing.RECORD for kind, _index in wanted):
        made = [live_title(titled, kind) for kind in drafts]
        drafts[issuing.RECORD] = titled.record_draft(made, key.salts)
    issuance, signed = titled.issuance(), []
    proved = issuing.evidence(covered.told(titled.over()))
    for kind, index in wanted:
        if (draft := drafts.get(kind)) is None:
            raise Refused(_("La décision ne donne pas ce titre."))
        if Title.objects.filter(issuer=issuance.issuer.did, index=index).exists():
            raise Refused(_("Cette place des listes de statut est déjà prise : recommencez."))
        identifier = issuing.fresh_identifier(draft)
        document = {**draft.build(identifier, lists.of(issuance.issuer).entry(index)), "evidence": proved}
        whole = proof.sign(document, key, issuance.issuer.key_id, issuance.instant)
        signed.append((identifier, draft.digest, json.dumps(whole, ensure_ascii=False)))
    return signed


def live_title(titled: Titled, kind: str) -> Title:
    """The live title of this kind, its signature checked. Raises Refused for none, or one that is not ours."""
    known = titled.live()
    for draft in titled.drafts():
        if draft.kind == kind and (title := known.get((kind, draft.digest))) is not None:
            _verified(title, keys.issuing_key())
            return title
    raise Refused(_("Ce titre n'est pas encore signé : recommencez."))


def _verified(title: Title, key: SigningKey) -> dict[str, object]:
    """The document of a title. Raises Refused where our key did not sign it."""
    try:
        document: dict[str, object] = read_json(title.document)
        proof.verify(document, key.verifying.public)
    except ValueError:
        raise Refused(_("Ce titre n'est pas tel qu'il a été signé : prévenez le service des examens.")) from None
    return document


def _title(identifier: str) -> tuple[Titled, Title]:
    """A title delivered, and what proves it still. Raises Unknown, Refused."""
    title = Title.objects.filter(identifier=identifier).exclude(document="").first()
    if title is None:
        raise Unknown
    return titled_of(title.log, title.candidate), title


def token(identifier: str) -> str:
    """A title of ours, as a VC-JWT."""
    _titled, title = _title(identifier)
    key = keys.issuing_key()
    return jose.sign(proof.unsecured(_verified(title, key)), key, f"{title.issuer}#{key.multikey}")


def for_wallet(identifier: str, x: str, y: str) -> str:
    """A title in force as an SD-JWT VC, bound to the P-256 key of these coordinates."""
    titled, title = _title(identifier)
    if not title.in_force or not settings.SITE:
        raise Unknown
    site, told = settings.SITE.rstrip("/"), titled.told
    who, marks = told.candidate.identite, titled.marks(title.kind)
    chosen = {name: who.get(name, "").strip() for name in ("nom", "nom_usage", "prenom", "date_naissance")}
    chosen |= {"mention": told.outcome.mention.label if title.kind in ("diplome", "releve") else ""}
    chosen |= {"decision": told.outcome.decision.label if title.kind == "releve" else ""}
    always = {
        "intitule": titled.name_of(title.kind),
        "fiche": str(titled.context.fiche["numero"]),
        "session": int(titled.context.synthese["session"]),
        "emetteur": titled.issuance().issuer.name,
    }
    given = sdjwt.WalletTitle(
        f"{site}/vct/titre", always, {name: value for name, value in chosen.items() if value}, marks
    )
    number, place = divmod(title.index, SIZE)
    holder = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    status = (f"{site}/statuts/jeton-{number + 1}", place)
    return sdjwt.issue(given, site, holder, status, int(time.time()), keys.wallet_key())


def status_list(purpose: str, number: int, did: str) -> str:
    """A status list of the house as it stands now, signed: by the rows, and by the facts, which may hold back what a
    row says in force. Raises Unknown where there is no such list."""
    if did not in lists.names() or purpose not in PURPOSES or number >= max(lists.count(did), 1):
        raise Unknown
    now = datetime.now(UTC)
    held = _held(did, number) if PURPOSES[purpose] is Event.SUSPENDU else set()
    issuer, document = lists.drawn_up(did, purpose, number, now, held)
    made = proof.sign(document, keys.issuing_key(), issuer.key_id, instant(now))
    return json.dumps(made, ensure_ascii=False) + "\n"


def wallet_status_list(number: int) -> str:
    """The same for wallets."""
    did = house_keys.house_did()
    if not did or number >= max(lists.count(did), 1):
        raise Unknown
    rows = lists.within(did, number).exclude(state=Event.EMIS)
    states = dict.fromkeys(_held(did, number), Event.SUSPENDU)
    states |= {index % SIZE: Event(state) for index, state in rows.values_list("index", "state")}
    now = int(time.time())
    until = now + int(lists.LIFE.total_seconds())
    return sdjwt.status_list(
        f"{settings.SITE}statuts/jeton-{number + 1}", states.items(), now, until, keys.wallet_key()
    )


def _held(did: str, number: int) -> set[int]:
    """The places, in the lists of this number, of the titles that only their rows say in force."""
    return {index % SIZE for index in standing.held_back(lists.within(did, number).filter(state=Event.EMIS))}
