// A pasted table finds its lines by candidate number, or by name and birth date: pure, and shown before it is taken.
"use strict";
(function (world) {
  const dit = world.laureatDit || ((form, ...values) => form.replace(/\{(\d)\}/g, (_hole, rank) => values[rank]));
  const MARK = /^\d{1,2}([.,]\d{1,2})?$/;

  function plain(text) {
    const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, " ").trim();
  }
  function bare(number) { return number.trim().toUpperCase(); }
  function day(text) {
    const french = /^(\d{1,2})[\/.\-](\d{1,2})[\/.\-](\d{4})$/.exec(text.trim());
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
    if (french) return [french[1].padStart(2, "0"), french[2].padStart(2, "0"), french[3]].join("/");
    return iso ? [iso[3], iso[2], iso[1]].join("/") : "";
  }
  function isMark(text, codes) { return MARK.test(text) ? Number(text.replace(",", ".")) <= 20 : codes.has(text.toUpperCase()); }

  // What a mark or a code says, however it is written.
  function value(note) { return MARK.test(note) ? Number(note.replace(",", ".")) : note.toUpperCase(); }

  // rows: {numero, nom, naissance, seen, typed, open}; gives {found: [{rank, note}], refused: ["ligne 2 : …"]}.
  function match(text, rows, codes) {
    const known = new Set(codes);
    const lines = text.replace(/\r/g, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
    const found = [], refused = [], met = new Map();
    lines.forEach(function (cells, place) {
      if (!cells.some(Boolean)) return;
      const told = [place + 1, cells.filter(Boolean).slice(0, 4).join(" ")];
      const ranks = who(cells, rows, known);
      if (ranks.length !== 1) {
        refused.push(ranks.length ? dit("ligne {0} ({1}) : plusieurs candidats y répondent", ...told)
          : dit("ligne {0} ({1}) : aucun candidat de cette feuille n'y répond", ...told));
        return;
      }
      const rank = ranks[0], row = rows[rank];
      const number = cells.findIndex((cell) => bare(cell) === bare(row.numero));
      const rest = cells.filter((cell, column) => cell && column !== number && !names(cell, row));
      const marks = rest.filter((cell) => isMark(cell, known));
      if (marks.length !== 1) {
        refused.push(marks.length ? dit("ligne {0} ({1}) : plusieurs notes possibles", ...told)
          : dit("ligne {0} ({1}) : aucune note", ...told));
      } else if (!row.open) {
        refused.push(dit("ligne {0} ({1}) : cette note ne se saisit pas ici", ...told));
      } else {
        const said = { line: place + 1, note: marks[0], told };
        if (met.has(rank)) met.get(rank).push(said);
        else met.set(rank, [said]);
      }
    });
    // Of two lines for one candidate: the same mark is taken once, of two marks neither is.
    for (const [rank, [first, ...others]] of met) {
      const torn = others.some((one) => value(one.note) !== value(first.note));
      if (torn) {
        const both = [first, ...others].map((one) => dit("{0} (ligne {1})", one.note, one.line)).join(", ");
        refused.push(dit("{0} a plusieurs notes, aucune n'est reprise : {1}", rows[rank].nom, both));
        continue;
      }
      for (const one of others) refused.push(dit("ligne {0} ({1}) : {2} figure déjà à la ligne {3}", ...one.told, rows[rank].nom, first.line));
      found.push({ rank, note: first.note });
    }
    return { found, refused };
  }
  // The row whose number stands in the line; else the one whose name and birth date both do. A number that might be a
  // mark says nothing without the name or the birth date.
  function who(cells, rows, known) {
    const numbers = new Set(cells.map(bare).filter(Boolean));
    const days = new Set(cells.map(day).filter(Boolean));
    const words = new Set(cells.flatMap((cell) => plain(cell).split(" ")));
    const named = (row) => plain(row.nom).split(" ").every((word) => words.has(word));
    const sure = (row) => !isMark(bare(row.numero), known) || days.has(row.naissance) || named(row);
    const byNumber = all(rows, (row) => numbers.has(bare(row.numero)) && sure(row));
    const byName = all(rows, (row) => row.naissance && days.has(row.naissance) && named(row));
    if (byNumber.length && days.size) return byNumber.filter((rank) => !rows[rank].naissance || days.has(rows[rank].naissance));
    return byNumber.length ? byNumber : byName;
  }
  function all(rows, test) { return rows.map((row, rank) => (test(row) ? rank : -1)).filter((rank) => rank >= 0); }
  function names(cell, row) {
    const said = plain(cell).split(" "), own = new Set(plain(row.nom).split(" "));
    return (row.naissance && day(cell) === row.naissance) || said.every((word) => own.has(word));
  }
  world.laureatCollage = { match };
})(typeof window === "undefined" ? globalThis : window);
