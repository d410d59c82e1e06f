"""What one line of a list brings to a session: the facts of a new candidate, or those that bring a known one to it.

Only what is said speaks: an absent column and a blank cell change nothing, « vider » empties.
"""

import uuid
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from laureat.exchange.spec import says_yes
from laureat.records import identity_text
from laureat.records.facts import RouteEstablished
from laureat.session import conduct
from laureat.session.framework import Accepted, Accommodation, Refused
from laureat.session.state import CandidateState
from laureat.vocabulary import Forme, UnitStatus, VoieAcces
from laureat.vocabulary.french import OUI
from laureat.web.candidates.labels import label_of
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.candidates.persons import Alike
from laureat.web.exam_sessions.answers import Answers, aside, stem_of
from laureat.web.exam_sessions.cells import enter_cell, told_columns
from laureat.web.exam_sessions.columns import Newcomer
from laureat.web.exam_sessions.identities import identity_columns, identity_promise, others_of
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.public_choice import told_by
from laureat.web.exam_sessions.service import Desk

NEW, CHANGED, SAME, FAULTY = "nouveau", "modifié", "inchangé", "en erreur"
SCHOOL = ("uai", "etablissement")
PERSONAL = ("nom", "prenom", "nom_usage", "date_naissance", "lieu_naissance", "ine")
"""Who someone is."""


@dataclass
class Line:
    """What one row of the list comes to."""

    listed: Listed
    state: str = SAME
    changes: list[str] = field(default_factory=list)
    """« champ : ancien → nouveau », one a field."""
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    alike: list[Alike] = field(default_factory=list)
    """Who of the house may be the same person, for someone to say."""
    person: str = ""
    """The person that someone said it is; empty: someone new."""

    @property
    def name(self) -> str:
        """NOM Prénom."""
        identity = self.listed.candidate.identite
        return f"{identity.get('nom', '')} {identity.get('prenom', '')}".strip()

    @property
    def born(self) -> str:
        """The birth date, as the list writes it."""
        return self.listed.candidate.identite.get("date_naissance", "")

    def change(self, label: str, before: str, after: str) -> None:
        """Note one field that changes."""
        self.changes.append(f"{label} : {before or '—'} → {after or '—'}")


