// node tests/js/note.mjs : what the script of the workshop computes, as JSON, of grids and of what is written on each.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { script, cases } = JSON.parse(readFileSync(0, "utf8"));
const compute = vm.runInNewContext(readFileSync(script, "utf8") + "; Note.compute");
process.stdout.write(JSON.stringify(cases.map(function ([grid, written]) {
  try { return compute(grid, written); } catch (refused) { return { erreur: refused.message }; }
})));
