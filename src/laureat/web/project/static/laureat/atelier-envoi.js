// Bring taps back: in order, each with its key, the same sent twice is one. What is refused is kept and shown, with both
// values where there are two; nothing is chosen for anyone, and the other candidates do not wait.
"use strict";
const Envoi = (function () {
  const BATCH = 100;
  const TONGUE = { "X-Langue": document.documentElement.lang };

  async function ask(address, body, token) {
    let response;
    try {
      response = await fetch(address, body === undefined ? { redirect: "manual", cache: "no-store", headers: TONGUE } : {
        method: "POST", body, redirect: "manual", cache: "no-store",
        headers: Object.assign({ "X-CSRFToken": token }, TONGUE, typeof body === "string" ? { "Content-Type": "application/json" } : {}),
      });
    } catch (lost) { return { statut: 0 }; }
    if (response.type === "opaqueredirect") return { statut: 401 };
    const json = (response.headers.get("Content-Type") || "").includes("json");
    return { statut: response.status, corps: json ? await response.json() : {} };
  }
  const revoked = async function (device) { // asked signed in or not: a stolen device has no account
    const answer = await ask("/atelier/api/revoque/?appareil=" + device);
    return answer.statut === 200 && answer.corps.revoque === true;
  };
  const state = function (device) { return ask("/atelier/api/etat/" + (device ? "?appareil=" + device : "")); };

  const cellOf = (tap) => [tap.seance, tap.unite, tap.empreinte, tap.candidat, tap.situation, tap.ligne].join("/");

  // Sends all it can. Gives { sent, done, conflicts: [{ tap, answer, chain, mine }], stop }; stop: why nothing more leaves.
  async function send(known) {
    const told = { sent: 0, done: [], conflicts: [], stop: "" };
    const where = await state(known.device);
    if (where.statut !== 200) { told.stop = why(where); return told; }
    if (where.corps.compte !== known.account) { told.stop = "compte"; return told; }
    const held = new Set(); // candidates of whom something was refused
    for (;;) {
      const left = (await Coffre.outbox()).filter((tap) => !held.has(tap.candidat)).slice(0, BATCH);
      if (left.length === 0) break;
      const saisies = left.map(({ rang, ...tap }) => tap);
      const answer = await ask("/atelier/api/envoi/", JSON.stringify({ appareil: known.device, saisies }), where.corps.jeton);
      if (answer.statut !== 200) { told.stop = why(answer); return told; }
      const done = [];
      answer.corps.reponses.forEach(function (one, rank) {
        if (one.statut === 200) { done.push(left[rank].rang); told.done.push({ tap: left[rank], answer: one }); }
        else if (one.statut !== 0) { held.add(left[rank].candidat); told.conflicts.push({ tap: left[rank], answer: one }); }
      });
      await Coffre.settle(done);
      told.sent += done.length;
      if (done.length === 0 && told.conflicts.length === 0) { told.stop = "refus"; break; }
    }
    const every = await Coffre.outbox();
    for (const conflict of told.conflicts) { // a chain of taps on one cell is one value: the last
      conflict.chain = every.filter((tap) => cellOf(tap) === cellOf(conflict.tap));
      conflict.mine = conflict.chain[conflict.chain.length - 1].valeur;
    }
    return told;
  }
  function why(answer) {
    if (answer.statut === 0) return "reseau";
    if (answer.statut === 410) return "revoque";
    if (answer.statut === 401 || (answer.statut === 403 && !(answer.corps && answer.corps.erreur))) return "session";
    return answer.corps && answer.corps.erreur ? answer.corps.erreur : "refus";
  }
  const ranks = (chain) => chain.map((tap) => tap.rang);
  const chainOf = async function (conflict) { // read anew: the person may have tapped since the conflict was shown
    return (await Coffre.outbox()).filter((tap) => cellOf(tap) === cellOf(conflict.tap));
  };
  async function keepMine(conflict) { // my last tap, on the version that I was shown
    const chain = await chainOf(conflict);
    if (!chain.length) return;
    const { rang, ...last } = chain[chain.length - 1];
    await Coffre.settle(ranks(chain), [Object.assign(last, { uuid: Coffre.uuid(), lu: conflict.answer.version })]);
  }
  const keepTheirs = async function (conflict) { await Coffre.settle(ranks(await chainOf(conflict))); };
  async function carry(old, fresh) { // my last cross of each cell of a situation, by its code, on the edition that stands now
    const place = (one) => [one.seance, one.unite, one.situation.code || one.situation].join("/");
    const own = (await Coffre.outbox()).filter((tap) => place(tap) === place(fresh) && tap.empreinte !== fresh.empreinte);
    const last = new Map(own.map((tap) => [cellOf(tap), tap]));
    const shown = (packed, tap) => packed.candidats.find((one) => one.id === tap.candidat);
    await Coffre.settle(ranks(own), [...last.values()].map(function ({ rang, ...tap }) {
      const before = old && old.empreinte === tap.empreinte && shown(old, tap), now = shown(fresh, tap);
      const same = before && now && before.valeurs[tap.ligne] === now.valeurs[tap.ligne];
      return Object.assign(tap, { uuid: Coffre.uuid(), empreinte: fresh.empreinte, lu: same ? now.versions[tap.ligne] : 0 }); // else a conflict, as ever
    }));
  }
  return { ask, state, revoked, send, keepMine, keepTheirs, carry, cellOf };
})();
