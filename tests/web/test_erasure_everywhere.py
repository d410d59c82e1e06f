"""What the VAE and the house hold of persons goes after its term by the act of a session."""

from datetime import date, timedelta

from laureat.records.facts import TextErased
from laureat.web.accounts.models import Invitation
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import household, ledger, people
from laureat.web.exam_sessions.models import Certification
from laureat.web.project import demonstration
from laureat.web.vae.erasure import erase_due
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, perform


def erased(log: str) -> int:
    """How many erasures a log says."""
    return sum(isinstance(fact, TextErased) for fact in ledger.facts(log))


def test_applications_and_accounts_gone_are_erased_after_their_term_and_not_before(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 6, seed=1)
    demonstration.vae.build(session.certification, world.office, demonstration.JURY, world.accounts)
    household.take_up()
    certification = Certification.objects.get()
    log, today = log_of(certification), date.today()

    # The VAE: nothing today; all that has an end after it.
    perform(certification, world.office, "trop-tot", lambda desk: erase_due(desk, today), alone=True)
    assert erased(log) == 0
    much_later = today + timedelta(days=51 * 366)
    files = {str(pk) for pk in VaeFile.objects.values_list("pk", flat=True)}
    perform(certification, world.office, "effacer", lambda desk: erase_due(desk, much_later), alone=True)
    assert erased(log) > len(files)
    assert not Identity.objects.filter(candidate__in=files).exists()
    assert set(VaeFile.objects.values_list("numero", "sort_key", "search_key")) == {("effacé", "", "")}
    assert not PrivateText.objects.filter(log=log, subject__in=files).exists()
    assert PrivateText.objects.filter(log=log, text="arrêté fictif n° 2").exists()  # it founds the minutes

    # The house: former names and invitations go with the name of a closed account, each erasure said.
    invitation, _ = people.invite(world.office, email="part@exemple.fr", name="Qui Part", role="jury")
    gone = people.open_account(invitation, "une phrase assez longue 27")
    people.rename(world.office, gone, name="Qui Est Parti", email="parti@exemple.fr", reason="mariage")
    people.close(world.office, gone, "départ")
    people.erase_due(world.office, today)
    gone.refresh_from_db()
    assert gone.name == "Qui Est Parti"
    people.erase_due(world.office, today + timedelta(days=2 * 366))
    gone.refresh_from_db()
    assert (gone.name, gone.email) == ("effacé", f"{gone.pseudonym}@efface.invalid")
    assert not Invitation.objects.filter(person=gone.pseudonym).exists()
    assert not PrivateText.objects.filter(text__contains="Qui ").exists()
    assert PrivateText.objects.filter(text__contains=world.office.email).exists()
