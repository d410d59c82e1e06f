// node tests/js/note.mjs : what the script of the workshop computes, as JSON, of grids and of what is written on each.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { scripts, langue, cases } = JSON.parse(readFileSync(0, "utf8"));
const world = vm.createContext({ document: { documentElement: { lang: langue } } });
world.window = world;
for (const script of scripts) vm.runInContext(readFileSync(script, "utf8"), world);
const compute = vm.runInContext("Note.compute", world);
process.stdout.write(JSON.stringify(cases.map(function ([grid, written]) {
  try { return compute(grid, written); } catch (refused) { return { erreur: refused.message }; }
})));
