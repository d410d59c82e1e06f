// --- page ---
const $ = (id) => window.document.getElementById(id);
const state = { content: null, lists: new Map(), trust: new Map(), turn: 0 };
function pngCredential(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), keyword = "openbadgecredential\0";
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), kind = String.fromCharCode(...bytes.slice(at + 4, at + 8)), data = bytes.slice(at + 8, at + 8 + length);
    if (kind === "iTXt" && String.fromCharCode(...data.slice(0, keyword.length)) === keyword && data[keyword.length] === 0) {
      let from = keyword.length + 2;
      for (let zeros = 0; zeros < 2; from++) if (data[from] === 0) zeros++; else if (from >= data.length) return null;
      return new TextDecoder("utf-8", { fatal: true }).decode(data.slice(from));
    }
    at += length + 12;
  }
  return null;
}
async function readCredential(file) {
  if (file.size > 2 * 1024 * 1024) return { error: "fichier trop grand" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    const text = bytes[0] === 0x89 ? pngCredential(bytes) : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text === null) return { error: "cette image ne porte pas de titre" };
    if (text.length > 262144) return { error: "document trop complexe" };
    return { document: JSON.parse(text) };
  } catch { return { error: "ce fichier n'est ni un titre JSON ni un badge PNG" }; }
}
function readTrust(data) {
  if (!isObject(data) || data.format !== "laureat-confiance-1") throw new Error("ce n'est pas une liste de confiance");
  state.trust = new Map(list(data.emetteurs).map((issuer) => [String(issuer.id), issuer]));
  const names = [...state.trust.values()].map((issuer) => issuer.nom);
  $("liste").textContent = names.length ? `Vous vous fiez à : ${names.join(", ")}.` : "Aucun émetteur.";
}
function show(reason, detail, lines) {
  const section = $("verdict"), [code, label] = REASONS[reason];
  section.replaceChildren();
  section.dataset.verdict = reason;
  section.dataset.code = code;
  const add = (parent, tag, text) => { const node = window.document.createElement(tag); node.textContent = text; parent.append(node); return node; };
  add(section, "h2", label);
  if (detail) add(section, "p", detail);
  const known = lines.filter(([, text]) => text);
  if (known.length) {
    add(section, "p", code === 0 ? "Ce titre atteste :" : "Ce titre prétend attester :");
    const terms = add(section, "dl", "");
    for (const [name, text] of known) { add(terms, "dt", name); add(terms, "dd", text); }
  }
  section.hidden = false;
}
async function judge() {
  const turn = ++state.turn;
  if (!state.content) return;
  if (state.content.error) return show("non_pris_en_charge", state.content.error, []);
  const document = state.content.document;
  let reason = "authentique", detail = "";
  try { await verify(document, state.trust, state.lists, new Date()); }
  catch (error) {
    reason = error instanceof Refused ? error.reason : "non_pris_en_charge";
    detail = error instanceof Refused ? error.message : "document illisible";
  }
  if (turn !== state.turn) return;
  const readable = REASONS[reason][0] !== 3 && REASONS[reason][0] !== 10;
  show(reason, detail, readable ? told(document, state.trust) : []);
}
const READERS = {
  titre: async (files) => { state.content = files.length ? await readCredential(files[0]) : null; },
  statuts: async (files) => { for (const file of files) { const { document } = await readCredential(file); if (isObject(document)) state.lists.set(String(document.id), document); } },
  confiance: async (files) => { try { readTrust(JSON.parse(await files[0].text())); } catch { $("liste").textContent = "Ce fichier n'est pas une liste de confiance."; state.trust = new Map(); } },
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
