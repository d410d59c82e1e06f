"""What one line of a list brings to a session: the facts of a new candidate, or those that bring a known one to it.

Only what is said speaks: an absent column and a blank cell change nothing, « vider » empties.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from laureat.deliberation.outcome import Candidate
from laureat.exchange.spec import PUBLIC_LIST, says_yes
from laureat.exchange.spoken import empties
from laureat.exchange.tables import normalised_heading
from laureat.records import identity_text
from laureat.records.facts import RouteEstablished
from laureat.session import conduct
from laureat.session.framework import Accepted, Accommodation, Refused
from laureat.session.state import CandidateState
from laureat.vocabulary import Cell, Forme, UnitStatus, VoieAcces
from laureat.vocabulary.french import OUI, parse_date
from laureat.web.candidates.keys import keys_of
from laureat.web.candidates.labels import label_of
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.candidates.persons import Alike
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.parsing import TO_MEND, Listed
from laureat.web.exam_sessions.public_choice import told_by
from laureat.web.exam_sessions.rules import route_label
from laureat.web.exam_sessions.service import Desk

NEW, CHANGED, SAME, FAULTY = "nouveau", "modifié", "inchangé", "en erreur"
APART = ("derogation", "etalement")
"""What a list tells of a candidate that a fact of its own records."""
OURS = frozenset({normalised_heading(TO_MEND), "decision", "mention", PUBLIC_LIST, "situation"})
"""Columns that the house writes beside those of a list, and that say nothing of a candidate."""
SCHOOL = ("uai", "etablissement")


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

    def enrol(self, line: Line) -> Iterator[Accepted]:
        """The facts of a new candidate."""
        desk, row, candidate = self.desk, line.listed, line.listed.candidate
        pseudonym = str(uuid.uuid4())
        person = line.person or str(uuid.uuid4())
        line.state = NEW
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
        yield from self._columns(line, pseudonym)
        yield from told_by(desk, candidate.autres, pseudonym, f"{row.line}")
        yield from self._cells(line, pseudonym)
        self.identities.append(identity_row(desk.session, pseudonym, person, candidate))

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
        fields = dict(identity.fields)
        for name, value in row.candidate.identite.items():
            if name in row.emptied:
                fields.pop(name, None)
            elif value and name not in settled:
                fields[name] = value
        others = _others(row.candidate, identity.others)
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
            fresh = identity_row(desk.session, identity.candidate, identity.person, row.candidate, fields)
            fresh.others = others
            self.identities.append(fresh)

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
                told = [route_label(famille, code) if name == "voie" else code for code in (old, new)]
                line.change(label, *told)
        asked = {code for code in line.listed.candidate.cells if code in self.desk.framework.units}
        added = sorted(asked - set(before.units))
        if added:
            line.changes.append(_("unités présentées : + %(units)s") % {"units": ", ".join(added)})
        return moved or bool(added)

    def _wanted(self, row: Listed, standing: CandidateState | None) -> dict[str, str]:
        """The route that the line wants: what it says, else what is known."""
        candidate, route = row.candidate, standing.route if standing else None
        said = row.said | row.emptied
        schooled = bool(said.intersection(SCHOOL))
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
        """What the columns of the family tell, where it is not yet told."""
        desk, row = self.desk, line.listed
        for asked in desk.framework.famille.colonnes:
            before = desk.state.candidates[pseudonym].columns.get(asked.nom, "")
            word = asked.written(row.candidate.declare.get(asked.nom, asked.genre.unsaid))
            emptied = asked.nom in row.emptied
            if asked.nom in APART or word == before or not (word or emptied or (before and asked.nom in row.said)):
                continue
            line.change(asked.libelle.partition(" ; ")[0], before, word)
            yield conduct.declare_column(
                desk.state,
                desk.act(f"{row.line}-{asked.nom}"),
                framework=desk.framework,
                candidate=pseudonym,
                column=asked.nom,
                value=word,
            )

    def _cells(self, line: Line, pseudonym: str) -> Iterator[Accepted]:
        """Marks, kept marks, dispenses and VAE units of a row, those already held left alone."""
        row, standing, marks = line.listed, self.desk.state.candidates[pseudonym], self.desk.marks
        new, route = line.state == NEW, marks.route_of(standing)
        for unit, cell in row.candidate.cells.items():
            if new and unit not in standing.cells and marks.knows(route, unit, cell):
                line.change(unit, "", str(cell))
                marks.add(self.desk.state, standing, unit, cell, f"{self.desk.key}-{row.line}-{unit}")
                continue
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
                accepted = _cell(self.desk, row, pseudonym, unit, cell)
                if new:
                    marks.learn(route, unit, cell, accepted)
                yield accepted
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


def _derogates(row: Listed, before: RouteEstablished | None) -> bool:
    said = before is None or "derogation" in row.said | row.emptied
    return bool(row.candidate.declare.get("derogation")) if said else bool(before and before.derogation)


def _note(line: Line, before: dict[str, str], after: dict[str, str]) -> None:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            line.change(label_of(name), before.get(name, ""), after.get(name, ""))


def _others(candidate: Candidate, known: dict[str, str]) -> dict[str, str]:
    """What columns that nobody knows tell, on top of what they told before."""
    found = dict(known)
    for heading, text in candidate.autres.items():
        if normalised_heading(heading) in OURS or not text.strip():
            continue
        if empties(text):
            found.pop(heading, None)
        else:
            found[heading] = text
    return found


def _cell(desk: Desk, row: Listed, pseudonym: str, unit: str, cell: Cell) -> Accepted:
    state, framework, act = desk.state, desk.framework, desk.act(f"{row.line}-{unit}")
    match cell.status:
        case UnitStatus.BENEFICE:
            if cell.session is None:
                told = _("%(unit)s : de quelle session vient « %(cell)s » ? L'écrire après un @ (%(cell)s@%(year)s).")
                raise Refused(told % {"unit": unit, "cell": cell, "year": state.year - 1})
            return conduct.request_kept_mark(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                mark=cell.mark,
                session=cell.session,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE if cell.session is not None:
            return conduct.request_held_block(
                state, act, framework=framework, candidate=pseudonym, unit=unit, session=cell.session
            )
        case UnitStatus.DISPENSE:
            ground = desk.promise("dispense indiquée sur la liste importée", PrivateText.Kind.MOTIF, pseudonym)
            return conduct.grant_dispense(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                ground=ground,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE_VAE:
            source = _vae_source(row)
            return conduct.carry_outside_vae_unit(
                state, act, framework=framework, candidate=pseudonym, unit=unit, **source
            )
        case _:
            return conduct.enter_mark(state, act, framework=framework, candidate=pseudonym, unit=unit, cell=cell)


VAE_SOURCE = {"pv_vae": "minutes", "date_vae": "decided_on", "certificateur_vae": "certifier"}
"""By heading of a list, what it says of the minutes of the certifier whose jury validated the units."""


def _vae_source(row: Listed) -> dict[str, str]:
    """The minutes that the row names; without them, the list itself is the document that was handed over."""
    told = {normalised_heading(heading): text.strip() for heading, text in row.candidate.autres.items()}
    source = {name: told[heading] for heading, name in VAE_SOURCE.items() if told.get(heading)}
    if not source:
        return {"document": row.document}
    if day := source.get("decided_on"):
        try:
            source["decided_on"] = parse_date(day).isoformat()
        except ValueError as wrong:
            raise Refused(f"date_vae : {wrong}") from None
    return source


def identity_promise(candidate: Candidate) -> str:
    """The text of an identity, as the log commits to it."""
    return identity_text({"numero": candidate.numero, **candidate.identite})


def identity_row(
    session: ExamSession, pseudonym: str, person: str, candidate: Candidate, fields: dict[str, str] | None = None
) -> Identity:
    """The identity as people see it, with the keys that sort and find it."""
    kept = fields if fields is not None else {name: value for name, value in candidate.identite.items() if value}
    return Identity(
        candidate=pseudonym,
        person=person,
        log=session.log,
        numero=candidate.numero,
        fields=kept,
        others=_others(candidate, {}),
        **keys_of(candidate.numero, kept),
    )
