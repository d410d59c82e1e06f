
// --- RDF: quads of the known shapes, then canonical N-Quads (RDFC-1.0, first-degree hashes) ---
function iri(text) {
  if (typeof text !== "string" || !/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/.test(text)) throw unreadable("identifiant incorrect");
  return `<${text}>`;
}
function literal(value, datatype) {
  if (datatype === BOOLEAN ? typeof value !== "boolean" : typeof value !== "string") throw unreadable("valeur inattendue");
  const text = String(value);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) || /\p{Surrogate}/u.test(text)) throw unreadable("caractère de contrôle");
  const quoted = text.replace(/[\\"\n\r\t]/g, (c) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c]);
  return datatype ? `"${quoted}"^^<${datatype}>` : `"${quoted}"`;
}
function quadsOf(document, shape) {
  const quads = [], described = new Set();
  let blanks = 0;
  const walk = (node, name) => {
    if (!isObject(node)) throw unreadable("objet attendu");
    if (node !== document && Object.keys(node).join() === "id") return iri(node.id);
    const [types, terms] = SHAPES[name];
    const subject = Object.hasOwn(node, "id") ? iri(node.id) : `_:b${blanks++}`;
    if (described.has(subject)) throw unreadable("un objet est décrit deux fois");
    described.add(subject);
    if (Object.hasOwn(node, "type") && (node.type === null || list(node.type).some((type) => typeof type !== "string"))) throw unreadable("type illisible");
    const found = new Set(list(node.type).map((type) => Object.hasOwn(types, type) ? types[type] : ""));
    if (found.has("") || found.size !== new Set(Object.values(types)).size) throw unreadable(`type inattendu (${name})`);
    for (const type of found) quads.push([subject, RDF_TYPE, `<${type}>`]);
    for (const key of Object.keys(node)) {
      if (key === "id" || key === "type" || (node === document && (key === "@context" || key === "proof"))) continue;
      if (!Object.hasOwn(terms, key)) throw unreadable(`terme que cette page ne connaît pas : ${key}`);
      const [property, kind] = terms[key];
      for (const value of list(node[key])) {
        const object = Array.isArray(kind) ? (typeof value === "string" && key === "issuer" ? iri(value) : walk(value, kind[0]))
          : kind === "@id" ? iri(value) : literal(value, kind);
        quads.push([subject, `<${property}>`, object]);
      }
    }
    return subject;
  };
  walk(document, shape);
  if (quads.length > 5000) throw unreadable("document trop long pour cette page");
  return quads;
}
function byCodePoint(a, b) {
  const left = Array.from(a), right = Array.from(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++)
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  return left.length - right.length;
}
const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const line = (quad) => `${quad.join(" ")} .\n`;
const isBlank = (term) => term.startsWith("_:");
async function canonical(quads) {
  const unique = [...new Map(quads.map((quad) => [line(quad), quad])).values()], about = new Map();
  for (const quad of unique) for (const term of new Set(quad.filter(isBlank))) about.set(term, about.get(term) ?? []).get(term).push(quad);
  const hashes = new Map();
  for (const [label, mentions] of about) {
    const lines = mentions.map((quad) => line(quad.map((term) => !isBlank(term) ? term : term === label ? "_:a" : "_:z")));
    const hash = hex(await sha256(lines.sort(byCodePoint).join("")));
    if (hashes.has(hash)) throw unreadable("deux objets anonymes sont semblables");
    hashes.set(hash, label);
  }
  const labels = new Map([...hashes.keys()].sort().map((hash, rank) => [hashes.get(hash), `_:c14n${rank}`]));
  return unique.map((quad) => line(quad.map((term) => labels.get(term) ?? term))).sort(byCodePoint).join("");
}
