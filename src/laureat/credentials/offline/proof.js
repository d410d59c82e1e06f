const REASONS = {
  authentique: [0, "Authentique et en vigueur"],
  altere: [3, "Altéré : la signature n'est pas celle de ce document"],
  sans_preuve: [3, "Altéré : la preuve a été retirée ou mutilée"],
  mauvaise_cle: [3, "Signé par une clé qui n'est pas celle de l'émetteur"],
  cle_revoquee: [3, "Signé par une clé que l'émetteur a retirée"],
  emetteur_inconnu: [4, "Signature valide, émetteur inconnu"],
  cle_introuvable: [5, "Indécidable : la clé de l'émetteur n'est pas connue hors réseau"],
  statut_absent: [5, "Indécidable : la liste de statuts manque ou est illisible"],
  statut_altere: [5, "Indécidable : la liste de statuts n'est pas signée par l'émetteur"],
  statut_perime: [5, "Indécidable : la liste de statuts est périmée"],
  navigateur: [5, "Indécidable : ce navigateur ne sait pas vérifier une signature Ed25519"],
  revoque: [6, "Révoqué par l'émetteur"],
  suspendu: [7, "Suspendu par l'émetteur"],
  expire: [8, "Expiré"],
  pas_encore_valide: [9, "Pas encore valide"],
  non_pris_en_charge: [10, "Document non pris en charge"],
};
class Refused extends Error { constructor(reason, detail = "") { super(detail); this.reason = reason; } }
const unsupported = (detail) => new Refused("non_pris_en_charge", detail);
const list = (value) => value === undefined ? [] : Array.isArray(value) ? value : [value];
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const utf8 = (text) => new TextEncoder().encode(text);

