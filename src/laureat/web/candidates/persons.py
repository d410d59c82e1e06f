"""Whom the house already knows under an identity: the registrations of all its sessions and of the VAE.

``laureat.people`` compares; a person confirms. Nobody is joined to anybody on an INE alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from laureat.people import Agreement, Comparison, Verdict
from laureat.people import Identity as Person
from laureat.people.identity import name_key
from laureat.people.ine import ine_key
from laureat.people.known import Known, identity_of
from laureat.vocabulary.french import short_date, words
from laureat.web.candidates.labels import LABELS
from laureat.web.candidates.models import Identity

_SHOWN = ("nom", "prenom", "nom_usage", "date_naissance", "lieu_naissance", "ine")


@dataclass(frozen=True)
class Alike:
    """Someone known who may be the person, and how the two identities compare."""

    row: Identity
    comparison: Comparison
    asked: Mapping[str, str]
    """The fields of the identity that was looked for."""

    @property
    def is_same(self) -> bool:
        """INE, name and birth date all agree: still for a person to confirm."""
        return self.comparison.verdict is Verdict.SAME

    @property
    def shares_ine(self) -> bool:
        """A valid INE is the same on both sides."""
        return self.comparison.evidence.ine is Agreement.AGREE

    @property
    def evidence(self) -> str:
        """« même INE, noms proches »."""
        return self.comparison.evidence.text

    @property
    def verdict(self) -> str:
        """« même personne », « à confirmer »."""
        return self.comparison.verdict.value

    @property
    def side_by_side(self) -> list[tuple[str, str, str, bool]]:
        """Label, what is known, what is asked, whether they agree; what neither says is left out."""
        both = ((LABELS[name], self.row.fields.get(name, ""), self.asked.get(name, "")) for name in _SHOWN)
        return [(label, one, other, words(one) == words(other)) for label, one, other in both if one or other]


class House:
    """The people of the house, among whom those of some identities are looked for."""

    def __init__(self, asked: Iterable[Mapping[str, str]], ines: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """``asked``: all that will be looked for, so that the base is asked once. ``ines``: by candidate, the INE that
        the same act gives: two that were exchanged are put right together.
        """
        told = [(one, identity_of(one)) for one in asked]
        self._asked = {id(one): (one, person) for one, person in told}
        """Each as it is compared: whoever asks asks of these themselves."""
        rows = _fetched([person for _one, person in told])
        self._known = Known((identity_of(row.fields | (ines or {}).get(row.candidate, {})), row) for row in rows)

    def alike(self, fields: Mapping[str, str], *, but: str = "") -> list[Alike]:
        """Whoever may be this person, the surest first; ``but``: the registration itself."""
        _fields, person = self._asked.get(id(fields)) or (fields, identity_of(fields))
        found = self._known.alike(person)
        return [Alike(row, comparison, fields) for row, comparison in found if row.candidate != but]


def alike(fields: Mapping[str, str], *, but: str = "") -> list[Alike]:
    """Whoever of the house may be this person, the surest first."""
    return House([fields]).alike(fields, but=but)


def _fetched(asked: list[Person]) -> Iterable[Identity]:
    """The rows that share an INE, a birth date and a name, or both names with one of them."""
    ines = {key for one in asked if (key := ine_key(one.ine))}
    days = {short_date(one.birth_date) for one in asked if one.birth_date}

    both = {f"{name_key(one.nom)}\x1f{name_key(one.prenom)}" for one in asked if one.nom.strip() and one.prenom.strip()}
    if not (ines or days or both):
        return ()
    return Identity.objects.raw(_ALIKE, [sorted(ines), sorted(both), sorted(days)])


_ALIKE = r"""
SELECT * FROM candidates_identity
WHERE upper(regexp_replace(fields ->> 'ine', '[\s.\-]+', '', 'g')) = ANY(%s)
   OR regexp_replace(sort_key, E'\x1f[^\x1f]*$| ', '', 'g') = ANY(%s)
   OR fields ->> 'date_naissance' = ANY(%s)
"""
"""The sort key is the name, the first name, then the number, which is left out."""
