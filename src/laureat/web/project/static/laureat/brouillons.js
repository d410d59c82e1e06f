// What is typed is never lost: kept on the server at each pause, kept on the page when the session of the browser ends,
// typed again in a form that was refused; leaving warns while something is not recorded.
"use strict";
(function () {
  const PAUSE = 1200;
  const OURS = ["csrfmiddlewaretoken", "cle", "place", "vu"];
  const form = document.querySelector("form[data-draft]");
  const dialog = document.querySelector("dialog[data-signed-out]");

  // A form that was just refused is filled again.
  const told = document.getElementById("refus");
  if (told) refill(JSON.parse(told.textContent));

  function refill(refused) {
    for (const candidate of document.querySelectorAll("form[method=post]")) {
      if (new URL(candidate.action, location.href).pathname !== refused.action || !fits(candidate, refused.fields)) continue;
      for (const field of candidate.elements) {
        const values = refused.fields[field.name];
        if (!field.name || field.type === "hidden" || field.type === "file" || field.tagName === "BUTTON" || !values) continue;
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else field.value = values[0];
      }
      const fold = candidate.closest("details");
      if (fold) fold.open = true;
      candidate.scrollIntoView({ block: "center" });
      return;
    }
  }
  function fits(candidate, fields) {
    const hidden = Array.from(candidate.querySelectorAll("input[type=hidden]"))
      .filter((one) => !OURS.includes(one.name) && !one.name.startsWith("vu-"));
    if (hidden.some((one) => !(fields[one.name] || []).includes(one.value))) return false;
    const buttons = Array.from(candidate.querySelectorAll("button[name]"));
    return !buttons.length || buttons.some((one) => (fields[one.name] || []).includes(one.value));
  }

  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  let dirty = false, leaving = false, timer = 0, waiting = null, shown = typed(new FormData(form));

  function typed(data) {
    return Object.fromEntries(Array.from(data).filter(([name, value]) => !OURS.includes(name) && typeof value === "string"));
  }
  // What another tab of the same person typed in this form is told where it was, once.
  function tell(elsewhere) {
    for (const [name, text] of Object.entries(elsewhere)) {
      const found = form.elements[name], field = found instanceof RadioNodeList ? found[0] : found;
      const near = field && (field.closest("tr") || field.closest("fieldset") || field.closest(".field"));
      const told = document.createElement("p");
      told.className = "error";
      told.setAttribute("role", "alert");
      told.textContent = window.laureatDit("« {0} » est saisi ici dans un autre onglet : relisez.", text || "—");
      if (!near) continue;
      (near.tagName === "TR" ? near.lastElementChild : near).append(told);
      near.scrollIntoView({ block: "center" });
    }
  }

  function say(text) { if (state) state.textContent = text; }

  async function keep() {
    window.clearTimeout(timer);
    const body = new FormData(form);
    const sent = typed(body);
    body.append("place", form.dataset.place);
    body.append("vu", JSON.stringify(shown));
    let answer;
    try {
      answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual" });
    } catch (_lost) {
      say(window.laureatDit("Pas de connexion : votre saisie reste sur cette page."));
      return "lost";
    }
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 401) {
      say(window.laureatDit("Session expirée : votre saisie reste sur cette page."));
      return "out";
    }
    const now = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    say(answer.ok ? window.laureatDit("Saisie gardée à {0}, pas encore enregistrée", now)
      : window.laureatDit("La saisie n'a pas pu être gardée."));
    if (!answer.ok) return "refused";
    shown = sent;
    if (answer.status === 204) return "kept";
    tell((await answer.json()).ailleurs);
    return "twice";
  }

  // After signing in elsewhere, this page takes the new token of the browser's session.
  async function signedInAgain() {
    let answer;
    try {
      answer = await fetch(location.href, { redirect: "manual" });
    } catch (_lost) { return false; }
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (!token) return false;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token.value;
    return true;
  }

  function askToSignIn() {
    if (dialog && !dialog.open) dialog.showModal();
    return new Promise((resolve) => { waiting = resolve; });
  }
  async function goOn() {
    if (!(await signedInAgain())) return;
    if (dialog && dialog.open) dialog.close();
    const came = await keep();
    if ((came === "kept" || came === "twice") && waiting) waiting();
    waiting = null;
  }
  if (dialog) dialog.querySelector("[data-again]").addEventListener("click", goOn);
  window.addEventListener("focus", function () { if (dialog && dialog.open) goOn(); });

  form.addEventListener("input", function () {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(async function () { if ((await keep()) === "out") askToSignIn(); }, PAUSE);
  });
  form.addEventListener("submit", async function (event) {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector("button[type=submit]");
    const came = await keep();
    if (came === "lost" || came === "twice") return;
    if (came === "out") await askToSignIn();
    leaving = true;
    form.requestSubmit(button);
    window.setTimeout(function () { button.disabled = true; }, 0);
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty && !leaving) event.preventDefault();
  });
})();