// --- RDF: quads of the known shapes, then canonical N-Quads (RDFC-1.0, first-degree hashes) ---
function iri(text) {
  if (typeof text !== "string" || !/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/.test(text)) throw unsupported("identifiant incorrect");
  return `<${text}>`;
}
function literal(value, datatype) {
  if (datatype === BOOLEAN ? typeof value !== "boolean" : typeof value !== "string") throw unsupported("valeur inattendue");
  const text = String(value);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) || /\p{Surrogate}/u.test(text)) throw unsupported("caractère de contrôle");
  const quoted = text.replace(/[\\"\n\r\t]/g, (c) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c]);
  return datatype ? `"${quoted}"^^<${datatype}>` : `"${quoted}"`;
}
function quadsOf(document, shape) {
  const quads = [], described = new Set();
  let blanks = 0;
  const walk = (node, name) => {
    if (!isObject(node)) throw unsupported("objet attendu");
    const [types, terms] = SHAPES[name];
    const subject = Object.hasOwn(node, "id") ? iri(node.id) : `_:b${blanks++}`;
    if (described.has(subject)) throw unsupported("un objet est décrit deux fois");
    described.add(subject);
    const given = list(node.type);
    if (given.length !== Object.keys(types).length || new Set(given).size !== given.length) throw unsupported(`type inattendu (${name})`);
    for (const type of given) {
      if (!Object.hasOwn(types, type)) throw unsupported(`type inattendu : ${type}`);
      quads.push([subject, RDF_TYPE, `<${types[type]}>`]);
    }
    for (const key of Object.keys(node)) {
      if (key === "id" || key === "type" || (node === document && (key === "@context" || key === "proof"))) continue;
      if (!Object.hasOwn(terms, key)) throw unsupported(`terme inconnu, donc non signé : ${key}`);
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
  if (quads.length > 5000) throw unsupported("document trop complexe");
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
  for (const quad of unique) for (const term of new Set(quad.filter(isBlank))) about.set(term, [...(about.get(term) ?? []), quad]);
  const hashes = new Map();
  for (const [label, mentions] of about) {
    const lines = mentions.map((quad) => line(quad.map((term) => !isBlank(term) ? term : term === label ? "_:a" : "_:z")));
    const hash = hex(await sha256(lines.sort(byCodePoint).join("")));
    if (hashes.has(hash)) throw unsupported("deux objets anonymes sont semblables");
    hashes.set(hash, label);
  }
  const labels = new Map([...hashes.keys()].sort().map((hash, rank) => [hashes.get(hash), `_:c14n${rank}`]));
  return unique.map((quad) => line(quad.map((term) => labels.get(term) ?? term))).sort(byCodePoint).join("");
}

// --- keys and signatures ---
function base58(text) {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  if (text.length > 128) return new Uint8Array();
  let number = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return new Uint8Array();
    number = number * 58n + BigInt(digit);
  }
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  return new Uint8Array([...new Array(text.match(/^1*/)[0].length).fill(0), ...bytes]);
}
function publicKey(multikey) {
  const raw = base58(String(multikey).slice(1));
  if (String(multikey)[0] !== "z" || raw.length !== 34 || raw[0] !== 0xed || raw[1] !== 1) throw new Refused("cle_introuvable", "clé Ed25519 attendue");
  return raw.slice(2);
}
function theKey(issuer, method, trust) {
  const [did, fragment = ""] = method.split("#");
  if (did !== issuer) throw new Refused("mauvaise_cle", `la clé est celle de ${did}, le titre dit ${issuer}`);
  const known = trust.get(issuer), found = known && list(known.cles).find((key) => key.id === method);
  if (found) return { bytes: publicKey(found.publicKeyMultibase), until: found.jusquau, revoked: found.revoquee === true };
  if (issuer.startsWith("did:key:")) {
    const multikey = issuer.slice(8);
    if (fragment !== "" && fragment !== multikey) throw new Refused("mauvaise_cle", method);
    return { bytes: publicKey(multikey) };
  }
  throw new Refused(known ? "mauvaise_cle" : "cle_introuvable", method);
}
const OPTIONS = ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"];
async function checkSignature(document, shape, trust) {
  const contexts = list(document["@context"]);
  if (JSON.stringify(contexts) !== JSON.stringify(shape === "list" ? [VC] : [VC, OB])) throw unsupported("contexte JSON-LD inattendu");
  const quads = quadsOf(document, shape);
  const proof = list(document.proof).length === 1 ? list(document.proof)[0] : undefined;
  if (!isObject(proof)) throw new Refused("sans_preuve", "une preuve, et une seule, est attendue");
  if (proof.type !== "DataIntegrityProof" || proof.cryptosuite !== "eddsa-rdfc-2022" || proof.proofPurpose !== "assertionMethod" || typeof proof.verificationMethod !== "string")
    throw new Refused("sans_preuve", "preuve eddsa-rdfc-2022 attendue");
  for (const key of Object.keys(proof)) if (!OPTIONS.includes(key)) throw unsupported(`option de preuve : ${key}`);
  const key = theKey(issuerOf(document), proof.verificationMethod, trust);
  const signature = typeof proof.proofValue === "string" && proof.proofValue[0] === "z" ? base58(proof.proofValue.slice(1)) : new Uint8Array();
  if (signature.length !== 64) throw new Refused("altere", "valeur de la preuve mutilée");
  const options = [[RDF_TYPE, "<https://w3id.org/security#DataIntegrityProof>"],
    ["<https://w3id.org/security#cryptosuite>", '"eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString>'],
    ["<https://w3id.org/security#proofPurpose>", "<https://w3id.org/security#assertionMethod>"],
    ["<https://w3id.org/security#verificationMethod>", iri(proof.verificationMethod)]];
  if (proof.created !== undefined) options.push(["<http://purl.org/dc/terms/created>", literal(proof.created, DATE)]);
  const head = await sha256(options.map((option) => line(["_:c14n0", ...option])).sort(byCodePoint).join(""));
  const body = await sha256(await canonical(quads));
  let valid;
  try {
    const imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
    valid = await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, new Uint8Array([...head, ...body]));
  } catch { throw new Refused("navigateur"); }
  if (!valid) throw new Refused("altere");
  const created = moment(proof.created);
  if (key.revoked || (key.until && !(created && created.toISOString().slice(0, 10) <= key.until))) throw new Refused("cle_revoquee", proof.verificationMethod);
}

