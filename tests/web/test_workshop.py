"""The workshop without network, in a real Chromium: the server really stopped, the browser really killed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from laureat.grilles import library
from support.site import Site
from support.tablette import PHRASE, Tablet
from support.toile import signed_in

pytestmark = pytest.mark.browser

UNIT = "U31"


def cookie(user: Any) -> str:
    """The session of someone signed in."""
    return str(signed_in(user).cookies["laureat_session"].value)


@pytest.fixture(scope="module")
def shop(world: Any, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A site, two candidates without a mark, and what opens tablets."""
    from laureat.web.exam_sessions.models import Standing

    own = Standing.objects.filter(session=world.sessions[0], establishment="0690001B", categorie="A", withdrawn=False)
    world.rows = [row for row in own.filter(units__contains=[UNIT]).order_by("sort_key") if UNIT not in row.cells]
    world.session, world.site, world.user = world.sessions[0], Site(), world.accounts["lycee@demo.fr"]
    opened: list[Tablet] = []

    def tablet() -> Tablet:
        made = Tablet(browser, world.site.address, tmp_path_factory.mktemp("profil"))
        made.sign_in(cookie(world.user))
        opened.append(made)
        return made

    world.tablet = tablet
    yield world
    for one in opened:
        one.context.close()
    world.site.stop()


CACHED = """
caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
  .then((found) => found.flat().map((one) => new URL(one.url).pathname).sort())
"""
SHELL = (
    "/atelier/",
    *(f"/atelier/{tongue}/{leaf}" for tongue in ("fr", "en") for leaf in ("", "manifeste.webmanifest")),
)
STATICS = (
    "dit.js",
    "atelier-coffre.js",
    "atelier-envoi.js",
    "atelier-note.js",
    "atelier.js",
    "laureat.css",
    "marque.svg",
)
CACHES = sorted([*SHELL, *(f"/statiques/laureat/{name}" for name in STATICS)])


def entries(row: Any) -> list[tuple[str, str, str]]:
    from laureat.web.grids.models import GridEntry

    found = GridEntry.objects.filter(candidate=row.candidate).order_by("id")
    return [(one.criterion, one.value, one.origin) for one in found]


GRID = library()["RNCP35697-U31"]
CROSSES = dict(zip(GRID.lines(GRID.situation("P")), ("2", "3", "NE", "1", "3", "0", "2", "3"), strict=False))


def marked_offline(tablet: Tablet, row: Any) -> tuple[str, ...]:
    """Tap every line, and say what moved: from nothing, a mark comes with the last one."""
    figures = tablet.page.locator("[data-grille] .in-sight output")
    lines = list(CROSSES)
    for line, level in CROSSES.items():
        tablet.tap(row.candidate, line, level)
        if line != lines[-1]:
            left = ", ".join(lines[lines.index(line) + 1 :])
            tablet.expect(figures.nth(0)).to_have_text("incomplet")
            tablet.expect(figures.nth(3)).to_have_text(f"P : {left}")
    return tuple(figures.all_inner_texts()[:4])


def mark_of(shop: Any, row: Any) -> tuple[str, ...]:
    """The same by the server: mark, exact points, coverage, what is missing."""
    from laureat.web.grids.boards import boards

    result = boards(shop.session, UNIT, GRID, [row.candidate])[row.candidate].result
    assert result.mark is not None
    return result.mark_text, result.raw_text, result.coverage_text, " ; ".join(result.missing) or "—"


def names_in(folder: Path, *names: str) -> set[str]:
    """The names that the profile holds in clear, in the encodings that a browser writes."""
    found = set()
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found |= {name for name in names for code in ("utf-8", "utf-16-le") if name.encode(code) in content}
    return found


