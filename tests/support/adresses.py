"""Every address of the site, on each kind of object of the demonstration, and a client for each role."""

from typing import Any

from django.test import Client
from django.urls import reverse

from laureat.session import conduct
from laureat.web.accounts.matrix import MATRIX, Reach
from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.vae.models import Stage, VaeFile
from support.hostile import Form
from support.toile import signed_in


class Site:
    """The demonstration, with a third session in deliberation, and a client for each role."""

    def __init__(self, world: Any) -> None:
        from laureat.web.project import demonstration

        waiting, published = world.sessions
        deliberating = demonstration.session_of(world, 2024, 12, seed=24)
        demonstration.appoint(world, deliberating)
        run = demonstration.run
        close = lambda d: d.take(conduct.close_session(d.state, d.act(), framework=d.framework))  # noqa: E731
        run(world, deliberating, "clore-x", close)
        run(world, deliberating, "presence-x", demonstration.seat)
        run(world, deliberating, "proposer-x", propose)
        self.sessions: list[ExamSession] = [deliberating, waiting, published]
        accounts = world.accounts
        self.deposit = Deposit.objects.create(session=waiting, by=world.office, name="l.csv", content=b"numero;voie\n")
        self.vae = list(VaeFile.objects.filter(stage__in=(Stage.RECEVABILITE, Stage.JURY, Stage.NOTIFIE)))
        people: dict[str, User | None] = {
            "": None,
            Role.EXAMENS: world.office,
            Role.ETABLISSEMENT: accounts["lycee@demo.fr"],
            Role.JURY: accounts["presidente@demo.fr"],
            Role.CANDIDAT: accounts["candidat@demo.fr"],
        }
        self.rows = {session: session.standings.filter(establishment="0690001B").first() for session in self.sessions}
        self.known: dict[str, list[str]] = {}
        self.forms: dict[str, list[Form]] = {}
        self.statuses: dict[tuple[str, str], int] = {}
        self.pages: dict[str, str] = {}
        self.clients = {role: signed_in(user) if user else Client() for role, user in people.items()}
        for client in self.clients.values():
            client.raise_request_exception = False

    def paths(self, name: str) -> list[str]:
        """The addresses of a name, on each kind of object; looked for once."""
        if name not in self.known:
            self.known[name] = self._paths(name)
        return self.known[name]

    def _paths(self, name: str) -> list[str]:
        found = []
        for session, row in self.rows.items():
            for file in self.vae:
                given = {
                    "pk": session.pk,
                    "candidate": row.candidate if row else session.pk,
                    "deposit": self.deposit.pk,
                    "unit": "U2",
                    "kind": "releve",
                    "uai": "0690001B",
                    "numero": "RNCP35697",
                    "token": "x",
                    "uidb36": "1",
                    "key": "x-y",
                    "page": 1,
                    "size": 1,
                    "old": 1,
                    "new": 1,
                    "application": file.pk,
                    "code": "23456789ABCDEFGH",
                    "form": "titre",
                    "purpose": "revocation",
                    "number": 1,
                    "rank": 0,
                    "bloc": "RNCP35697BC01",
                    "name": "jury",
                }
                found.append(reversed_at(name, given))
        return list(dict.fromkeys(path for path in found if path))


def reversed_at(name: str, given: dict[str, Any]) -> str:
    """The address of a name on these objects; what is not given is a session, or the number 1."""
    from django.urls import get_resolver

    possibilities, _pattern, _defaults, converters = get_resolver().reverse_dict[name]
    numbers = {each for each, converter in converters.items() if type(converter).__name__ == "IntConverter"}
    arguments = {each: 1 if each in numbers else given.get(each, given["pk"]) for each in possibilities[0][1]}
    return reverse(name, kwargs=arguments)


def asked(role: str, name: str) -> bool:
    """Whether a role (none: a visitor) may ask for an address."""
    right = MATRIX[name]
    return right.public if not role else right.reach(role) is not Reach.RIEN
