// On a phone: navigations fold behind a button, tables read as cards. Every page works without it, unfolded.
"use strict";
(function () {
  document.querySelectorAll("nav[data-fold]").forEach(function (nav, rank) {
    const list = nav.querySelector("ul");
    const button = document.createElement("button");
    const current = nav.querySelector("[aria-current]");
    list.id = list.id || `plie-${rank}`;
    button.type = "button";
    button.className = "fold quiet";
    button.textContent = current ? `${nav.dataset.fold} · ${current.textContent}` : nav.dataset.fold;
    button.setAttribute("aria-controls", list.id);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", function () {
      button.setAttribute("aria-expanded", String(nav.classList.toggle("unfolded")));
    });
    nav.classList.add("foldable");
    nav.prepend(button);
  });
  document.querySelectorAll(".scroll > table:not(.explained, .marks, .identities)").forEach(function (table) {
    const heads = table.tHead && table.tHead.rows.length === 1 ? Array.from(table.tHead.rows[0].cells) : [];
    if (heads.length < 3) return;
    table.classList.add("cards");
    const parts = [...table.tBodies, ...(table.tFoot ? [table.tFoot] : [])];
    for (const row of parts.flatMap((part) => Array.from(part.rows))) {
      let column = 0;
      for (const cell of row.cells) {
        const label = heads[column] ? heads[column].textContent.trim() : "";
        if (cell.tagName === "TD" && label && !cell.dataset.label && cell.colSpan === 1) cell.dataset.label = label;
        if (cell.tagName === "TD" && !cell.textContent.trim() && !cell.firstElementChild) cell.classList.add("nothing");
        column += cell.colSpan;
      }
    }
  });
})();