def test_taps_survive_a_stopped_server_and_a_killed_browser_then_come_back_in_order_and_in_clear_nowhere(
    shop: Any,
) -> None:
    from laureat.web.candidates.models import Identity

    first, second = shop.rows[:2]
    tablet, other = shop.tablet(), shop.tablet()
    tablet.take(shop.session.pk, UNIT)
    other.take(shop.session.pk, UNIT)
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    shop.site.stop()
    for line, level in (("C1.1", "3"), ("C1.1", "2"), ("C1.2", "1")):
        tablet.tap(first.candidate, line, level)
    marked = marked_offline(tablet, second)
    tablet.send()
    tablet.says("Pas de réseau : rien n'est perdu")
    tablet.waits("11 croix")
    tablet.kill()

    identities = Identity.objects.in_bulk([first.candidate, second.candidate]).values()
    names = [one.fields["nom"] for one in identities]
    assert names_in(tablet.folder, *names) == set()
    tablet.open()
    tablet.go()
    tablet.unlock("une autre phrase du mardi")
    tablet.says("Ce n'est pas la phrase de ce coffre")
    tablet.unlock()
    tablet.waits("11 croix")
    with tablet.page.expect_download() as saved:
        tablet.page.click("[data-acte=secours]")
    rescue = Path(saved.value.path()).read_bytes()
    assert not [name for name in names if name.encode() in rescue]

    shop.site.start()
    other.tap(first.candidate, "C1.1", "0")  # the other device is first to come back
    other.send()
    other.says("1 croix envoyée. Les noms et les grilles sont effacés")
    assert entries(first) == [("C1.1", "0", "hors_ligne")]
    tablet.sign_in(cookie(shop.user))
    tablet.send()
    tablet.says("Ce qui reste attend votre choix")
    conflict = tablet.page.locator("[data-conflits]")
    tablet.expect(conflict).to_contain_text("Vous : « 2 ». Enregistré entre-temps par")
    tablet.expect(conflict).to_contain_text("« 0 »")
    assert entries(first) == [("C1.1", "0", "hors_ligne")]  # nothing was chosen for anyone
    assert entries(second) == [(line, told, "hors_ligne") for line, told in CROSSES.items()]  # the others did not wait
    assert marked == mark_of(shop, second)  # the mark said in the workshop is that of the server
    conflict.get_by_role("button", name="Garder la mienne").click()
    tablet.says("Les noms et les grilles sont effacés")
    assert entries(first) == [
        (line, told, "hors_ligne") for line, told in (("C1.1", "0"), ("C1.2", "1"), ("C1.1", "2"))
    ]
    assert tablet.page.locator("#paquet option").count() == 0
    assert tablet.page.evaluate(CACHED) == CACHES

    other.page.locator("[data-vue=travail] details summary").click()
    other.page.set_input_files("#secours", files=[{"name": "s.json", "mimeType": "application/json", "buffer": rescue}])
    other.page.fill("#phrase-s", PHRASE)
    other.page.click("[data-relire] button")
    other.waits("11 croix")  # and what was sent already is answered as it was: nothing is written twice
    before = (entries(first), entries(second))
    other.send()
    other.page.locator("[data-conflits]").wait_for(state="attached")
    other.expect(other.page.locator("[data-dit]")).to_contain_text("envoyée")
    assert (entries(first), entries(second)) == before
    assert not tablet.faults + other.faults


OLDER = """
async () => {
  const done = (request) => new Promise((give, refuse) => {
    request.onsuccess = () => give(request.result); request.onerror = () => refuse(request.error);
  });
  const present = await done(indexedDB.open(Coffre.NAME)), kept = [];
  for (const name of ["coffre", "paquets", "envoi"]) {
    const store = () => present.transaction(name).objectStore(name);
    const keys = await done(store().getAllKeys()), values = await done(store().getAll());
    values.forEach((value, rank) => kept.push([name, value, store().keyPath ? undefined : keys[rank]]));
  }
  present.close();
  await done(indexedDB.deleteDatabase(Coffre.NAME));
  const request = indexedDB.open(Coffre.NAME, 1);
  request.onupgradeneeded = () => Coffre.STEPS[0](request.result, request.transaction);
  const before = await done(request);
  for (const [name, value, key] of kept) {
    await done(before.transaction(name, "readwrite").objectStore(name).put(value, key));
  }
  before.close();
  return kept.length;
}
"""
"""Puts what is kept back in the schema of before."""


