"""What must hold of any jury, whoever sits: the verdicts, the mendings and the proposals against a plain checker."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from laureat.jury import Fonction, Jury, Member, Presence, Qualite, examine
from laureat.jury.planning import Impossible, Proposal, Wishes, propose
from laureat.jury.register import Qualification, RegisteredMember
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.vocabulary import VoieAcces

DAY = dt.date(2026, 6, 1)
LAW = bac_pro.droit(VoieAcces.FI, DAY)
VAE = bac_pro.droit(VoieAcces.VAE, DAY)
many = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)

qualities = st.sampled_from(list(Qualite))
members = st.builds(
    Member,
    st.sampled_from(["DURAND", "MARTIN", "LEROY", "PETIT"]),
    qualities,
    st.sampled_from([Fonction.MEMBRE] * 6 + list(Fonction)),
    sexe=st.sampled_from(["F", "M"]),
    qualifie=st.booleans(),
    lien=st.sampled_from(["", "", "", "", "accompagnateur"]),
)
juries = st.lists(members, min_size=1, max_size=12).map(lambda people: Jury(tuple(people)))
sittings = juries.flatmap(
    lambda jury: st.lists(st.sampled_from(list(Presence)), min_size=len(jury.members), max_size=len(jury.members)).map(
        lambda held: jury.with_members(replace(m, presence=p) for m, p in zip(jury.members, held, strict=True))
    )
)


def lawful_by_hand(people: Sequence[Member], *, vae: bool = False) -> bool:
    """CE D337-93 told plainly, without a word of the engine."""
    seats = [m for m in people if m.fonction.value != "examinateur_adjoint"]
    chairs = [m for m in seats if m.fonction.value == "president"]
    employers = sum(m.qualite.value == "employeur" for m in seats)
    employees = sum(m.qualite.value == "salarie" for m in seats)
    unsaid = sum(m.qualite.value == "professionnel" for m in seats)
    outsiders = ("inspecteur_general", "ia_ipr", "ien", "personnalite")
    deputies = [m.qualite.value for m in seats if m.fonction.value == "president_adjoint"]
    return (
        len(chairs) == 1
        and chairs[0].qualite.value == "enseignant_chercheur"
        and any(m.qualite.value == "enseignant_public" for m in seats if m not in chairs)
        and any(m.qualite.value in ("enseignant_prive_sous_contrat", "enseignant_cfa") for m in seats)
        and not any(quality in outsiders for quality in deputies)
        and 3 * (employers + employees + unsaid) >= len(seats)
        and abs(employers - employees) <= unsaid
        and (not vae or (any(m.qualifie for m in seats) and not any(m.lien for m in seats)))
    )


@many
@given(juries)
def test_the_verdict_at_appointment_is_the_law_told_plainly(jury: Jury) -> None:
    assert examine(jury, LAW, with_mending=False).lawful is lawful_by_hand(jury.members)
    assert examine(jury, VAE, with_mending=False).lawful is lawful_by_hand(jury.members, vae=True)


@many
@given(st.one_of(juries, sittings), st.randoms(use_true_random=False))
def test_the_order_of_the_members_is_indifferent(jury: Jury, random: object) -> None:
    shuffled = list(jury.members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    here = examine(jury, LAW, with_mending=False)
    there = examine(jury.with_members(shuffled), LAW, with_mending=False)
    assert [(v.regle, v.verdict) for v in here.verdicts] == [(v.regle, v.verdict) for v in there.verdicts]


@many
@given(juries)
def test_a_pair_of_an_employer_and_an_employee_never_undoes_a_lawful_jury(jury: Jury) -> None:
    mended = examine(jury, LAW).mended or jury
    assume(examine(mended, LAW, with_mending=False).lawful)
    pair = (Member("ROUX", Qualite.EMPLOYEUR), Member("NOEL", Qualite.SALARIE))
    assert examine(mended.with_members((*mended.members, *pair)), LAW, with_mending=False).lawful


@few
@given(st.one_of(juries, sittings), st.sampled_from([LAW, VAE]))
def test_a_mended_jury_is_lawful_and_what_was_lawful_needs_no_mending(jury: Jury, law: object) -> None:
    found = examine(jury, law)  # type: ignore[arg-type]
    assert bool(found.remede) is not found.lawful
    if found.mended is not None:
        assert examine(found.mended, law, with_mending=False).lawful  # type: ignore[arg-type]
        assert lawful_by_hand(found.mended.members, vae=law is VAE)


@many
@given(st.integers(1, 3), st.lists(st.sampled_from(list(Presence)), min_size=8, max_size=8))
def test_absences_other_than_the_presidents_never_annul(pairs: int, held: list[Presence]) -> None:
    others = [Qualite.ENSEIGNANT_PUBLIC, Qualite.ENSEIGNANT_CFA, *[Qualite.EMPLOYEUR, Qualite.SALARIE] * pairs]
    chair = Member("ROUX", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT, presence=Presence.PRESENT)
    sitting = Jury((chair, *(Member("X", quality, presence=p) for quality, p in zip(others, held, strict=False))))
    found = examine(sitting, LAW, with_mending=False)
    assert found.lawful
    absent = Presence.ABSENT in held[: len(others)]
    assert ("R-JURY-05" in {verdict.regle for verdict in found.warnings}) is absent


@few
@given(
    st.lists(st.tuples(qualities, st.sampled_from("FM"), st.integers(0, 3), st.booleans()), min_size=1, max_size=16),
    st.integers(1, 9),
)
def test_a_jury_proposed_passes_the_plain_checker(people: list[tuple[Qualite, str, int, bool]], size: int) -> None:
    register = [
        RegisteredMember(
            Member(f"N{rank}", qualite, sexe=sexe),
            (Qualification(qualite),),
            charge=charge,
            disponible=free,
        )
        for rank, (qualite, sexe, charge, free) in enumerate(people)
    ]
    answer = propose(register, LAW, Wishes(size))
    free_names = {person.member.nom for person in register if person.disponible}
    if isinstance(answer, Proposal):
        names = [m.nom for m in answer.jury.members]
        assert len(set(names)) == len(names) == size
        assert set(names) <= free_names
        assert lawful_by_hand(answer.jury.members)
        assert propose(register, LAW, Wishes(size)) == answer
    else:
        assert not _exists([person.member for person in register if person.disponible], size)


def _exists(people: list[Member], size: int) -> bool:
    """A lawful jury of that size exists: only the number of each capacity matters."""
    have = {qualite: sum(m.qualite is qualite for m in people) for qualite in Qualite}
    pairs = min(have[Qualite.EMPLOYEUR], have[Qualite.SALARIE])
    private = have[Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT] + have[Qualite.ENSEIGNANT_CFA]
    others = have[Qualite.ENSEIGNANT_PUBLIC] + private + have[Qualite.ENSEIGNANT_CHERCHEUR]
    if not (have[Qualite.ENSEIGNANT_CHERCHEUR] and have[Qualite.ENSEIGNANT_PUBLIC] and private):
        return False
    return any(6 * k >= size and 3 <= size - 2 * k <= others for k in range(1, pairs + 1))


@few
@given(st.lists(qualities, min_size=1, max_size=8), st.integers(2, 8))
def test_the_conditions_named_are_enough_to_contradict_each_other(people: list[Qualite], size: int) -> None:
    register = [
        RegisteredMember(Member(f"N{rank}", qualite), (Qualification(qualite),)) for rank, qualite in enumerate(people)
    ]
    answer = propose(register, LAW, Wishes(size))
    assume(isinstance(answer, Impossible))
    assert isinstance(answer, Impossible)
    named = tuple(rule for rule in LAW.rules if any(c.startswith(f"{rule.id} ") for c in answer.conditions))
    again = propose(register, replace(LAW, rules=named), Wishes(size))
    assert isinstance(again, Impossible)
    assert set(again.conditions) == set(answer.conditions)


WELL_SAID = [quality for quality in Qualite if quality is not Qualite.PROFESSIONNEL]


def doubts_by_hand(people: Sequence[Member]) -> set[str]:
    """What the file leaves open in a jury that nothing contradicts: parity, and the corps of deputies who teach."""
    seats = [m for m in people if m.fonction.value != "examinateur_adjoint"]
    deputies = {m.qualite.value for m in seats if m.fonction.value == "president_adjoint"}
    parity = {"parity"} if any(m.qualite.value == "professionnel" for m in seats) else set()
    teaching = {"enseignant_prive_sous_contrat", "enseignant_cfa", "enseignant_chercheur"}
    return parity | ({"deputies"} if deputies & teaching else set())


def _one_change_away(jury: Jury) -> bool:
    """Some single addition, removal, replacement or change of function makes the jury lawful, by trial of all.

    A rule that fails is mended where it surely holds: what was not in doubt before is not left in doubt.
    """
    people = list(jury.members)
    newcomers = [Member("X", quality, fonction) for quality in WELL_SAID for fonction in list(Fonction)[:3]]
    trials = [[*people, new] for new in newcomers]
    for rank, member in enumerate(people):
        others = people[:rank] + people[rank + 1 :]
        trials += [others, *([*others, new] for new in newcomers)]
        trials += [[*others, replace(member, fonction=fonction)] for fonction in Fonction]
    known = _in_doubt(people)
    return any(lawful_by_hand(trial) and doubts_by_hand(trial) <= known for trial in trials)


def _in_doubt(people: Sequence[Member]) -> set[str]:
    """The rules that are in doubt before any change: neither sure nor surely broken."""
    seats = [m for m in people if m.fonction.value != "examinateur_adjoint"]
    count = Counter(m.qualite.value for m in seats)
    broken = abs(count["employeur"] - count["salarie"]) > count["professionnel"]
    deputies = {m.qualite.value for m in seats if m.fonction.value == "president_adjoint"}
    outsiders = deputies & {"inspecteur_general", "ia_ipr", "ien", "personnalite"}
    known = doubts_by_hand(people)
    return known - ({"parity"} if broken else set()) - ({"deputies"} if outsiders else set())


LAWFUL = [
    Member("ROUX", Qualite.ENSEIGNANT_CHERCHEUR, Fonction.PRESIDENT),
    *(Member(quality.value, quality) for quality in list(Qualite)[:6] if quality is not Qualite.ENSEIGNANT_CHERCHEUR),
    Member("NOEL", Qualite.ENSEIGNANT_PUBLIC),
]
nearly = st.tuples(
    st.permutations(LAWFUL).map(lambda people: people[: len(people) - 1]), st.lists(members, max_size=2)
).map(lambda parts: Jury((*parts[0], *parts[1])))


@many
@given(st.one_of(nearly, juries))
def test_where_one_change_is_enough_the_mending_is_one_change(jury: Jury) -> None:
    found = examine(jury, LAW)
    assume(not found.lawful)
    one_is_enough = _one_change_away(jury.with_members(jury.seats))
    if found.mended is None:
        assert not one_is_enough
        return
    came = Counter(found.mended.members) - Counter(jury.members)
    left = Counter(jury.members) - Counter(found.mended.members)
    assert (max(came.total(), left.total()) == 1) is one_is_enough
