// The mark sheet from the keyboard: arrows, Enter, a pasted table, sums as one types. Every page works without it.
"use strict";
(function () {
  const form = document.querySelector("form[data-notes]");
  if (!form) return;
  const cells = Array.from(form.querySelectorAll("input[data-note]"));
  const lines = Array.from(form.querySelectorAll("tr[data-numero]"));
  const out = (name) => form.querySelector(`output[data-${name}]`);
  const step = Number(form.dataset.step);
  const codes = form.dataset.codes.split(" ").filter(Boolean);
  const dialog = document.querySelector("dialog[data-paste]");

  // Hundredths of a mark that this family knows; a code; or neither.
  function read(text, recorded) {
    const bare = text.trim().toUpperCase();
    if (!bare || bare === "—") return {};
    const found = /^(\d{1,2})(?:[.,](\d{1,2}))?$/.exec(bare);
    if (found) {
      const mark = Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0"));
      return mark <= 2000 && (recorded || (step && mark % step === 0)) ? { mark } : { wrong: true };
    }
    return recorded || codes.includes(bare) ? { code: bare } : { wrong: true };
  }
  function total() {
    let marks = 0, sum = 0, wrong = 0;
    const met = new Map();
    const told = cells.map((cell) => read(cell.value, false)).concat(
      Array.from(form.querySelectorAll("td > span.number")).map((span) => read(span.textContent, true)));
    for (const one of told) {
      if (one.mark !== undefined) { marks += 1; sum += one.mark; }
      if (one.code) met.set(one.code, (met.get(one.code) || 0) + 1);
      if (one.wrong) wrong += 1;
    }
    const said = Array.from(met).sort().map(([code, count]) => `${count} ${code}`).join(", ");
    if (out("count")) out("count").textContent = String(marks);
    if (out("sum")) out("sum").textContent = (sum / 100).toString().replace(".", ",");
    if (out("codes")) out("codes").textContent = said || "0";
    if (out("wrong")) out("wrong").textContent = String(wrong);
  }
  function move(from, by) {
    const next = cells[cells.indexOf(from) + by];
    if (next) { next.focus(); next.select(); }
    return Boolean(next);
  }
  form.addEventListener("keydown", function (event) {
    if (!event.target.matches("input[data-note]")) return;
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" || event.key === "Enter" ? 1 : 0;
    if (by && (move(event.target, by) || event.key === "Enter")) event.preventDefault();
  });
  form.addEventListener("input", total);

  // A pasted table: what it changes is shown first; nothing is typed that one has not seen.
  let taken = [];
  form.addEventListener("paste", function (event) {
    if (!event.target.matches("input[data-note]") || !dialog) return;
    const text = event.clipboardData.getData("text").replace(/\n+$/, "");
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    const rows = lines.map(function (line) {
      const cell = line.querySelector("input[data-note]");
      return { numero: line.dataset.numero, nom: line.dataset.nom, naissance: line.dataset.naissance,
        open: Boolean(cell), cell, typed: cell ? cell.value.trim() : "" };
    });
    const { found, refused } = window.laureatCollage.match(text, rows, codes);
    taken = found.map(({ rank, note }) => ({ row: rows[rank], note })).filter(({ row, note }) => row.typed !== note);
    show(taken, refused, found.length - taken.length);
  });
  function show(changes, refused, same) {
    const body = dialog.querySelector("[data-paste-body]");
    body.replaceChildren();
    const say = (tag, text, name) => { const one = document.createElement(tag); one.textContent = text; if (name) one.className = name; body.append(one); return one; };
    if (!changes.length) say("p", window.laureatDit("Rien ne change."));
    if (same) say("p", same === 1 ? window.laureatDit("1 note est déjà celle de la feuille.")
      : window.laureatDit("{0} notes sont déjà celles de la feuille.", same), "small soft");
    const list = changes.length ? say("ul", "", "changes") : null;
    for (const { row, note } of changes) {
      const line = document.createElement("li");
      line.textContent = `${row.nom}, ${[row.naissance, row.numero].filter(Boolean).join(", ")} : ${row.typed || "—"} → ${note}`;
      list.append(line);
    }
    if (refused.length) {
      say("p", refused.length === 1 ? window.laureatDit("1 ligne n'est pas reprise :")
        : window.laureatDit("{0} lignes ne sont pas reprises :", refused.length), "error");
      const left = say("ul", "", "error");
      for (const told of refused) { const line = document.createElement("li"); line.textContent = told; left.append(line); }
    }
    dialog.querySelector("[data-paste-apply]").hidden = !changes.length;
    dialog.showModal();
  }
  if (dialog) {
    dialog.querySelector("[data-paste-apply]").addEventListener("click", function () {
      for (const { row, note } of taken) row.cell.value = note;
      dialog.close();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    dialog.querySelector("[data-paste-cancel]").addEventListener("click", () => dialog.close());
  }
  total();
})();
