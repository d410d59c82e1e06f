"""Each page leads to its guide, and a guide is a page of the service."""

import re

import pytest
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory

from laureat.web.accounts.matrix import MATRIX, Reach
from laureat.web.accounts.models import Role
from laureat.web.project import help


@pytest.fixture(autouse=True)
def plain_statics(monkeypatch: pytest.MonkeyPatch) -> None:
    """No manifest of static files is needed to read a guide."""
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    monkeypatch.setitem(settings.STORAGES, "staticfiles", {"BACKEND": storage})


def test_each_page_leads_to_a_guide_that_is_there() -> None:
    for right in MATRIX.values():
        for role in (None, *Role):
            if right.reach(role) is not Reach.RIEN:
                assert (help.FOLDER / f"{help.guide_of(right.address, role)}.md").exists(), right.address


@pytest.mark.parametrize("name", sorted(path.stem for path in help.FOLDER.glob("*.md")))
def test_a_guide_is_a_page_whose_links_lead_somewhere(name: str) -> None:
    page = help.guide(RequestFactory().get(f"/aide/{name}/"), name).content.decode()
    body = page[page.index('<div class="guide" lang="fr">') : page.index("</main>")]
    assert body.count("<h1>") == 1
    for link in re.findall(r'href="([^"]+)"', body):
        assert link.startswith(("/aide/", "https://")), link


def test_a_guide_that_is_not_there_is_not_found() -> None:
    with pytest.raises(Http404):
        help.guide(RequestFactory().get("/aide/ailleurs/"), "ailleurs")
