"""Enter and rectify marks; choose and mark the control tests; authorise replacements; correct after the seal."""

from collections.abc import Iterable, Sequence

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, check_mark, check_round, command, known_cell
from laureat.session.conduct.harmonised import check_harmonised
from laureat.session.conduct.jury import takes_part
from laureat.session.conduct.signed_grids import check_signers
from laureat.session.framework import Accepted, Act, Framework, Phase, Refused, Round, cited, require
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import choosable_by_group
from laureat.vocabulary import Cell, Citation, Decision, Motif, UnitStatus
from laureat.vocabulary.french import enumeration


@command(f.MarkEntered)
def enter_mark(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    cell: Cell,
    grid: str = "",
    edition: str = "",
    entries: str = "",
    appraisal: Commitment = UNSAID,
    computation: int = 0,
    asked: int = 0,
    signers: Sequence[str] = (),
) -> Accepted:
    """Enter a mark or an absence for a unit, or an annex; in the replacement round, for an authorised unit.

    The ground of the cell, where it has one, is recorded with it; so is the assessment grid from which it comes.
    """
    _check_grid(cell, grid, edition, entries)
    check_signers(state, act, computation, asked, signers, said=bool(grid))
    standing = _markable(state, framework, candidate, unit)
    _check_enterable(framework, cell)
    present = standing.entered(unit)
    if state.round is Round.REMPLACEMENT:
        if unit not in standing.replacement:
            raise Refused(f"Aucune épreuve de remplacement n'est autorisée en {framework.unit_label(unit)}.")
        already = unit in standing.replaced
    elif state.round is Round.CONTROLE:
        raise Refused("Le premier groupe d'épreuves est terminé : saisir la note de contrôle.")
    else:
        already = present.status is not UnitStatus.VIDE
    if already and present == cell:
        return Accepted(warnings=("Cette note est déjà enregistrée, à l'identique.",))
    if already:
        raise Refused(f"« {present} » est déjà enregistré : une note se rectifie avec un motif.")
    fact = f.MarkEntered(
        **act.on(state.log),
        candidate=candidate,
        unit=unit,
        cell=str(cell),
        basis=_ground(framework, standing, unit, cell),
        grid=grid,
        edition=edition,
        entries=entries,
        appraisal=appraisal,
        computation=computation,
        asked=asked,
        signers=tuple(signers),
    )
    return Accepted((fact,))


def _check_grid(cell: Cell, grid: str, edition: str, entries: str) -> None:
    """A result that comes from a grid says which one, which edition, and what was entered on it; or none of them."""
    if not (grid or edition or entries):
        return
    given = (UnitStatus.NOTE, UnitStatus.VALIDE, UnitStatus.NON_VALIDE)
    if not (grid and edition and entries) or cell.status not in given:
        raise Refused("Un résultat tiré d'une grille en donne le code, l'édition et l'empreinte des saisies.")


def _ground(framework: Framework, standing: CandidateState, unit: str, cell: Cell) -> str:
    """The ground of a cell as facts say it; refused where the law knows none such."""
    if cell.motif is Motif.SANS:
        return ""
    assert standing.route is not None
    check_ground(framework, standing, unit, cell.status, cell.motif)
    return str(cell.motif)


def check_ground(
    framework: Framework, standing: CandidateState, unit: str, status: UnitStatus, motif: Motif
) -> Citation:
    """The article by which a cell of that unit may stand on that ground; refused where there is none."""
    described = framework.units.get(unit)
    voie = framework.routes(standing.route.voie) if standing.route else None
    grounds = framework.grounds(status, described, voie) if described is not None else {}
    if motif not in grounds:
        known = [f"{ground} ({cited(article)})" for ground, article in grounds.items()]
        expected = enumeration(known, "ou") if known else "aucun motif"
        raise Refused(
            f"« {motif or 'sans motif'} » n'est pas un motif pour {framework.unit_label(unit)} ; attendu : {expected}."
        )
    return grounds[motif]


