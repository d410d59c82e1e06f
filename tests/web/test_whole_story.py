"""The thin whole story, from the opening to what a candidate and an employer see, through the service layer."""

from django.test import Client

from laureat.web.project import demonstration


def test_the_demonstration_reaches_publication(base: str) -> None:
    world = demonstration.build(count=60)
    published = world.sessions[1]
    published.refresh_from_db()
    assert published.phase == "publiee"
    assert published.standings.exclude(public_decision="").count() == published.standings.count()
    client = Client()
    client.force_login(world.accounts["candidat@demo.fr"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/mon-dossier/", follow=True)
    assert "Admis" in page.content.decode()
