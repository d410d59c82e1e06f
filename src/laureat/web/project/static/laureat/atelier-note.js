// The mark of a grid where there is no server: the same steps as laureat.grilles.computing, in exact fractions of whole
// numbers without limit. What a grid tells (laureat.grilles.telling) and what is written, in; what moves on a page, out.
"use strict";
const Note = (function () {
  const dit = window.laureatDit;
  // Fractions: { n, d }, BigInt, d > 0, reduced.
  const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
  function ratio(n, d) {
    const common = gcd(n, d) || 1n, sign = d < 0n ? -1n : 1n;
    return { n: sign * n / common, d: sign * d / common };
  }
  const ZERO = ratio(0n, 1n), ONE = ratio(1n, 1n);
  const whole = (count) => ratio(BigInt(count), 1n);
  const add = (a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
  const times = (a, b) => ratio(a.n * b.n, a.d * b.d);
  const over = (a, b) => ratio(a.n * b.d, a.d * b.n);
  const less = (a, b) => a.n * b.d < b.n * a.d;
  const least = (a, b) => less(b, a) ? b : a;
  const most = (a, b) => less(a, b) ? b : a;
  const sum = (many) => many.reduce(add, ZERO);
  const floor = (a) => a.n >= 0n ? a.n / a.d : -((-a.n + a.d - 1n) / a.d);
  const ceil = (a) => -floor({ n: -a.n, d: a.d });

  function parse(text) { // « 12,5 », « 2/3 », « 12.50 »
    const told = text.trim().replaceAll(",", ".");
    const split = /^(\d+)\/(\d+)$/.exec(told), decimal = /^(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(told);
    if (split && BigInt(split[2])) return ratio(BigInt(split[1]), BigInt(split[2]));
    if (/^[-−]\d/.test(told)) throw new Error(dit("« {0} » est négatif ; attendu : un nombre à partir de 0", text.trim()));
    if (!decimal) throw new Error(dit("« {0} » n'est pas un nombre", text.trim()));
    const after = decimal[2] || "";
    return ratio(BigInt(decimal[1] + after), 10n ** BigInt(after.length));
  }
  function hundredths(count) { // 1250n : « 12,5 »
    const after = (count % 100n).toString().padStart(2, "0").replace(/0+$/, "");
    return (count / 100n).toString() + (after ? "," + after : "");
  }
  const shown = (points) => hundredths(floor(add(times(points, whole(100)), ratio(1n, 2n))));
  function rounded(how, points) {
    const step = parse(how.pas), steps = over(points, step);
    const count = how.sens === "superieur" ? ceil(steps) : floor(how.sens === "inferieur" ? steps : add(steps, ratio(1n, 2n)));
    return floor(times(times(whole(count), step), whole(100)));
  }

  // What stands of one situation, out of what is written: { lines, mark, bonus, state, imposed, blank }.
  function sheet(written) {
    const told = Object.entries(written || {}).filter(([name, value]) => value && name !== "@choix" && name !== "@verrou");
    const lines = Object.fromEntries(told.filter(([name]) => name[0] !== "@" && !name.includes("#"))), beside = Object.fromEntries(told);
    const observed = {}; // by criterion, how many of its indicators were seen
    for (const [name] of told) if (name.includes("#")) { const code = name.split("#")[0]; observed[code] = (observed[code] || 0) + 1; }
    const imposed = "@imposee" in beside ? parse(beside["@imposee"].split(" ")[0]) : null;
    const state = imposed ? "note_imposee" : beside["@etat"] || "present";
    const mark = "@note" in beside ? parse(beside["@note"]) : null, bonus = parse(beside["@bonus"] || "0");
    const nothing = !Object.keys(lines).length && !Object.keys(observed).length;
    return { lines, observed, mark, bonus, state, imposed, blank: nothing && !mark && !bonus.n && state === "present" };
  }
  function used(grid, sheets) {
    const written = grid.situations.filter((one) => !sheets[one.code].blank);
    const shared = grid.situations.filter((one) => !one.seule), alone = grid.situations.filter((one) => one.seule);
    const filled = written.filter((one) => one.seule);
    if (filled.length > 1 || (filled.length && written.length > 1)) throw new Error(dit(grid.mots.remplace, filled[0].code));
    return filled.length ? filled : shared.length ? shared : alone.slice(0, 1);
  }
  function worth(grid, situation, line, value) { // 0 to 1 of the best; null where nothing is assessed
    if (!value) return null;
    if (value === "NE") return grid.non_evalue === "zero" ? ZERO : null;
    if (grid.en_points) {
      const got = parse(value), points = parse(line.points);
      if (less(points, got)) throw new Error(dit(grid.mots.points, situation.code, line.code));
      return over(got, points);
    }
    if (!(value in grid.niveaux)) throw new Error(dit(grid.mots.niveau, situation.code, line.code, value));
    return parse(grid.niveaux[value]);
  }
  function deduced(line, seen) { // the level that so many indicators give; empty where the grid gives none
    const steps = (line.paliers || []).filter((step) => step.des <= seen);
    return seen && steps.length ? steps[steps.length - 1].niveau : "";
  }
  const computed = (grid) => grid.mode === "pondere" || grid.mode === "bareme_par_question";
  const assessed = (lines) => lines.filter((line) => line.worth !== null);
  const earned = (lines) => sum(assessed(lines).map((line) => times(line.part, line.worth)));
  function result(grid, situation, filled) {
    const lines = situation.lignes.map(function (line) {
      const seen = filled.observed[line.code] || 0, follows = deduced(line, seen), value = filled.lines[line.code] || follows;
      return { ...line, seen, follows, value, part: parse(line.part), worth: worth(grid, situation, line, value) };
    });
    const coverage = computed(grid) ? sum(assessed(lines).map((line) => line.part)) // where nothing is weighed, of the lines
      : lines.length ? ratio(BigInt(assessed(lines).length), BigInt(lines.length)) : ZERO;
    const missing = filled.state === "present" ? lines.filter((line) => !line.value).map((line) => line.code) : [];
    return { situation, lines, coverage, missing, state: filled.state, blank: filled.blank, bonus: filled.bonus, raw: raw(grid, filled, lines, coverage) };
  }
  function raw(grid, filled, lines, coverage) { // exact points; null where nothing was assessed
    if (filled.state === "note_imposee") return filled.imposed;
    if (filled.state === "absent") return grid.absence === "zero" ? ZERO : null;
    if (filled.state === "dispense") return null;
    if (!computed(grid)) return filled.mark;
    if (!coverage.n) return filled.blank && grid.situation_vide === "zero" ? ZERO : null;
    if (less(parse(grid.bonus_max), filled.bonus)) throw new Error(dit(grid.mots.bonus));
    const total = whole(grid.total);
    return least(total, add(times(over(earned(lines), coverage), total), filled.bonus));
  }
  function average(weighted) {
    const total = sum(weighted.map(([weight]) => whole(weight)));
    return total.n ? over(sum(weighted.map(([weight, value]) => times(whole(weight), value))), total) : null;
  }
  function leftOut(grid, one) {
    if (one.state === "dispense") return true;
    if (one.state === "absent") return grid.absence === "ignorer";
    return one.blank && grid.situation_vide === "ignorer";
  }
  function composed(grid, results) { // exact points of all situations, and whether each of those due gives some
    if (grid.composition === "memoire") return remembered(grid, results);
    const due = results.filter((one) => !leftOut(grid, one)), known = due.filter((one) => one.raw !== null);
    return [average(known.map((one) => [one.situation.poids, one.raw])), due.length > 0 && known.length === due.length];
  }
  function remembered(grid, results) { // by competence, the best of what is shown and of the share kept from before; the bonus
    const due = results.map((one, place) => [place, one]).filter(([, one]) => !leftOut(grid, one));
    const known = due.filter(([, one]) => one.raw !== null), complete = known.length === due.length;
    if (!known.length) return [null, false];
    if (known.every(([, one]) => one.state === "note_imposee")) return [average(known.map(([, one]) => [one.situation.poids, one.raw])), complete];
    const lines = due.flatMap(([, one]) => one.lines);
    const held = Object.entries(grid.competences).filter(([code]) => lines.some((line) => line.competence === code));
    const weights = sum(held.map(([, weight]) => whole(weight)));
    const won = sum(held.map(function ([code, weight]) {
      let kept = ZERO;
      for (const [place, one] of known) {
        const own = assessed(one.lines).filter((line) => line.competence === code && line.part.n);
        const parts = sum(own.map((line) => line.part));
        const shows = parts.n ? over(earned(own), parts) : ZERO;
        kept = most(shows, times(kept, place ? parse(grid.garde[place - 1]) : ZERO));
      }
      return times(over(whole(weight), weights), kept);
    }));
    const bonus = least(parse(grid.bonus_max), sum(known.map(([, one]) => one.bonus))), total = whole(grid.total);
    return [least(total, add(times(won, total), bonus)), complete];
  }
  function missingOf(grid, results) {
    const told = [], states = new Set(results.map((one) => one.state).filter((one) => one !== "dispense"));
    for (const one of results) {
      const code = one.situation.code;
      if (one.state === "note_imposee" && states.size > 1 && grid.composition === "memoire") told.push(dit(grid.mots.imposee, code));
      if (one.state === "absent" && states.size > 1 && grid.absence === "pas_de_note") told.push(dit(grid.mots.absent, code));
      if (one.state !== "present" || (one.blank && grid.situation_vide !== "pas_de_note")) continue;
      if (grid.mode === "profil" && one.raw === null) told.push(dit(grid.mots.note, code));
      if (one.blank && grid.mode !== "profil") told.push(dit(grid.mots.vide, code));
      else if (one.missing.length && !one.blank) told.push(dit(grid.mots.lignes, code, one.missing.join(", ")));
    }
    return told;
  }
  function alertsOf(grid, results) {
    const told = [], value = (level) => parse(grid.niveaux[level]);
    for (const one of results) {
      const aside = one.state === "absent" ? grid.mots.absence : one.state === "dispense" ? grid.mots.dispense : "";
      if (aside && (one.bonus.n || one.lines.some((line) => line.value))) told.push(dit(grid.mots.rempli, one.situation.code, dit(aside)));
      for (const line of one.lines) {
      if (line.follows && line.value !== line.follows) told.push(dit(grid.mots.indicateurs, one.situation.code, line.code, line.seen, line.indicateurs, line.follows, line.value));
      const lowest = grid.planchers[line.code];
      if (lowest && line.value && line.value !== "NE" && less(value(line.value), value(lowest))) told.push(dit(grid.mots.plancher, one.situation.code, line.code, lowest));
      }
    }
    return told;
  }
  function outcome(grid, results, missing, complete) {
    const within = (...states) => results.every((one) => states.includes(one.state));
    if (within("dispense")) return "dispense";
    if (within("absent", "dispense")) return "absent";
    if (grid.mode === "binaire") return acquired(grid, results, missing);
    if (within("note_imposee", "dispense")) return "note_imposee";
    const threshold = ratio(BigInt(grid.couverture_min), 100n);
    const thin = results.some((one) => computed(grid) && one.state === "present" && !one.blank && (less(one.coverage, threshold) || !one.coverage.n));
    if (!missing.length && thin) return "couverture_insuffisante";
    const nothing = results.every((one) => one.blank || one.state === "absent" || one.state === "dispense");
    return nothing || missing.length || !complete ? "incomplet" : "note";
  }
  function acquired(grid, results, missing) {
    const found = Object.keys(grid.competences).map(function (code) {
      const known = results.flatMap((one) => assessed(one.lines).filter((line) => line.competence === code));
      return known.length ? known.every((line) => !less(line.worth, ONE)) : null;
    });
    if (missing.length || found.includes(null)) return "incomplet";
    return found.includes(false) ? "non_acquis" : "acquis";
  }

  // grid: what it tells; written: by situation, by line (and « @bonus », « @etat », « @imposee », « @note »), what stands.
  // Gives { etat, note, points, couverture, manque, alertes }, as one reads them; an Error, in words, for what cannot be.
  function compute(grid, written) {
    const sheets = Object.fromEntries(grid.situations.map((one) => [one.code, sheet(written[one.code])]));
    const results = used(grid, sheets).map((one) => result(grid, one, sheets[one.code]));
    const missing = missingOf(grid, results), binary = grid.mode === "binaire";
    if (grid.choix_attendu && !binary) missing.unshift(dit(grid.mots.choix));
    if (!grid.arrondi && !binary) missing.unshift(dit(grid.mots.arrondi, grid.session));
    const coverage = average(results.filter((one) => one.state === "present").map((one) => [one.situation.poids, one.coverage])) || ZERO;
    const [points, complete] = binary ? [null, false] : composed(grid, results);
    const state = outcome(grid, results, missing, complete);
    const counts = points !== null && (state === "note" || state === "note_imposee");
    const set = results.map((one) => one.raw).filter((raw) => raw !== null); // one text alone sets the mark: as it says
    const exact = state === "note_imposee" && set.length === 1 && times(set[0], whole(100)).d === 1n;
    const mark = counts && exact ? floor(times(points, whole(100))) : counts && grid.arrondi ? rounded(grid.arrondi, points) : null;
    return {
      etat: state, note: mark !== null ? hundredths(mark) : dit(grid.etats[state]),
      points: points === null ? "" : shown(points), couverture: shown(times(coverage, whole(100))) + " %",
      manque: missing, alertes: alertsOf(grid, results),
    };
  }
  return { compute, computed };
})();