def test_the_queue_outlives_a_closed_session_changed_rights_an_idle_lock_and_a_new_schema_until_revoked(
    shop: Any,
) -> None:
    from django.utils import timezone

    from laureat.web.grids.models import Device

    row, tablet = shop.rows[2], shop.tablet()
    tablet.take(shop.session.pk, UNIT)
    for line in ("C1.1", "C1.2"):
        tablet.tap(row.candidate, line, "1")
    assert tablet.page.evaluate(OLDER) == 4
    tablet.page.reload()
    tablet.unlock()
    tablet.waits("2 croix")
    tablet.context.clear_cookies()
    tablet.send()
    tablet.says("reconnectez-vous, puis envoyez. La file est gardée")
    tablet.waits("2 croix")
    tablet.sign_in(cookie(shop.accounts["cfa@demo.fr"]))
    tablet.send()
    tablet.says("autre compte")
    tablet.waits("2 croix")
    tablet.sign_in(cookie(shop.user))

    type(row).objects.filter(pk=row.pk).update(establishment="0690002C")  # rights changed meanwhile
    tablet.send()
    tablet.expect(tablet.page.locator("[data-conflits]")).to_contain_text("n'est plus de ceux que vous évaluez")
    tablet.waits("2 croix")
    type(row).objects.filter(pk=row.pk).update(establishment="0690001B")

    tablet.page.clock.install()
    tablet.page.keyboard.press("Shift")
    tablet.page.clock.fast_forward("06:00")
    tablet.expect(tablet.page.locator("[data-ouvrir]")).to_be_visible()
    assert tablet.page.locator("#candidat option").count() == 0
    tablet.unlock()
    tablet.expect(tablet.page.locator("[data-acte=envoyer]")).to_be_visible()
    tablet.waits("2 croix")

    Device.objects.filter(account=shop.user).update(revoked=timezone.now())
    tablet.send()
    tablet.says("Cet appareil est révoqué")
    many = tablet.page.evaluate("Coffre.meta('clef').then((it) => it === undefined)")
    assert many is True
    assert entries(row) == []
    assert not tablet.faults


def test_the_workshop_speaks_english_to_whoever_chose_it_out_of_reach_too_and_keeps_what_a_closure_refuses(
    shop: Any,
) -> None:
    from laureat.web.exam_sessions.models import Standing

    own = Standing.objects.filter(session=shop.sessions[-1], establishment="0690001B", categorie="A", withdrawn=False)
    row, tablet = own.filter(units__contains=[UNIT]).order_by("sort_key").first(), shop.tablet()
    tablet.take(shop.sessions[-1].pk, UNIT)  # published: its entry is closed
    tablet.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tablet.page.get_by_role("link", name="English").click()
    tablet.page.wait_for_url("**/atelier/en/")
    shop.site.stop()
    tablet.go()  # the address that says no language: that of the shell last opened
    assert tablet.page.url.endswith("/atelier/en/")
    tablet.unlock("not the passphrase")
    tablet.says("This is not the passphrase of this vault.")
    tablet.unlock()
    tablet.waits("Nothing waits to be sent.")
    tablet.page.select_option("#candidat", row.candidate)
    line = tablet.page.locator("fieldset", has=tablet.page.locator("input[name='l-C1.1']"))
    tablet.expect(line.locator("[lang=fr]").first).to_contain_text("poste")  # the grid itself stays French
    tablet.expect(line.locator("label").last).to_have_text("empty")
    tablet.tap(row.candidate, "C1.1", "3")
    tablet.waits("1 cross on this device, not sent yet.")
    figures = tablet.page.locator("[data-grille] .in-sight")
    tablet.expect(figures).to_contain_text("incomplete")
    tablet.expect(figures).to_contain_text("Rounding")
    tablet.expect(figures).to_contain_text("up to the next half point")
    tablet.send()
    tablet.says("No network: nothing is lost, send later.")
    shop.site.start()
    tablet.send()
    tablet.expect(tablet.page.locator("[data-conflits]")).to_contain_text("Mark entry is closed")
    tablet.waits("1 cross on this device")
    tablet.page.get_by_role("button", name="Set this cross aside").click()
    tablet.says("Names and grids are erased from this device.")
    assert not tablet.faults


