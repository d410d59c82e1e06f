
// --- page ---
const $ = (id) => window.document.getElementById(id);
const state = { file: null, lists: new Map(), trust: new Map(), turn: 0 };
function readTrust(data) {
  if (!isObject(data) || data.format !== "laureat-confiance-1") throw new Error("ce n'est pas une liste de confiance");
  for (const key of list(data.emetteurs).flatMap((issuer) => list(issuer.cles))) checkKey(key);
  state.trust = new Map(list(data.emetteurs).map((issuer) => [String(issuer.id), issuer]));
  if (state.trust.size !== list(data.emetteurs).length) { state.trust = new Map(); throw new Error("un émetteur y est deux fois"); }
  const names = [...state.trust.values()].map((issuer) => issuer.nom);
  $("liste").textContent = names.length ? `Vous vous fiez à : ${names.join(", ")}.` : "Aucun émetteur.";
}
// What no eye can check, or turns a text around, is shown by its code point.
const readable = (text) => String(text).replace(/(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u034f\ufffc\ufffd\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, (each) => `<U+${each.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
function show(reason, detail, told, content) {
  const section = $("verdict"), [code, label] = REASONS[reason], vouched = code === 0 || code === 11;
  section.replaceChildren();
  section.dataset.verdict = reason;
  section.dataset.code = code;
  const add = (parent, tag, text, name = "") => { const node = window.document.createElement(tag); node.textContent = readable(text); if (name) node.className = name; parent.append(node); return node; };
  add(section, "h2", label);
  if (content) {
    add(section, "p", vouched ? "Ce titre atteste :" : "Ce titre prétend attester, sans que cela soit garanti :");
    add(section, "p", [content.holder, content.title].filter(Boolean).join("\n"), "atteste");
  }
  const lines = content ? add(section, "p", "", "lignes") : null;
  if (content) add(lines, "span", `Le titre : ${label}${told.status ? ` (statut connu au ${told.status})` : ""}.`);
  if (content) add(lines, "span", `La page que vous regardez : ${PAGES[told.page]}.`);
  if (detail) add(section, "p", detail);
  const terms = add(section, "dl", "");
  for (const [name, text] of content ? content.lines : []) if (text) { add(terms, "dt", name); add(terms, "dd", text); }
  for (const note of told.notes) add(section, "p", note);
  section.hidden = false;
}
async function judge() {
  const turn = ++state.turn, told = { notes: [], status: "", page: "sans_page" };
  if (!state.file) return;
  let reason = "authentique", detail = "", document = null;
  try {
    const { content, page } = openFile(await readBytes(state.file));
    told.page = page;
    const given = strictJson(content);
    document = given;
    await verify(given, state.trust, state.lists, new Date(), told);
  } catch (error) {
    reason = error instanceof Refused ? error.reason : "hors_page";
    detail = error instanceof Refused ? error.message : "fichier que cette page ne sait pas ouvrir";
  }
  if (turn !== state.turn) return;
  show(reason, detail, told, document && ![3, 10, 13, 14].includes(REASONS[reason][0]) ? contentOf(document, state.trust) : null);
}
// A status list; of a token, its address alone: this page does not read it, and will say so.
function listIn(bytes) {
  const text = new TextDecoder().decode(bytes).trim();
  if (!text.startsWith("eyJ")) return strictJson(bytes);
  const body = Uint8Array.from(atob(text.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  return { id: strictJson(body).id, jeton: true };
}
async function readLists(files) {
  for (const file of files) {
    try {
      const document = listIn(await readBytes(file)), address = String(document.id);
      state.lists.set(address, [...(state.lists.get(address) ?? []), document]);
    } catch { /* what is no list stands for no list */ }
  }
}
const READERS = {
  titre: async (files) => { state.file = files[0] ?? null; },
  statuts: readLists,
  confiance: async (files) => { try { readTrust(strictJson(await readBytes(files[0]))); } catch { $("liste").textContent = "Ce fichier n'est pas une liste de confiance."; state.trust = new Map(); } },
};
for (const [name, read] of Object.entries(READERS)) {
  const zone = $(`zone-${name}`), take = async (files) => {
    if (!files.length) return;
    state.turn++;
    delete $("verdict").dataset.verdict;
    await read(files);
    await judge();
  };
  $(name).addEventListener("change", (event) => take(event.target.files));
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("survol"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("survol"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("survol"); take(event.dataTransfer.files); });
}
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
if (EMBEDDED_TRUST) readTrust(EMBEDDED_TRUST);
