// The mark sheet from the keyboard: arrows, Enter, a pasted column, sums as one types. Every page works without it.
"use strict";
(function () {
  const form = document.querySelector("form[data-notes]");
  if (!form) return;
  const cells = Array.from(form.querySelectorAll("input[data-note]"));
  const count = form.querySelector("[data-count]");
  const sum = form.querySelector("[data-sum]");
  const fixed = Array.from(form.querySelectorAll("td > span.number"));

  function value(text) {
    const found = /^\s*(\d{1,2})(?:[.,](\d))?\d*\s*$/.exec(text);
    return found ? Number(found[1]) * 10 + Number(found[2] || 0) : null;
  }
  function total() {
    let marks = 0, tenths = 0;
    for (const text of cells.map((cell) => cell.value).concat(fixed.map((span) => span.textContent))) {
      const read = value(text);
      if (text.trim() && text.trim() !== "—") marks += 1;
      if (read !== null) tenths += read;
    }
    if (count) count.textContent = String(marks);
    if (sum) sum.textContent = (tenths / 10).toString().replace(".", ",");
  }
  function move(from, step) {
    const next = cells[cells.indexOf(from) + step];
    if (next) { next.focus(); next.select(); }
    return Boolean(next);
  }
  form.addEventListener("keydown", function (event) {
    if (!event.target.matches("input[data-note]")) return;
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" || event.key === "Enter" ? 1 : 0;
    if (step && (move(event.target, step) || event.key === "Enter")) event.preventDefault();
  });
  form.addEventListener("paste", function (event) {
    if (!event.target.matches("input[data-note]")) return;
    const lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (lines.length < 2) return;
    event.preventDefault();
    const start = cells.indexOf(event.target);
    lines.forEach(function (line, place) {
      const cell = cells[start + place];
      if (cell) cell.value = line.split("\t")[0].trim();
    });
    const last = cells[Math.min(start + lines.length, cells.length) - 1];
    last.focus();
    total();
  });
  form.addEventListener("input", total);
  form.addEventListener("submit", function () {
    const button = form.querySelector("button[type=submit]");
    window.setTimeout(function () { button.disabled = true; }, 0);
  });
  total();
})();
