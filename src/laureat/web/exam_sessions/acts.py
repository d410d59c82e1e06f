"""What the exam office records about one candidate, act by act: each reads its form and calls the conduct."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laureat.people import name_problem
from laureat.records import Commitment, identity_text
from laureat.session import conduct
from laureat.session.certification import decider
from laureat.session.framework import Accommodation, Phase, Refused, Round, Sanction
from laureat.vocabulary import Cell, CellError, Forme, Motif, VoieAcces, parse_hundredths
from laureat.vocabulary.french import parse_date
from laureat.web.accounts.models import Establishment
from laureat.web.accounts.shown import held, overtook
from laureat.web.candidates.keys import keys_of
from laureat.web.candidates.labels import unnamed
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions.reach import bring
from laureat.web.exam_sessions.service import Desk


@dataclass(frozen=True, slots=True)
class Request:
    """An act on a candidate: the desk, the candidate, the form."""

    desk: Desk
    candidate: str
    form: QueryDict

    def text(self, name: str) -> str:
        """A field of the form."""
        return str(self.form.get(name, "")).strip()

    def promise(self, name: str = "motif", kind: str = PrivateText.Kind.MOTIF) -> Commitment:
        """A free text of the form, kept apart."""
        return self.desk.promise(self.text(name), kind, self.candidate)

    def held(self, **standing: str | list[str]) -> "Request":
        """The same, where a field that this page left as it showed it keeps what stands. Raises Refused."""
        stands = {name: [told] if isinstance(told, str) else told for name, told in standing.items()}
        form, overtaken = held(self.form, stands)
        if overtaken:
            raise Refused(*map(overtook, overtaken.values()))
        return replace(self, form=form)

    def ground(self, name: str = "fondement") -> Motif:
        """The ground chosen in the form."""
        return next((motif for motif in Motif if motif and str(motif) == self.text(name)), Motif.SANS)

    def cell(self, name: str) -> Cell:
        """A mark of the form."""
        try:
            return self.desk.framework.grammar.parse(self.text(name))
        except CellError as error:
            raise Refused(str(error)) from None


def _piece(act: Request) -> None:
    desk = act.desk
    piece = act.text("piece")
    desk.take(
        conduct.receive_piece(desk.state, desk.act(), framework=desk.framework, candidate=act.candidate, piece=piece)
    )


def _accommodate(act: Request) -> None:
    desk = act.desk
    kinds = [Accommodation(kind) for kind in act.form.getlist("amenagement")]
    cause = act.promise("cause", PrivateText.Kind.CAUSE)
    desk.take(conduct.decide_accommodation(desk.state, desk.act(), candidate=act.candidate, kinds=kinds, cause=cause))


def _dispense(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.grant_dispense(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            unit=act.text("unite"),
            ground=act.promise(),
            basis=act.ground(),
        )
    )


def _declare(act: Request) -> None:
    desk = act.desk
    act = act.held(valeur=desk.state.candidates[act.candidate].columns.get(act.text("colonne"), ""))
    desk.take(
        conduct.declare_column(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            column=act.text("colonne"),
            value=act.text("valeur"),
        )
    )


def _settle(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.settle_reserve(
            desk.state,
            desk.act(),
            framework=desk.framework,
            decide=decider(desk.framework.law, {}),
            candidate=act.candidate,
            column=act.text("colonne"),
            value=act.text("valeur"),
            reason=act.promise(),
        )
    )


def _hold(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.request_held_block(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            unit=act.text("unite"),
            session=int(act.text("annee")),
        )
    )


def _keep(act: Request) -> None:
    desk = act.desk
    try:
        mark, year = parse_hundredths(act.text("note")), int(act.text("annee"))
    except ValueError as error:
        raise Refused(str(error)) from None
    desk.take(
        conduct.request_kept_mark(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            unit=act.text("unite"),
            mark=mark,
            session=year,
        )
    )


def _rectify(act: Request) -> None:
    """While marks are open, rectify; once the jury has decided, correct: the conduct knows which."""
    desk = act.desk
    control = act.text("controle") == "oui"
    arrested = desk.state.last_result(act.candidate) is not None or desk.state.was_left_out(act.candidate)
    control_open = control and desk.state.phase is Phase.SAISIE and desk.state.round is Round.CONTROLE
    decided = arrested and not control_open
    change = conduct.correct if decided or act.text("correction") == "oui" else conduct.rectify_mark
    desk.take(
        change(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            unit=act.text("unite"),
            before=act.cell("avant"),
            cell=act.cell("note"),
            control=control,
            reason=act.promise(),
        )
    )


def _replace(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.authorise_replacement(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            units=act.form.getlist("unite"),
            reason=act.promise(),
        )
    )


def _open_fraud(act: Request) -> None:
    desk = act.desk
    desk.take(conduct.open_fraud_file(desk.state, desk.act(), candidate=act.candidate, reason=act.promise()))


def _end_fraud(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.end_fraud_file(
            desk.state,
            desk.act(),
            framework=desk.framework,
            candidate=act.candidate,
            sanction=Sanction(act.text("sanction")),
            annulled=act.form.getlist("unite"),
            reason=act.promise(),
        )
    )


def _answer(act: Request) -> None:
    desk = act.desk
    desk.take(
        conduct.answer_check(
            desk.state,
            desk.act(),
            candidate=act.candidate,
            unit=act.text("unite"),
            upheld=act.text("confirmee") == "oui",
            answer=act.promise(),
        )
    )


def _withdraw(act: Request) -> None:
    desk = act.desk
    desk.take(conduct.withdraw_candidate(desk.state, desk.act(), candidate=act.candidate, reason=act.promise()))


def _route(act: Request) -> None:
    """Route, option, form, school, units, as the form says them; the school comes into the session if it must."""
    desk, framework = act.desk, act.desk.framework
    standing = desk.state.candidates[act.candidate]
    route = standing.route
    if route is not None:
        act = act.held(
            voie=route.voie,
            etablissement=route.establishment,
            forme=route.forme,
            option=standing.option,
            derogation="oui" if route.derogation else "",
            unite=list(standing.presented),
        )
    code, uai = act.text("voie"), act.text("etablissement")
    if uai and uai not in desk.state.establishments:
        school = Establishment.objects.filter(pk=uai).first()
        if school is None:
            raise Refused(_("L'établissement %(uai)s n'est pas connu de la maison : l'y ajouter.") % {"uai": uai})
        bring(desk, school)
    voie = framework.routes(code)
    forme = Forme(act.text("forme") or Forme.GLOBALE)
    present = desk.state.candidates[act.candidate].route
    kept = VoieAcces(present.voie_acces) if present and present.voie_acces else None
    chosen = act.form.getlist("unite")
    option = act.text("option")
    compulsory = {unit.code for unit in framework.units.values() if unit.mandatory and unit.concerns(option)}
    desk.take(
        conduct.correct_route(
            desk.state,
            desk.act(),
            framework=framework,
            candidate=act.candidate,
            voie=voie,
            establishment=uai,
            forme=forme,
            option=option,
            voie_acces=kept if voie is not None and kept in voie.acces else None,
            derogation=act.text("derogation") == "oui",
            optional_units=[code for code in chosen if code in framework.units and not framework.units[code].mandatory],
            only_units=[code for code in chosen if code in compulsory] if forme is Forme.PROGRESSIVE else None,
            reason=act.promise(),
        )
    )


def _identity(act: Request) -> None:
    desk = act.desk
    row = Identity.objects.get(candidate=act.candidate)
    act = act.held(**{name: row.fields.get(name, "") for name in ("nom", "prenom", "nom_seul", "date_naissance")})
    asked = ("nom", "prenom", "nom_seul", "nom_usage", "date_naissance")
    fresh = {name: act.text(name) for name in asked if name in act.form}
    if wrong := list(_wrong(fresh, {**row.fields, **fresh})):
        raise Refused(*wrong)
    row.fields = {**row.fields, **fresh}
    text = identity_text({"numero": row.numero, **row.fields})
    desk.take(
        conduct.correct_identity(
            desk.state,
            desk.act(),
            candidate=act.candidate,
            identity=desk.promise(text, PrivateText.Kind.IDENTITE, act.candidate),
            reason=act.promise(),
        )
    )
    keys = keys_of(row.numero, row.fields)
    row.sort_key, row.search_key = keys["sort_key"], keys["search_key"]
    row.save()


def _wrong(fresh: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """What keeps an identity from being written so."""
    for name in ("nom", "prenom", "nom_usage"):
        if told := name_problem(fresh.get(name, "")):
            yield told
    yield from (told for name, told in unnamed(after) if name in fresh)
    if born := fresh.get("date_naissance"):
        try:
            parse_date(born)
        except ValueError as error:
            yield str(error)


ACTS: dict[str, tuple[Callable[[Request], None], Promise]] = {
    "piece": (_piece, _("La pièce est enregistrée.")),
    "amenagement": (
        _accommodate,
        _("L'aménagement est enregistré ; sa cause ne sera vue ni des correcteurs ni du jury."),
    ),
    "dispense": (_dispense, _("La dispense est enregistrée.")),
    "benefice": (_keep, _("La note conservée est enregistrée.")),
    "bloc": (_hold, _("Le bloc déjà validé est enregistré.")),
    "colonne": (_declare, _("C'est enregistré.")),
    "reserve": (_settle, _("La réserve est réglée.")),
    "rectifier": (_rectify, _("La note est changée, l'ancienne reste au journal.")),
    "remplacement": (_replace, _("L'épreuve de remplacement est autorisée.")),
    "fraude": (_open_fraud, _("La procédure est ouverte : le résultat et les documents sont suspendus.")),
    "fin_fraude": (_end_fraud, _("La procédure est close : le jury délibérera de nouveau.")),
    "verification": (_answer, _("La réponse est transmise au jury.")),
    "retirer": (_withdraw, _("Le candidat est retiré de la session.")),
    "voie": (_route, _("C'est corrigé ; ce qui était établi reste au journal.")),
    "identite": (_identity, _("L'identité est corrigée.")),
}
ALONE = frozenset({"rectifier", "voie"})
"""Acts that hold the whole log: a correction owns a signed head."""
