// node tests/js/collage.mjs : what a pasted table comes to, as JSON, from a text and rows given on the standard input.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { script, text, rows, codes } = JSON.parse(readFileSync(0, "utf8"));
const world = {};
vm.runInNewContext(readFileSync(script, "utf8"), world);
process.stdout.write(JSON.stringify(world.laureatCollage.match(text, rows, codes)));