STORES = """
async () => {
  const base = await new Promise((give, refuse) => {
    const asked = indexedDB.open(Coffre.NAME); asked.onsuccess = () => give(asked.result); asked.onerror = refuse;
  });
  const count = (name) => new Promise((give) => {
    const asked = base.transaction(name).objectStore(name).count(); asked.onsuccess = () => give(asked.result);
  });
  const found = await Promise.all(["coffre", "paquets", "envoi"].map(count));
  base.close();
  return found;
}
"""


def test_a_stolen_device_erases_itself_when_it_shows_up_and_a_forgotten_passphrase_has_a_way_to_start_again(
    shop: Any,
) -> None:
    from django.utils import timezone

    from laureat.web.grids.models import Device

    row, tablet = shop.rows[3], shop.tablet()
    tablet.go()
    for field in ("#phrase", "#phrase-2"):
        tablet.page.fill(field, "a" * 12)
    tablet.page.fill("#appareil", "tablette")
    tablet.page.click("[data-preparer] button[type=submit]")
    tablet.says("Cette phrase se devine")
    tablet.take(shop.session.pk, UNIT)
    tablet.tap(row.candidate, "C1.1", "1")
    tablet.page.click("[data-acte=verrouiller]")
    lost = tablet.page.locator("[data-vue=ouvrir] details")
    lost.locator("summary").click()
    tablet.expect(lost).to_contain_text("1 croix n'est pas envoyée : elle serait perdue.")
    with tablet.page.expect_download() as saved:
        lost.locator("[data-acte=garder]").click()
    assert b"laureat-atelier-secours-1" in Path(saved.value.path()).read_bytes()
    lost.get_by_role("button", name="Tout effacer").click()
    assert tablet.page.evaluate(STORES) == [1, 1, 1]  # not without saying so
    lost.locator("input[type=checkbox]").check()
    lost.get_by_role("button", name="Tout effacer").click()
    tablet.says("Ce coffre est effacé de cet appareil")
    assert tablet.page.evaluate(STORES) == [0, 0, 0]

    tablet.take(shop.session.pk, UNIT)
    tablet.tap(row.candidate, "C1.1", "1")
    tablet.page.click("[data-acte=verrouiller]")
    Device.objects.filter(account=shop.user).update(revoked=timezone.now())
    tablet.context.clear_cookies()  # signed out, and locked
    tablet.page.reload()
    tablet.says("Cet appareil est révoqué")
    assert tablet.page.evaluate(STORES) == [0, 0, 0]
    assert entries(row) == []
    assert not tablet.faults


