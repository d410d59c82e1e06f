// The page of the workshop: prepare, open, take away, tap, send, lock. It draws nothing that it cannot decipher.
"use strict";
(function () {
  const place = document.querySelector("[data-atelier]");
  if (!place) return;
  const find = (what) => place.querySelector(what);
  const dit = window.laureatDit;
  const BESIDE = { "@note": dit("Note, en demi-points"), "@bonus": dit("Bonus") };
  const IDLE = 1000 * Number(place.dataset.verrou);
  let known = null, packages = [], outbox = [], conflicts = [], idle = 0, last = 0;

  function say(text, tone) {
    const told = find("[data-dit]");
    told.hidden = !text; told.textContent = text || ""; told.className = "notice " + (tone || "");
  }
  function view(name) {
    for (const one of place.querySelectorAll("[data-vue]")) one.hidden = one.dataset.vue !== name;
  }
  function make(tag, told, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(told || {})) if (name in made && name !== "list") made[name] = value; else made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  const said = (text, ours) => make("span", { lang: ours ? document.documentElement.lang : "fr" }, text); // a grid stays French
  const asked = () => new URLSearchParams(location.hash.slice(1));
  const slept = () => Coffre.open && Date.now() - last > IDLE; // a timer stops with the device: the clock does not
  const wait = function () {
    window.clearTimeout(idle);
    if (slept()) { lock(); return; }
    last = Date.now();
    if (Coffre.open) idle = window.setTimeout(lock, IDLE);
  };
  const opened = function () { last = Date.now(); wait(); };
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, wait, { capture: true });
  for (const back of ["visibilitychange", "focus", "pageshow"]) window.addEventListener(back, () => { if (slept()) lock(); }, { capture: true });

  function shut() {
    Coffre.lock();
    packages = []; outbox = []; conflicts = [];
    for (const part of ["[data-grille]", "[data-conflits]", "#paquet", "#candidat"]) find(part).replaceChildren();
    for (const field of place.querySelectorAll("input")) field.value = "";
  }
  function lock() { shut(); opening(); }
  async function opening() { // locked: whose vaults are here, and how many crosses wait, is said without the passphrase
    const vaults = await Coffre.vaults();
    if (vaults.length === 0) { known = null; preparing(vaults); return; }
    if (!vaults.some((one) => one.name === Coffre.NAME)) Coffre.use(vaults[0].name);
    known = await Coffre.meta("clef");
    find("#coffre").replaceChildren(...vaults.map((one, rank) => make("option", { value: one.name }, one.label || dit("coffre {0}", rank + 1))));
    find("#coffre").value = Coffre.NAME;
    find("[data-coffres]").hidden = vaults.length < 2;
    view("ouvrir");
    const many = await Coffre.waiting();
    find("[data-perdues]").textContent = many === 0 ? dit("Rien n'attend d'être envoyé : rien ne serait perdu.")
      : many === 1 ? dit("1 croix n'est pas envoyée : elle serait perdue.") : dit("{0} croix ne sont pas envoyées : elles seraient perdues.", many);
    find("[data-oublier] input").checked = false;
  }
  function preparing(vaults) { // a vault that is nobody's yet
    find("[data-retour]").hidden = vaults.length === 0;
    view("preparer");
  }
  async function another() { // a second person on the same device: a vault of their own, the others left closed
    shut();
    await Coffre.fresh();
    known = null;
    say("");
    preparing(await Coffre.vaults());
  }
  async function back() { Coffre.use((await Coffre.vaults())[0].name); say(""); await opening(); }
  async function chosen() { // the vault of someone else: the passphrase typed for another is not kept
    find("#phrase-o").value = "";
    Coffre.use(find("#coffre").value);
    say("");
    await opening();
  }
  async function erased(text, tone) { // this device keeps nothing any more, and may be prepared again
    await Coffre.destroy();
    shut();
    await opening();
    say(text, tone);
  }
  async function heard() { // false: the vault in use is revoked, and erased; those of others that are, too
    if (!navigator.onLine) return true;
    const vaults = await Coffre.vaults();
    const late = new Promise((give) => window.setTimeout(give, 4000, false)); // a network that does not answer is none
    const over = await Promise.all(vaults.map((one) => Promise.race([Envoi.revoked(one.device), late])));
    const gone = vaults.filter((one, rank) => over[rank]);
    for (const one of gone.filter((it) => it.name !== Coffre.NAME)) await Coffre.destroy(one.name);
    if (!gone.some((one) => one.name === Coffre.NAME)) {
      if (gone.length && !Coffre.open) await opening();
      return true;
    }
    await erased(dit("Cet appareil est révoqué : ce qu'il gardait est effacé."), "bad");
    return false;
  }

  async function work(text) {
    packages = await Coffre.packages();
    outbox = await Coffre.outbox();
    view("travail");
    find("[data-emporter]").hidden = !asked().get("seance");
    const chosen = find("#paquet").value;
    find("#paquet").replaceChildren(...packages.map((one, rank) => make("option", { value: String(rank), lang: "fr" }, one.titre + ", " + one.situation.titre)));
    if (chosen && Number(chosen) < packages.length) find("#paquet").value = chosen;
    people();
    count();
    if (text !== undefined) say(text, "good");
    if (navigator.storage && navigator.storage.persisted) stored(await navigator.storage.persisted());
  }
  function stored(kept) {
    find("[data-stockage]").textContent = kept ? dit("Le navigateur garde ce stockage.")
      : dit("Le navigateur peut effacer ce stockage après quelques jours sans visite : envoyez sans tarder.");
  }
  const grid = () => packages[Number(find("#paquet").value)];
  const person = () => { const own = grid(); return own && own.candidats.find((one) => one.id === find("#candidat").value); };
  function people() {
    const own = grid(), before = find("#candidat").value;
    find("#candidat").replaceChildren(...(own ? own.candidats : []).map((one) => make("option", { value: one.id }, one.nom + " (" + one.numero + ")")));
    if (own && own.candidats.some((one) => one.id === before)) find("#candidat").value = before;
    draw();
  }
  function mine(own, who, line) { // what was tapped here and waits, in order
    return outbox.filter((tap) => tap.empreinte === own.empreinte && tap.seance === own.seance && tap.unite === own.unite && tap.situation === own.situation.code && tap.candidat === who.id && tap.ligne === line.code);
  }
  function draw() {
    const own = grid(), who = person(), target = find("[data-grille]");
    target.replaceChildren();
    if (!own || !who) return;
    if (own.avis) target.append(make("div", { className: "notice warn" }, make("p", {}, dit(own.avis))));
    target.append(make("p", { className: "soft" }, make("span", { lang: "fr" }, own.grille), "."));
    if (!who.ouvert) target.append(make("p", { className: "notice" }, dit("La saisie était close pour ce candidat quand la grille a été emportée.")));
    let competence = "";
    const lines = make("div"), columns = make("div", { className: "columns" }, lines);
    if (own.calcul) { target.append(make("p", { className: "glance" })); columns.append(make("aside", { className: "in-sight" })); }
    target.append(columns);
    for (const line of own.lignes) {
      if (line.competence && line.competence !== competence) lines.append(make("h2", { className: "competence", lang: "fr" }, line.competence));
      competence = line.competence;
      const waits = mine(own, who, line), beside = line.code[0] === "@";
      const value = standing(own, who, line);
      const field = make("fieldset", { className: "line" }, make("legend", {}, make("span", { className: "mono" }, beside ? "" : line.code), " ", said(BESIDE[line.code] || line.texte, beside)));
      for (const told of [line.preuve && dit("Preuve attendue :") + " " + line.preuve, line.plancher && dit("Indispensable : signalé sous le niveau") + " " + line.plancher])
        if (told) field.append(make("p", { className: "small soft" }, told));
      if (own.chiffres || beside) {
        const typed = make("input", { value, inputMode: "decimal", size: 6, maxLength: 6, autocomplete: "off", "aria-label": BESIDE[line.code] || line.texte });
        typed.addEventListener("change", () => tapped(own, who, line, typed.value));
        field.append(typed);
      } else {
        const levels = make("div", { className: "levels" });
        const may = (code) => !(line.possibles || []).length || line.possibles.includes(code);
        for (const [code, label] of own.niveaux.filter(([one]) => may(one)).concat([["NE", dit("NE – non évalué")], ["", dit("vide")]])) {
          const radio = make("input", { type: "radio", name: "l-" + line.code, value: code, checked: code === value });
          radio.addEventListener("change", () => tapped(own, who, line, code));
          levels.append(make("label", {}, radio, said(label, code === "" || code === "NE")));
        }
        field.append(levels);
      }
      const seen = ticks(own, who, line);
      if (seen) field.append(seen);
      if (waits.length) field.append(make("p", { className: "small soft" }, dit("sur cet appareil, pas encore envoyé")));
      const looks = Object.entries(line.descripteurs || {});
      if (looks.length) field.append(make("dl", { className: "small facts", lang: "fr" }, ...looks.flatMap(([code, text]) => [make("dt", {}, code), make("dd", {}, text)])));
      lines.append(field);
    }
    figure();
  }
  function ticks(own, who, line) { // the indicators of a line, each a box
    if (!(line.indicateurs || []).length) return null;
    const box = make("div", { className: "ticks", role: "group", "aria-label": dit("Indicateurs observés") + " " + line.code });
    const steps = (line.paliers || []).map((step) => step.des + " → " + step.niveau).join(" ; ");
    box.append(make("p", { className: "small soft" }, dit("Indicateurs observés :") + " " + (steps ? dit("tant qu'aucun niveau n'est coché, leur nombre le donne :") + " " + steps : dit("ils éclairent le niveau, et n'en donnent aucun."))));
    for (const one of line.indicateurs) {
      const check = make("input", { type: "checkbox", name: "l-" + one.code, value: "x", checked: standing(own, who, one) !== "" });
      check.addEventListener("change", () => tapped(own, who, one, check.checked ? "x" : ""));
      box.append(make("label", { className: "tick" }, check, " ", said(one.texte)));
    }
    return box;
  }
  function standing(own, who, line) { // what a line says: as tapped here, else as taken away
    const waits = mine(own, who, line);
    return waits.length ? waits[waits.length - 1].valeur : who.valeurs[line.code] || "";
  }
  const written = function (own, who) { // by situation, what stands: as taken away, and what was tapped here since
    const every = own.lignes.flatMap((line) => [line, ...(line.indicateurs || [])]);
    const here = Object.fromEntries(every.map((line) => [line.code, standing(own, who, line)]));
    const code = own.situation.code;
    return { ...who.ecrits, [code]: { ...who.ecrits[code], ...here } };
  };
  function figure() { // the mark, what it covers, what it lacks, of what is ticked now
    const own = grid(), who = person(), aside = find("[data-grille] .in-sight");
    if (!aside || !who) return;
    let told;
    try { told = Note.compute(who.calcul || own.calcul, written(own, who)); }
    catch (wrong) { told = { note: "—", points: "", couverture: "—", manque: [], alertes: [wrong.message] }; }
    const heading = Note.computed(own.calcul) ? dit("Note calculée") : dit("Résultat"); // a typed mark is not computed
    find("[data-grille] .glance").replaceChildren(heading + " ", make("output", { className: "number" }, told.note), " · " + dit("couverture") + " ", make("output", {}, told.couverture));
    const facts = [
      [dit("Points exacts"), told.points || "—"], [dit("Couverture"), told.couverture], [dit("Il manque"), told.manque.join(" ; ") || "—"],
      ...(own.calcul.arrondi ? [[dit("Arrondi"), dit("un seul,") + " " + dit(own.calcul.arrondi.nom)]] : []),
    ];
    aside.replaceChildren(make("section", { className: "card" },
      make("h2", {}, heading), make("p", { className: "figure" }, make("output", { "data-note": "" }, told.note)),
      make("dl", { className: "facts" }, ...facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, make("output", {}, value))])),
      ...told.alertes.map((text) => make("p", { className: "error", role: "status" }, text)),
      make("p", { className: "small soft" }, dit("Calculée sur cet appareil, comme le serveur la calculera. Elle s'arrête avec le réseau."))));
  }
  async function tapped(own, who, line, value) {
    const before = mine(own, who, line);
    const lu = before.length ? before[before.length - 1].lu + 1 : who.versions[line.code];
    const tap = {
      uuid: Coffre.uuid(), seance: own.seance, unite: own.unite, situation: own.situation.code, empreinte: own.empreinte,
      candidat: who.id, ligne: line.code, valeur: value.trim(), lu, heure: new Date().toISOString(),
    };
    outbox.push(tap);
    figure();
    try {
      await Coffre.add(tap);
    } catch (full) {
      outbox = await Coffre.outbox();
      draw();
      say(dit("L'appareil n'a pas pu garder cette croix ({0}) : notez-la, libérez de la place.", full.name), "bad");
    }
    count();
    for (const one of conflicts) if (Envoi.cellOf(one.tap) === Envoi.cellOf(tap)) { one.mine = tap.valeur; clash(); } // what is asked is my last tap
  }
  function count() {
    const many = outbox.length;
    find("[data-file]").textContent = many === 0 ? dit("Rien n'attend d'être envoyé.")
      : many === 1 ? dit("1 croix sur cet appareil, pas encore envoyée.") : dit("{0} croix sur cet appareil, pas encore envoyées.", many);
  }

  async function take() {
    const told = asked(), where = await Envoi.state(known.device); // never the names of one in the vault of another
    if (where.statut === 403 || (where.statut === 200 && where.corps.compte !== known.account)) {
      say(dit("Une autre personne est connectée : rien n'est emporté dans ce coffre. Verrouillez, et ouvrez le vôtre."), "bad");
      return;
    }
    const answer = await packed(told.get("seance"), told.get("unite"), told.get("situation") || "");
    if (answer.statut !== 200) { say(WHY(answer.statut === 401 ? "session" : answer.statut === 0 ? "reseau" : dit("Cette grille ne vous est pas ouverte.")), "bad"); return; }
    await Coffre.keep(answer.corps);
    history.replaceState(null, "", location.pathname);
    // Firefox asks the person, who may never answer: nothing waits for it
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().then(stored, () => null);
    await work(dit("Grille emportée : elle s'ouvre ici sans réseau."));
  }
  function WHY(stop) {
    return {
      reseau: dit("Pas de réseau : rien n'est perdu, envoyez plus tard."),
      session: dit("Votre connexion a pris fin : reconnectez-vous, puis envoyez. La file est gardée."),
      compte: dit("Une autre personne est connectée : ces croix sont d'un autre compte, et restent ici."),
      refus: dit("L'envoi est refusé : la file est gardée."),
    }[stop] || stop;
  }
  async function send() {
    say(dit("Envoi…"));
    const told = await Envoi.send(known);
    if (told.stop === "revoque") { await erased(dit("Cet appareil est révoqué : ce qu'il gardait est effacé."), "bad"); return; }
    for (const one of told.done) learn(one.tap, one.answer.valeur, one.answer.version);
    await Promise.all(packages.map((one) => Coffre.keep(one)));
    conflicts = told.conflicts;
    outbox = await Coffre.outbox();
    const over = !told.stop && outbox.length === 0;
    if (over) await Coffre.forget();
    await work();
    clash();
    const sent = told.sent === 0 ? "" : (told.sent === 1 ? dit("1 croix envoyée.") : dit("{0} croix envoyées.", told.sent)) + " ";
    if (told.stop) say(sent + WHY(told.stop), "bad");
    else if (over) say(sent + dit("Les noms et les grilles sont effacés de cet appareil."), "good");
    else say(sent + dit("Ce qui reste attend votre choix."), "warn");
  }
  function learn(tap, value, version) { // what the server has now of a cell
    for (const own of packages) {
      if (own.seance !== tap.seance || own.unite !== tap.unite || own.situation.code !== tap.situation) continue;
      const who = own.candidats.find((one) => one.id === tap.candidat);
      if (who) { who.valeurs[tap.ligne] = value; who.versions[tap.ligne] = version; }
    }
  }
  function clash() {
    find("[data-conflits]").replaceChildren(...conflicts.map(function (one) {
      const own = packages.find((it) => it.seance === one.tap.seance && it.unite === one.tap.unite && it.situation.code === one.tap.situation);
      const who = own && own.candidats.find((it) => it.id === one.tap.candidat);
      const box = make("section", { className: "notice bad", role: "alert" }, make("p", {}, make("strong", {}, (who ? who.nom : dit("Candidat")) + ", " + one.tap.ligne + ". "), one.answer.erreur || ""));
      const act = (label, what) => { const button = make("button", { type: "button", className: "quiet" }, label); button.addEventListener("click", async () => { await what(); conflicts = conflicts.filter((it) => it !== one); await send(); }); return button; };
      if ("votre" in one.answer) {
        box.append(make("p", {}, dit("Vous : « {0} ». Enregistré entre-temps par {1} : « {2} ».", one.mine || dit("vide"), one.answer.par, one.answer.enregistre || dit("vide"))));
        box.append(act(dit("Garder la mienne"), () => Envoi.keepMine(one)), " ", act(dit("Garder l'autre"), async () => { learn(one.tap, one.answer.enregistre, one.answer.version); await Promise.all(packages.map((it) => Coffre.keep(it))); await Envoi.keepTheirs(one); }));
      } else {
        box.append(make("p", {}, dit("Votre croix : « {0} ». Elle reste ici ; réessayez, ou écartez-la.", one.mine || dit("vide"))));
        if (one.answer.edition) box.append(act(dit("Reporter mes croix sur la nouvelle édition"), () => carried(one.tap, own)), " ");
        box.append(act(dit("Réessayer"), async () => {}), " ", act(dit("Écarter cette croix"), () => Envoi.keepTheirs(one)));
      }
      return box;
    }));
  }
  const packed = (seance, unite, situation) => Envoi.ask("/atelier/api/paquet/" + seance + "/" + unite + "/?situation=" + encodeURIComponent(situation));
  async function carried(tap, own) { // asked for by the person; what has no place there is told, cross by cross, when it is sent
    const answer = await packed(tap.seance, tap.unite, tap.situation);
    if (answer.statut !== 200) return;
    await Envoi.carry(own, answer.corps);
    await Coffre.keep(answer.corps);
    packages = await Coffre.packages();
  }
  async function rescue() {
    const address = URL.createObjectURL(new Blob([await Coffre.rescue()], { type: "application/json" }));
    const link = make("a", { href: address, download: "laureat-secours.json" });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  find("[data-preparer]").addEventListener("submit", async function (event) {
    event.preventDefault();
    const phrase = find("#phrase").value;
    if (Coffre.weak(phrase)) { say(dit("Cette phrase se devine : quelques mots, et non une touche répétée."), "bad"); return; }
    if (phrase !== find("#phrase-2").value) { say(dit("Les deux phrases diffèrent."), "bad"); return; }
    const where = await Envoi.state("");
    if (where.statut !== 200) { say(where.statut === 401 ? dit("Connectez-vous d'abord, puis revenez ici.") : WHY("reseau"), "bad"); return; }
    if ((await Coffre.vaults()).some((one) => one.account === where.corps.compte)) { say(dit("Vous avez déjà un coffre sur cet appareil : ouvrez-le, ou effacez-le d'abord."), "bad"); return; }
    const made = await Envoi.ask("/atelier/api/appareils/", new URLSearchParams({ nom: find("#appareil").value }), where.corps.jeton);
    if (made.statut !== 200) { say(WHY("refus"), "bad"); return; }
    await Coffre.create(phrase, made.corps.appareil, made.corps.compte, find("#appareil").value.trim());
    known = await Coffre.meta("clef");
    find("[data-preparer]").reset();
    opened();
    await work(dit("Cet appareil est prêt."));
  });
  find("[data-ouvrir]").addEventListener("submit", async function (event) {
    event.preventDefault();
    if (!(await heard())) return;
    const right = await Coffre.unlock(find("#phrase-o").value);
    find("#phrase-o").value = "";
    if (!right) { say(dit("Ce n'est pas la phrase de ce coffre."), "bad"); return; }
    opened();
    await work("");
  });
  find("[data-relire]").addEventListener("submit", async function (event) {
    event.preventDefault();
    try {
      const many = await Coffre.reread(await find("#secours").files[0].text(), find("#phrase-s").value);
      if (many < 0) { say(dit("Ce n'est pas la phrase de ce fichier."), "bad"); return; }
      await work(dit("{0} croix relues du fichier de secours.", many));
    } catch (wrong) { say(dit("Ce fichier n'est pas un fichier de secours de Lauréat."), "bad"); }
  });
  find("[data-oublier]").addEventListener("submit", async function (event) {
    event.preventDefault();
    await erased(dit("Ce coffre est effacé de cet appareil : préparez-en un autre."), "warn");
  });
  const acts = { autre: another, revenir: back, envoyer: send, verrouiller: lock, secours: rescue, garder: rescue, emporter: take };
  for (const button of place.querySelectorAll("[data-acte]")) button.addEventListener("click", () => acts[button.dataset.acte]());
  find("#coffre").addEventListener("change", chosen);
  find("#paquet").addEventListener("change", people);
  find("#candidat").addEventListener("change", draw);
  window.addEventListener("hashchange", () => { if (Coffre.open) find("[data-emporter]").hidden = !asked().get("seance"); });

  document.querySelector("[data-langue]").addEventListener("click", function (event) { event.currentTarget.hash = location.hash; });
  const net = () => { document.querySelector("[data-reseau]").textContent = navigator.onLine ? "" : dit("hors ligne"); };
  window.addEventListener("online", net); window.addEventListener("offline", net); net();
  (async function () {
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/atelier/service.js", { scope: "/atelier/" });
    await opening();
    if (known) await heard();
    window.addEventListener("online", heard);
  })();
})();
