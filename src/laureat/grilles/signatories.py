"""Who may hold the place of a signatory of a grid: the roles that it asks for, and what proves them.

A role is proved by an account (of the school of the candidate: someone who teaches) or by the role that whoever gave a
personal link said its holder has. What nothing proves holds no place, and what is expected is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from laureat.vocabulary.french import fold


class Quality(StrEnum):
    """What someone who signs is shown to be."""

    ENSEIGNANT = "enseignant"
    PROFESSIONNEL = "professionnel"
    JURY = "jury"
    AUCUNE = "aucune"
    """An account of the office: it records, and holds the place of nobody."""


_WORDS = {
    Quality.ENSEIGNANT: ("enseignant", "professeur", "formateur", "formatrice"),
    Quality.PROFESSIONNEL: ("professionnel", "tuteur", "tutrice", "maitre", "employeur", "chef"),
    Quality.JURY: ("membre du jury", "jure", "jury"),
}
TWO_TEACHERS = "deux enseignants"
"""Where no professional is there, a second teacher holds their place."""


def quality_of(words: str) -> Quality | None:
    """The quality that a role, or the words of a link, begin with; None where it is none of those known."""
    told = fold(words)
    return next((one for one, begins in _WORDS.items() if told.startswith(begins)), None)


@dataclass(frozen=True, slots=True)
class Signatories:
    """How many people must sign, and in which roles."""

    minimum: int = 1
    roles: tuple[str, ...] = ()
    two_teachers: bool = False

    def accepts(self, role: str, signer: Quality) -> bool:
        """That someone holds this role; anybody does one that names no known quality."""
        asked = quality_of(role)
        stands_in = self.two_teachers and asked is Quality.PROFESSIONNEL and signer is Quality.ENSEIGNANT
        return asked is None or asked is signer or stands_in

    def vacant(self, signers: Sequence[Quality]) -> tuple[str, ...]:
        """The roles that nobody holds among those who signed, each person holding one; in the order of the grid."""
        holder: dict[int, int] = {}
        """By signer, the role held."""

        def seat(role: int, tried: set[int]) -> bool:
            for who, quality in enumerate(signers):
                if who in tried or not self.accepts(self.roles[role], quality):
                    continue
                tried.add(who)
                if who not in holder or seat(holder[who], tried):
                    holder[who] = role
                    return True
            return False

        for role in range(len(self.roles)):
            seat(role, set())
        held = set(holder.values())
        return tuple(one for rank, one in enumerate(self.roles) if rank not in held)

    def lacking(self, signers: Sequence[Quality]) -> int:
        """How many signatures lack: those of people, then those of roles, as many of these as people are asked."""
        unfilled = min(self.minimum, len(self.roles)) - (len(self.roles) - len(self.vacant(signers)))
        return max(0, self.minimum - len(signers), unfilled)


ALONE = Signatories()
"""One person, whoever it is."""