@dataclass
class Brought:
    """Facts go to the desk as they come; the rows that people see are kept beside."""

    desk: Desk
    identities: list[Identity] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is answered yet."""
        self.answers = Answers(self.desk)

    def enrol(self, line: Line) -> Iterator[Accepted]:
        """The facts of a new candidate: those that others have, where the line says nothing else."""
        row, candidate = line.listed, line.listed.candidate
        line.state = NEW
        known = None
        if not (line.person or row.emptied or candidate.controle):
            came = self.answers.came(row)
            if not self.answers.knows(came):
                self._learn(came, row)
            known = self.answers.known(came, row)
        if known is None:
            yield from self._one_by_one(line)
            return
        head, answers = known
        line.changes += head.changes
        line.changes += [answer.change for answer in answers]
        line.warnings += [warning for warning in head.warnings if warning not in line.warnings]
        self.desk.newcomers.lines.append(Newcomer(stem_of(self.desk, row), candidate, head, answers))

    def _learn(self, came: Hashable, row: Listed) -> None:
        """Ask once, apart, how the conduct registers whoever comes so."""
        desk, line, pseudonym = aside(self.desk), Line(row), str(uuid.uuid4())
        try:
            for accepted in Brought(desk)._registered(line, pseudonym, str(uuid.uuid4())):
                desk.take(accepted)
        except Refused:
            self.answers.refuse(came)
        else:
            self.answers.learn(came, row, pseudonym, desk, line.changes)

    def _one_by_one(self, line: Line) -> Iterator[Accepted]:
        """The facts of a new candidate, as the conduct answers them."""
        candidate, pseudonym = line.listed.candidate, str(uuid.uuid4())
        person = line.person or str(uuid.uuid4())
        yield from self._registered(line, pseudonym, person)
        yield from self._columns(line, pseudonym)
        yield from self._cells(line, pseudonym)
        self.identities.append(Identity(**identity_columns(self.desk.session, pseudonym, person, candidate)))

    def _registered(self, line: Line, pseudonym: str, person: str) -> Iterator[Accepted]:
        """Who the candidate is, how they come, what is in their file."""
        desk, row, candidate = self.desk, line.listed, line.listed.candidate
        yield conduct.register_candidate(
            desk.state,
            desk.act(f"{row.line}"),
            framework=desk.framework,
            candidate=pseudonym,
            person=person,
            identity=desk.promise(identity_promise(candidate), PrivateText.Kind.IDENTITE, pseudonym),
        )
        yield from self._spread(line, pseudonym)
        yield self._route(row, pseudonym, None)
        yield from self._pieces(line, pseudonym)
        yield from told_by(desk, candidate.autres, pseudonym, f"{row.line}")

    def update(self, line: Line, identity: Identity) -> Iterator[Accepted]:
        """The facts that bring a known candidate to what the list says; a different mark is a fault."""
        desk, row = self.desk, line.listed
        pseudonym = identity.candidate
        standing = desk.state.candidates[pseudonym]
        yield from self._identity(line, identity, standing)
        yield from self._spread(line, pseudonym)
        if self._moves(line, standing):
            yield self._route(row, pseudonym, standing)
        yield from self._pieces(line, pseudonym)
        yield from self._columns(line, pseudonym)
        for choice in told_by(desk, row.candidate.autres, pseudonym, f"{row.line}"):
            line.changes.append(_("liste publique"))
            yield choice
        yield from self._cells(line, pseudonym)
        if line.changes:
            line.state = CHANGED

    def _identity(self, line: Line, identity: Identity, standing: CandidateState) -> Iterator[Accepted]:
        desk, row = self.desk, line.listed
        settled = SCHOOL if row.uai and standing.route and row.uai == standing.route.establishment else ()
        fields = becomes(row, identity.fields, settled)
        if identity.fields.get("nom") and not fields.get("nom"):
            line.problems.append(_("le nom ne se vide pas : écrivez le bon."))
        others = others_of(row.candidate, identity.others)
        _note(line, identity.fields, fields)
        _note(line, identity.others, others)
        if fields != identity.fields:
            text = identity_text({"numero": identity.numero, **fields})
            yield conduct.correct_identity(
                desk.state,
                desk.act(f"{row.line}-identite"),
                candidate=identity.candidate,
                identity=desk.promise(text, PrivateText.Kind.IDENTITE, identity.candidate),
                reason=desk.promise("liste importée", PrivateText.Kind.MOTIF, identity.candidate),
            )
        if (fields, others) != (identity.fields, identity.others):
            told = identity_columns(desk.session, identity.candidate, identity.person, row.candidate, fields)
            self.identities.append(Identity(**told | {"others": others}))

    def _moves(self, line: Line, standing: CandidateState) -> bool:
        """Whether the route changes; what of it does is noted."""
        before, after = standing.route, self._wanted(line.listed, standing)
        if before is None:
            line.changes.append(_("voie : — → %(voie)s") % {"voie": after["voie"] or "—"})
            return True
        famille = self.desk.framework.famille
        labels = {"voie": _("voie"), "forme": _("forme"), "option": _("option"), "voie_acces": _("voie d'accès")}
        labels |= {"establishment": _("établissement")}
        moved = False
        for name, label in labels.items():
            old, new = str(getattr(before, name)), str(after[name] or "")
            if old != new:
                moved = True
                told = [famille.route_label(code) if name == "voie" else code for code in (old, new)]
                line.change(label, *told)
        asked = {code for code in line.listed.candidate.cells if code in self.desk.framework.units}
        added = sorted(asked - set(before.units))
        if added:
            line.changes.append(_("présente aussi %(units)s") % {"units": ", ".join(added)})
        return moved or bool(added)

    def _wanted(self, row: Listed, standing: CandidateState | None) -> dict[str, str]:
        """The route that the line wants: what it says, else what is known."""
        candidate, route = row.candidate, standing.route if standing else None
        said = row.said | row.emptied
        schooled = bool(row.uai or row.emptied.intersection(SCHOOL))  # a name that nobody knows moves nobody
        voie = candidate.voie.code if candidate.voie else (route.voie if route else "")
        derived = str(candidate.voie_acces or "")
        moved = route is None or voie != route.voie
        acces = derived if moved or "voie_acces" in said else route.voie_acces if route else ""
        return {
            "voie": voie,
            "forme": str(candidate.forme) if route is None or "forme" in said else route.forme,
            "option": candidate.option if route is None or "option" in said else route.option,
            "establishment": row.uai if route is None or schooled else route.establishment,
            "voie_acces": acces,
        }

    def _route(self, row: Listed, pseudonym: str, standing: CandidateState | None) -> Accepted:
        desk, candidate = self.desk, row.candidate
        wanted, before = self._wanted(row, standing), standing.route if standing else None
        units = desk.framework.units
        filled = [code for code in candidate.cells if code in units]
        held = [code for code in before.units if code not in filled] if before else []
        mandatory = [code for code in (*held, *filled) if units[code].mandatory]
        famille, acces = desk.framework.famille, wanted["voie_acces"]
        return conduct.establish_route(
            desk.state,
            desk.act(f"{row.line}-voie"),
            framework=desk.framework,
            candidate=pseudonym,
            voie=famille.voie(wanted["voie"]) if wanted["voie"] else None,
            establishment=wanted["establishment"],
            forme=Forme(wanted["forme"]),
            option=wanted["option"],
            voie_acces=VoieAcces(acces) if acces else None,
            derogation=_derogates(row, before),
            optional_units=[code for code in (*held, *filled) if not units[code].mandatory],
            only_units=self._only(Forme(wanted["forme"]), mandatory, filled, before),
        )

    def _only(
        self, forme: Forme, mandatory: list[str], filled: Iterable[str], before: RouteEstablished | None
    ) -> list[str] | None:
        """The compulsory units of the progressive form: those held, and those that the line fills."""
        units = self.desk.framework.units
        if forme is not Forme.PROGRESSIVE:
            return None
        if before is not None and before.forme != Forme.PROGRESSIVE:
            mandatory = [code for code in filled if units[code].mandatory]
        return mandatory or None

    def _spread(self, line: Line, pseudonym: str) -> Iterator[Accepted]:
        desk, row = self.desk, line.listed
        spread = Accommodation.ETALEMENT in desk.state.candidates[pseudonym].accommodations
        if row.candidate.declare.get("etalement") and not spread:
            line.change(_("étalement"), "", OUI)
            yield conduct.decide_accommodation(
                desk.state,
                desk.act(f"{row.line}-etalement"),
                candidate=pseudonym,
                kinds=(Accommodation.ETALEMENT,),
                cause=desk.promise("étalement indiqué sur la liste importée", PrivateText.Kind.CAUSE, pseudonym),
            )

    def _pieces(self, line: Line, pseudonym: str) -> Iterator[Accepted]:
        desk = self.desk
        for piece in desk.framework.pieces:
            held = piece in desk.state.candidates[pseudonym].pieces
            if says_yes(line.listed.candidate.autres, piece) and not held:
                line.change(desk.framework.piece_label(piece), "", _("reçu"))
                act = desk.act(f"{line.listed.line}-{piece}")
                yield conduct.receive_piece(desk.state, act, framework=desk.framework, candidate=pseudonym, piece=piece)

    def _columns(self, line: Line, pseudonym: str) -> Iterator[Accepted]:
        for asked, before, word, accepted in told_columns(self.desk, line.listed, pseudonym):
            line.change(asked, before, word)
            yield accepted

    def _cells(self, line: Line, pseudonym: str) -> Iterator[Accepted]:
        """Marks, kept marks, dispenses and VAE units of a row, those already held left alone."""
        row, standing = line.listed, self.desk.state.candidates[pseudonym]
        for unit, cell in row.candidate.cells.items():
            present = standing.entered(unit)
            if str(cell) in (str(present), str(standing.cell(unit))):
                continue
            if cell.status is UnitStatus.ANNULE:
                told = _("%(unit)s : une annulation se prononce par la procédure pour fraude ; laissée de côté.")
                line.warnings.append(told % {"unit": unit})
            elif present.status is not UnitStatus.VIDE:
                told = _("%(unit)s : « %(present)s » est déjà saisi, la liste porte « %(cell)s » ;")
                told += " " + _("rectifiez avec un motif.")
                line.problems.append(told % {"unit": unit, "cell": cell, "present": present})
            else:
                line.change(unit, "", str(cell))
                yield enter_cell(self.desk, row, pseudonym, unit, cell)
        for unit in sorted(row.emptied):
            if standing.entered(unit).status is not UnitStatus.VIDE:
                told = _(
                    "%(unit)s : une note ne se vide pas par une liste ; effacez-la dans le dossier, avec un motif."
                )
                line.problems.append(told % {"unit": unit})
        left = [
            unit
            for unit, cell in row.candidate.controle.items()
            if str(standing.entered(unit, control=True)) != str(cell)
        ]
        if left:
            told = _("Notes de contrôle laissées de côté (%(units)s) : elles se saisissent après le premier groupe.")
            line.warnings.append(told % {"units": ", ".join(left)})


def becomes(row: Listed, before: Mapping[str, str], settled: Collection[str] = ()) -> dict[str, str]:
    """What is known of a person once a line is applied; ``settled``: the columns that are not its to say."""
    fields = dict(before)
    for name, value in row.candidate.identite.items():
        if name in row.emptied:
            fields.pop(name, None)
        elif value and name not in settled:
            fields[name] = value
    return fields


def _derogates(row: Listed, before: RouteEstablished | None) -> bool:
    said = before is None or "derogation" in row.said | row.emptied
    return bool(row.candidate.declare.get("derogation")) if said else bool(before and before.derogation)


def _note(line: Line, before: dict[str, str], after: dict[str, str]) -> None:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            line.change(label_of(name), before.get(name, ""), after.get(name, ""))