def test_the_last_tap_of_a_person_is_what_they_keep_and_what_they_were_not_shown_they_have_not_read(shop: Any) -> None:
    row, tablet, other = shop.rows[4], shop.tablet(), shop.tablet()
    tablet.context.add_init_script("StorageManager.prototype.persist = () => new Promise(() => {})")
    tablet.take(shop.session.pk, UNIT)
    other.take(shop.session.pk, UNIT)
    tablet.tap(row.candidate, "C1.1", "2")
    other.tap(row.candidate, "C1.1", "0")
    other.send()
    other.says("1 croix envoyée.")
    tablet.send()
    conflict = tablet.page.locator("[data-conflits]")
    tablet.expect(conflict).to_contain_text("Vous : « 2 »")
    tablet.tap(row.candidate, "C1.1", "3")  # while the conflict is shown
    tablet.expect(conflict).to_contain_text("Vous : « 3 »")
    tablet.send()  # nothing passes unasked
    tablet.expect(conflict).to_contain_text("Vous : « 3 »")
    assert entries(row) == [("C1.1", "0", "hors_ligne")]
    conflict.get_by_role("button", name="Garder la mienne").click()
    tablet.says("Les noms et les grilles sont effacés")
    assert entries(row) == [("C1.1", "0", "hors_ligne"), ("C1.1", "3", "hors_ligne")]
    assert not tablet.faults + other.faults


def test_two_people_on_one_tablet_have_each_a_vault_and_neither_opens_erases_or_sends_that_of_the_other(
    shop: Any,
) -> None:
    from laureat.web.grids.models import Device

    row, tablet = shop.rows[2], shop.tablet()
    tablet.go()
    tablet.expect(tablet.page.locator("[data-preparer]")).to_be_visible()
    tablet.expect(tablet.page.locator("[data-acte=revenir]")).to_be_hidden()  # nobody has a vault here yet
    tablet.take(shop.session.pk, UNIT)
    tablet.tap(row.candidate, "C1.1", "2")
    tablet.page.click("[data-acte=verrouiller]")
    tablet.page.click("[data-acte=autre]")
    tablet.expect(tablet.page.locator("[data-acte=revenir]")).to_be_visible()
    tablet.fill_vault("tablette 3, Mme R.", PHRASE)
    tablet.says("Vous avez déjà un coffre sur cet appareil")
    tablet.sign_in(cookie(shop.accounts["cfa@demo.fr"]))
    second = "limaille grise du jeudi"
    tablet.fill_vault("tablette 3, M. L.", second)
    tablet.says("Cet appareil est prêt")
    tablet.waits("Rien n'attend d'être envoyé")
    assert tablet.page.locator("#paquet option").count() == 0  # nothing of the other is read
    tablet.page.reload()
    vaults = tablet.page.locator("#coffre")
    tablet.expect(vaults.locator("option")).to_have_count(2)
    assert vaults.locator("option").all_inner_texts() == ["tablette", "tablette 3, M. L."]
    tablet.page.add_init_script("delete IDBFactory.prototype.databases")  # a browser that does not list its bases
    tablet.page.reload()
    tablet.expect(vaults.locator("option")).to_have_count(2)
    vaults.select_option(label="tablette 3, M. L.")
    tablet.unlock(PHRASE)
    tablet.says("Ce n'est pas la phrase de ce coffre")  # the passphrase of one opens nothing of the other
    vaults.select_option(label="tablette")
    tablet.unlock()
    tablet.waits("1 croix")
    tablet.send()
    tablet.says("autre compte")
    tablet.go(f"#seance={shop.session.pk}&unite={UNIT}&situation=P")
    tablet.page.reload()
    tablet.unlock()
    tablet.page.click("[data-acte=emporter]")
    tablet.says("rien n'est emporté dans ce coffre")
    tablet.page.click("[data-acte=verrouiller]")
    vaults.select_option(label="tablette 3, M. L.")
    lost = tablet.page.locator("[data-vue=ouvrir] details")
    lost.locator("summary").click()
    lost.locator("input[type=checkbox]").check()
    lost.get_by_role("button", name="Tout effacer").click()
    tablet.says("Ce coffre est effacé")
    tablet.unlock()  # the only one that is left
    tablet.waits("1 croix")
    tablet.sign_in(cookie(shop.user))
    tablet.send()
    tablet.says("Les noms et les grilles sont effacés")
    assert entries(row) == [("C1.1", "2", "hors_ligne")]
    assert Device.objects.filter(account=shop.accounts["cfa@demo.fr"]).count() == 1
    assert not tablet.faults
