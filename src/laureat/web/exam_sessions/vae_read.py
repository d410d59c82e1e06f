"""The VAE of a certification as its facts say it, each judged: what any other log rests on of it."""

import functools
from collections.abc import Iterable
from datetime import date

from laureat.records import Fact
from laureat.session.carried import Validation, Validations
from laureat.session.certification import framework_of
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import Framework
from laureat.session.judged import VAE
from laureat.session.vae import VaeState, vae_log
from laureat.session.vae import validated as validated_in
from laureat.vocabulary import InvalidInput
from laureat.web.exam_sessions import house_read, ledger
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import rules_at

Extent = tuple[tuple[int, int], frozenset[object]]
"""How far the log of a VAE goes, and the approval keys by which it is judged."""


def certification_of(log: str) -> Certification | None:
    """The certification of which this is the VAE log."""
    known = Certification.objects.only("numero")
    return next((certification for certification in known if vae_log(certification.numero) == log), None)


def frame(certification: Certification, year: int = 0) -> Framework:
    """The frame of a certification today, or in a year that its règlement knows."""
    today = date.today().year
    try:
        return framework_of(rules_at(certification, year or today), {})
    except InvalidInput:
        if year in (0, today):
            raise
        return framework_of(rules_at(certification, today), {})


def look(certification: Certification, applications: Iterable[str] | None = None) -> VaeState:
    """The state of the jury and of some applications, or of all: each fact judged, none refused is heeded."""
    log = vae_log(certification.numero)
    state = VaeState(log, everyone=applications is None)
    frames: dict[int, Framework] = {}

    def frame_at(_state: VaeState, fact: Fact) -> Framework:
        year = int(fact.at[:4])
        if year not in frames:
            frames[year] = frame(certification, year)
        return frames[year]

    return Reader(VAE, Rules(frame_at, keys=house_read.keys_now()), state).read(ledger.held(log, applications))


def look_at_all(certification: Certification) -> VaeState:
    """The state of every application, for whatever is shown, printed or signed. Not to be changed.

    A reading of some applications does not judge what rests on the others: the content of minutes that were approved,
    a sitting or an act that names several. Read again only when the log has grown, or the approval keys of the house
    are others.
    """
    return _everyone(certification.pk, extent(vae_log(certification.numero)))


def extent(log: str) -> Extent:
    """How far the log of a VAE goes, and the approval keys by which it is judged: both the same, it says the same."""
    return ledger.extent(log), frozenset(house_read.look().approval_keys.items())


@functools.lru_cache(maxsize=4)
def _everyone(numero: str, _extent: Extent) -> VaeState:
    return look(Certification.objects.get(pk=numero))


def validated(log: str, leaf: str) -> Validation | None:
    """What a decision of VAE, named by its leaf hash, validates; None for none that its log accepts."""
    return _validations(log).get(leaf)


def validations_now() -> Validations:
    """The same, each VAE log read once, when one of its decisions is asked."""
    known = functools.cache(_validations)
    return lambda log, leaf: known(log).get(leaf)


def _validations(log: str) -> dict[str, Validation]:
    certification = certification_of(log)
    return _validated(certification.pk, extent(log)) if certification else {}


@functools.lru_cache(maxsize=4)
def _validated(numero: str, extent: Extent) -> dict[str, Validation]:
    return validated_in(_everyone(numero, extent))
