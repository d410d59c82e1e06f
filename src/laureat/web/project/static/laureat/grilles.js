// A grid from a tap: each one is sent at once with the version it was made on; what is not yet recorded is kept and said.
// Two taps on one line leave in order; a conflict shows both values and waits for a person. Pages work without it.
"use strict";
(function () {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const said = document.querySelector("[data-pending]");
  const waiting = new Map(); // by cell: what is to be sent, the last value alone
  const sending = new Set();

  function key() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  }
  function valueOf(cell) {
    if (cell.type === "checkbox") return cell.checked ? cell.value : "";
    if (!cell.matches(".levels")) return cell.value;
    const ticked = cell.querySelector("input:checked");
    return ticked ? ticked.value : "";
  }
  function show(cell, value) {
    if (cell.type === "checkbox") { cell.checked = value !== ""; return; }
    if (!cell.matches(".levels")) { cell.value = value; return; }
    for (const radio of cell.querySelectorAll("input")) radio.checked = radio.value === value;
  }
  function tell() {
    const left = waiting.size + sending.size;
    said.hidden = left === 0;
    said.textContent = left === 0 ? "" : left === 1 ? window.laureatDit("1 ligne n'est pas encore enregistrée…")
      : window.laureatDit("{0} lignes ne sont pas encore enregistrées…", left);
  }
  function conflictOf(cell) {
    return (cell.closest("fieldset") || cell.closest("td")).querySelector("[data-conflict]");
  }
  function complain(cell, text, choices) {
    const place = conflictOf(cell);
    place.replaceChildren(document.createTextNode(text));
    for (const [label, act] of choices || []) {
      const button = document.createElement("button");
      button.type = "button"; button.className = "quiet"; button.textContent = label;
      button.addEventListener("click", function () { place.hidden = true; act(); });
      place.append(" ", button);
    }
    place.hidden = false;
  }
  function put(name, candidate, text) {
    for (const output of document.querySelectorAll("[data-" + name + "='" + candidate + "']")) {
      if (output.matches("input")) output.value = text; else output.textContent = text;
      if (name === "alerts") output.hidden = text === "";
    }
  }
  function moved(candidate, answer) {
    put("mark", candidate, answer.note);
    put("points", candidate, answer.points || "—");
    put("coverage", candidate, answer.couverture);
    put("missing", candidate, answer.manque.join(" ; ") || "—");
    put("alerts", candidate, answer.alertes.join(" ; "));
    put("digest", candidate, answer.condense);
  }
  async function send(cell) {
    if (sending.has(cell) || !waiting.has(cell)) return;
    const tap = waiting.get(cell);
    waiting.delete(cell);
    sending.add(cell);
    tell();
    const body = new URLSearchParams({
      cle: tap.key, situation: cell.dataset.situation, ligne: cell.dataset.line, valeur: tap.value, lu: cell.dataset.read,
    });
    let answer, status;
    try {
      const response = await fetch(cell.dataset.url, {
        method: "POST", body, redirect: "manual", credentials: "same-origin",
        headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
      });
      status = response.status;
      answer = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : null;
    } catch (lost) {
      status = 0;
    }
    sending.delete(cell);
    if (status === 200 && answer) {
      cell.dataset.read = answer.version;
      const fieldset = cell.closest("fieldset"), own = (name) => fieldset.querySelector("input[name='" + name + "-" + cell.dataset.line + "']");
      if (fieldset && own("v")) { own("v").value = answer.version; own("a").value = answer.valeur; }
      const follows = fieldset && fieldset.querySelector("[data-deduced]");
      if (follows) { follows.hidden = !answer.deduit; follows.querySelector("output").textContent = answer.deduit; }
      conflictOf(cell).hidden = true;
      moved(cell.dataset.candidate, answer);
    } else if (status === 409 && answer && "votre" in answer) {
      cell.dataset.read = answer.version;
      const empty = window.laureatDit("vide");
      const told = [answer.votre || empty, answer.par, answer.enregistre || empty];
      complain(cell, window.laureatDit("Vous : « {0} ». Enregistré entre-temps par {1} : « {2} ».", ...told), [
        [window.laureatDit("Garder la mienne"), function () { show(cell, answer.votre); tapped(cell); }],
        [window.laureatDit("Garder l'autre"), function () { show(cell, answer.enregistre); }],
      ]);
    } else if (answer && answer.erreur) {
      complain(cell, window.laureatDit("{0} (« {1} »)", answer.erreur, tap.value || window.laureatDit("vide")));
    } else { // no network, or signed out: kept, and tried again with the same key
      if (!waiting.has(cell)) waiting.set(cell, tap);
      if (status !== 0) complain(cell, window.laureatDit("La connexion a pris fin : reconnectez-vous dans un autre onglet, rien n'est perdu ici."));
      window.setTimeout(function () { send(cell); }, 3000);
    }
    tell();
    if (status === 200) send(cell);
  }
  function tapped(cell) {
    waiting.set(cell, { value: valueOf(cell), key: key() });
    tell();
    send(cell);
  }
  form.addEventListener("change", function (event) {
    const cell = event.target.closest("[data-tap]");
    if (cell) tapped(cell);
  });
  window.addEventListener("beforeunload", function (event) {
    if (waiting.size + sending.size) event.preventDefault();
  });
  window.addEventListener("online", function () { for (const cell of Array.from(waiting.keys())) send(cell); });
  const settle = document.querySelector("form[data-settle]");
  if (settle) settle.addEventListener("submit", function (event) {
    if (waiting.size + sending.size) { event.preventDefault(); tell(); said.focus(); }
  });
})();