@command(f.MarkRectified)
def rectify_mark(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    before: Cell,
    cell: Cell,
    reason: Commitment,
    control: bool = False,
    grid: str = "",
    edition: str = "",
    entries: str = "",
    computation: int = 0,
    asked: int = 0,
    signers: Sequence[str] = (),
    harmonised: str = "",
    undoes: str = "",
) -> Accepted:
    """Change a mark while marks are open, with a reason. ``before`` is what the author saw: refused if it changed."""
    standing = _markable(state, framework, candidate, unit)
    takes_part(state, act, standing)
    require(reason, "un motif pour rectifier une note")
    if (state.round is Round.CONTROLE) != control:
        raise Refused("Cette note n'est pas de celles du groupe d'épreuves en cours.")
    if state.round is Round.REMPLACEMENT and unit not in standing.replaced:
        raise Refused("Seules les notes de remplacement se rectifient maintenant.")
    if cell.status is not UnitStatus.VIDE:
        _check_enterable(framework, cell)
    elif control or state.round is Round.REMPLACEMENT:
        raise Refused("Une note de contrôle ou de remplacement se rectifie, elle ne s'efface pas.")
    _check_seen(framework, standing, unit, before, cell, control=control)
    _check_grid(cell, grid, edition, entries)
    check_signers(state, act, computation, asked, signers, said=bool(grid))
    if harmonised or undoes:
        check_harmonised(state, act, standing, unit, cell, harmonised, undoes, elsewhere=bool(grid or control))
    fact = f.MarkRectified(
        **act.on(state.log),
        candidate=candidate,
        unit=unit,
        before=str(before),
        cell=str(cell),
        control=control,
        reason=reason,
        grid=grid,
        edition=edition,
        entries=entries,
        computation=computation,
        asked=asked,
        signers=tuple(signers),
        harmonised=harmonised,
        undoes=undoes,
    )
    return Accepted((fact,))


def _markable(state: SessionState, framework: Framework, candidate: str, unit: str) -> CandidateState:
    standing = candidate_of(state, candidate, with_route=True)
    assert standing.route is not None
    known_cell(framework, standing, unit)
    if not state.is_open_to(standing.route.establishment, unit):
        raise Refused("La saisie est close : la rouvrir demande un motif, au service des examens.")
    return standing


def _check_enterable(framework: Framework, cell: Cell) -> None:
    if cell.status not in framework.enterable or cell.session is not None:
        raise Refused(f"« {cell} » ne se saisit pas ici ; attendu : {_expected(framework)}.")
    if cell.status is UnitStatus.NOTE:
        check_mark(framework, cell.mark)


def _expected(framework: Framework) -> str:
    """What a marker may enter, in words."""
    codes = [code for code, status in framework.grammar.known.items() if status in framework.enterable]
    marks = [framework.grammar.marks] if UnitStatus.NOTE in framework.enterable and framework.grammar.marks else []
    return enumeration([*marks, *codes], "ou")


def _check_seen(
    framework: Framework, standing: CandidateState, unit: str, before: Cell, cell: Cell, *, control: bool
) -> None:
    """Refuse to change what is not what the author saw, what is not there, or nothing at all."""
    present = standing.entered(unit, control=control)
    if present.status is UnitStatus.VIDE:
        raise Refused("Il n'y a pas encore de note à changer.")
    if present != before:
        raise Refused(f"La note a changé entre-temps : « {present} » et non « {before} ». Vérifier et recommencer.")
    if present == cell:
        raise Refused("La note est déjà celle-là.")
    if not control and present.status not in framework.enterable and cell.status is not UnitStatus.VIDE:
        raise Refused(f"« {present} » n'est pas une note saisie : elle s'efface, avec un motif, avant d'en saisir une.")


@command(f.ControlChosen)
def choose_control(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, units: Iterable[str]
) -> Accepted:
    """Choose the units of the épreuve de contrôle, as many of each group as the law says."""
    standing = _called_to_control(state, framework, candidate)
    if state.phase is not Phase.SAISIE:
        raise Refused("Le choix des épreuves de contrôle est clos.")
    if standing.control:
        raise Refused("Une note de contrôle est déjà saisie : le choix ne change plus.")
    chosen = set(units)
    groups = choosable_by_group(standing, framework)
    problems = [
        f"À l'épreuve de contrôle, {framework.unit_label(unit)} ne se choisit pas."
        for unit in sorted(chosen - {unit for group in groups.values() for unit in group})
    ]
    wanted = framework.number("oraux_par_groupe") or 1
    for group in groups.values():
        due = min(wanted, len(group))
        if len(chosen & set(group)) != due:
            told = f"Il faut en choisir {due}, pas plus, parmi {', '.join(group)}"
            problems.append(f"{told}{framework.cites('controle')}.")
    if problems:
        raise Refused(*problems)
    ordered = tuple(unit for unit in framework.units if unit in chosen)
    return Accepted((f.ControlChosen(**act.on(state.log), candidate=candidate, units=ordered),))


@command(f.ControlMarkEntered)
def enter_control_mark(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, unit: str, cell: Cell
) -> Accepted:
    """Enter the oral mark, or the absence, of a chosen control unit."""
    standing = _called_to_control(state, framework, candidate)
    if unit not in standing.control_units:
        raise Refused(f"Le candidat n'a pas choisi {framework.unit_label(unit)} à l'épreuve de contrôle.")
    if not state.is_open_to(standing.route.establishment if standing.route else "", unit):
        raise Refused("La saisie est close : la rouvrir demande un motif, au service des examens.")
    _check_enterable(framework, cell)
    present = standing.control.get(unit)
    if present == cell:
        return Accepted(warnings=("Cette note est déjà enregistrée, à l'identique.",))
    if present is not None:
        raise Refused(f"« {present} » est déjà enregistré : une note se rectifie avec un motif.")
    return Accepted((f.ControlMarkEntered(**act.on(state.log), candidate=candidate, unit=unit, cell=str(cell)),))


def _called_to_control(state: SessionState, framework: Framework, candidate: str) -> CandidateState:
    check_round(framework, Round.CONTROLE)
    standing = candidate_of(state, candidate, with_route=True)
    if state.round is not Round.CONTROLE:
        raise Refused("L'épreuve de contrôle n'est pas ouverte.")
    result = state.decided(candidate)
    if result is None or result.decision is not Decision.CONTROLE:
        raise Refused("Ce candidat n'est pas appelé à l'épreuve de contrôle.")
    if standing.fraud_open:
        raise Refused("Une procédure est en cours : le résultat de ce candidat est suspendu.")
    return standing


@command(f.ReplacementAuthorised)
def authorise_replacement(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, units: Iterable[str], reason: Commitment
) -> Accepted:
    """Record the authority's leave to sit the missed tests, those that have a replacement."""
    check_round(framework, Round.REMPLACEMENT)
    standing = candidate_of(state, candidate, with_route=True)
    require(reason, "le motif de l'autorisation")
    result = state.decided(candidate)
    if result is None or result.decision is not Decision.REMPLACEMENT:
        raise Refused("Le jury n'a pas renvoyé ce candidat aux épreuves de remplacement.")
    chosen = tuple(unit for unit in framework.units if unit in set(units))
    refused = [
        unit
        for unit in chosen
        if not framework.units[unit].replacement or standing.entered(unit).status is not UnitStatus.ABSENT_JUSTIFIE
    ]
    if refused or not chosen:
        units = (
            ", ".join(refused)
            or f"{framework.famille.papiers.unite.accord('aucun')} {framework.famille.papiers.unite.un}"
        )
        raise Refused(f"Pas d'épreuve de remplacement pour : {units}{framework.cites('remplacement')}.")
    return Accepted((f.ReplacementAuthorised(**act.on(state.log), candidate=candidate, units=chosen, reason=reason),))


@command(f.CorrectionMade)
def correct(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    unit: str,
    before: Cell,
    cell: Cell,
    reason: Commitment,
    control: bool = False,
) -> Accepted:
    """Correct a material error after the seal: traced, and the jury deliberates again on it.

    What a rule refuses of a candidate whom the procès-verbal left out is corrected so too, or emptied.
    """
    standing = candidate_of(state, candidate, with_route=True)
    require(reason, "un motif pour corriger")
    known_cell(framework, standing, unit)
    left_out = state.was_left_out(candidate)
    if state.last_result(candidate) is None and not left_out:
        raise Refused("Le jury n'a pas encore arrêté de décision : la note se rectifie, elle ne se corrige pas.")
    if state.current and candidate in state.current.proposals:
        raise Refused("Le jury délibère sur ce candidat : rouvrir la saisie, avec un motif, pour rectifier.")
    if cell.status is UnitStatus.ANNULE or (cell.status is UnitStatus.VIDE and not left_out):
        raise Refused("Une correction dit ce qui aurait dû être noté.")
    present = standing.entered(unit, control=control)
    if present != before:
        raise Refused(f"La note a changé entre-temps : « {present} » et non « {before} ». Vérifier et recommencer.")
    if present == cell:
        raise Refused("La note est déjà celle-là.")
    fact = f.CorrectionMade(
        **act.on(state.log),
        candidate=candidate,
        unit=unit,
        before=str(before),
        cell=str(cell),
        control=control,
        reason=reason,
    )
    return Accepted((fact,), ("Le résultat est suspendu jusqu'à la nouvelle délibération du jury.",))
