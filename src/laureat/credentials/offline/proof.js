
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
// A key of the list, as Multikey or JWK, in bytes; none where it is of a kind that no Data Integrity proof is made with.
function listedKey(entry) {
  const jwk = entry.publicKeyJwk;
  if (jwk === undefined) return String(entry.publicKeyMultibase).startsWith("zDn") ? null : publicKey(entry.publicKeyMultibase);
  if (!isObject(jwk) || jwk.kty !== "OKP" || jwk.crv !== "Ed25519" || typeof jwk.x !== "string") return null;
  return Uint8Array.from(atob(jwk.x.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}
// A did:key given without fragment names its only key.
const fullMethod = (method) => /^did:key:[^#]+$/.test(method) ? `${method}#${method.slice(8)}` : method;
// A revocation misspelt would pass for none: what is not a word of a key is refused.
function checkKey(key) {
  const words = ["id", "type", "controller", "publicKeyMultibase", "publicKeyJwk", "jusquau", "revoquee"];
  const end = key.jusquau ?? "2000-01-01", known = Object.keys(key).every((word) => words.includes(word));
  if (!known || typeof (key.revoquee ?? false) !== "boolean" || !/^\d{4}-\d\d-\d\d$/.test(end) || !moment(`${end}T00:00:00Z`)) throw new Error("une clé y est mal décrite");
}
// An issuer of the verifier's own list is known by that list alone.
function theKey(issuer, named, trust) {
  const method = fullMethod(named), [did, ...rest] = method.split("#"), fragment = rest.join("#"), known = trust.get(issuer);
  if (known) {
    const keys = list(known.cles), found = keys.findLast((key) => fullMethod(String(key.id)) === method);
    if (!found) throw new Refused("mauvaise_cle", `votre liste ne connaît pas à cet émetteur la clé ${method}`);
    const bytes = listedKey(found);
    if (!bytes) throw new Refused("mauvaise_cle", `${method} n'est pas une clé Ed25519`);
    const revoked = keys.some((key) => key.revoquee === true && String(listedKey(key)) === String(bytes));
    return { bytes, until: found.jusquau, revoked };
  }
  if (did.startsWith("did:key:")) {
    if (fragment !== did.slice(8)) throw new Refused("mauvaise_cle", method);
    if (fragment.startsWith("zDn")) throw unreadable("elle ne lit que les clés Ed25519");
    return { bytes: publicKey(fragment) };
  }
  if (did !== issuer) throw new Refused("mauvaise_cle", `la clé est celle de ${did}, le titre dit ${issuer}`);
  if (did.startsWith("did:jwk:")) throw unreadable("elle ne lit pas les clés did:jwk");
  throw new Refused("cle_introuvable", method);
}
const OPTIONS = ["type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"];
function readProof(proof) {
  for (const key of Object.keys(proof)) if (!OPTIONS.includes(key)) throw unreadable(`option de preuve : ${key}`);
  for (const key of ["verificationMethod", "proofPurpose"]) if (proof[key] !== undefined && typeof proof[key] !== "string") throw unreadable(`option de preuve : ${key}`);
  const signature = typeof proof.proofValue === "string" && proof.proofValue[0] === "z" ? base58(proof.proofValue.slice(1)) : new Uint8Array();
  if (signature.length !== 64) throw new Refused("altere", "la valeur de la preuve est mutilée");
  if (![undefined, "assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation", "keyAgreement"].includes(proof.proofPurpose)) throw unreadable("but de la preuve");
  if (proof.proofPurpose !== "assertionMethod" || typeof proof.verificationMethod !== "string") throw new Refused("sans_preuve", "la preuve ne dit pas quelle clé atteste");
  const options = [[RDF_TYPE, "<https://w3id.org/security#DataIntegrityProof>"],
    ["<https://w3id.org/security#cryptosuite>", '"eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString>'],
    ["<https://w3id.org/security#proofPurpose>", "<https://w3id.org/security#assertionMethod>"],
    ["<https://w3id.org/security#verificationMethod>", iri(proof.verificationMethod)]];
  if (proof.created !== undefined) options.push(["<http://purl.org/dc/terms/created>", literal(proof.created, DATE)]);
  if (proof.expires !== undefined) options.push(["<https://w3id.org/security#expiration>", literal(proof.expires, DATE)]);
  return { method: proof.verificationMethod, created: proof.created, expires: proof.expires, signature,
    lines: options.map((option) => line(["_:c14n0", ...option])).sort(byCodePoint).join("") };
}
async function isSigned(proof, body, key) {
  try {
    const head = await sha256(proof.lines);
    const imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, proof.signature, new Uint8Array([...head, ...body]));
  } catch { throw new Refused("navigateur"); }
}
// since: when a status list begins; its key must have been in use that day too.
function checkDates(key, proof, now, since) {
  const created = moment(proof.created), expires = moment(proof.expires);
  if ((proof.created && !created) || (proof.expires && !expires)) throw new Refused("sans_preuve", "une date de la preuve est illisible");
  if (key.revoked || (key.until && !(created && [created, since ?? created].every((day) => day.toISOString().slice(0, 10) <= key.until))))
    throw new Refused("cle_revoquee", key.until ? `clé retirée le ${shownDay(new Date(key.until))}` : "");
  if (created && !hasBegun(created, now)) throw new Refused("pas_encore_valide", `la signature se dit d'un jour à venir, le ${shownDay(created)}`);
  if (expires && expires <= now) throw new Refused("expire", `la preuve a expiré le ${shownDay(expires)}`);
  return Boolean(key.until) && now.toISOString().slice(0, 10) > key.until;
}
// Verify every proof of our suite; notes on the others. At least one must be of the issuer's own key.
async function checkSignature(document, shape, trust, now) {
  const given = Array.isArray(document.proof) ? document.proof : [document.proof];
  if (!given.length || (given.length === 1 && (given[0] === undefined || given[0] === null))) throw new Refused("sans_preuve", "ce document ne porte pas de preuve");
  if (given.length > 8) throw new Refused("trop_complexe", "plus de 8 preuves");
  if (!given.every((each) => isObject(each) && Object.keys(each).length)) throw new Refused("sans_preuve", "la preuve est mutilée");
  if (JSON.stringify(list(document["@context"])) !== JSON.stringify(shape === "list" ? [VC] : [VC, OB])) throw unreadable("contexte JSON-LD que cette page ne connaît pas");
  const quads = quadsOf(document, shape), issuer = issuerOf(document), notes = [], ours = [];
  const suites = given.map((each) => each.type === "DataIntegrityProof" ? each.cryptosuite ?? "" : each.type);
  given.forEach((each, rank) => {
    if (each.type === "DataIntegrityProof" && each.cryptosuite === "eddsa-rdfc-2022" && !("previousProof" in each) && !("@context" in each)) ours.push(readProof(each));
    else notes.push(`Une preuve d'une autre sorte n'est pas lue : ${suites[rank] || "sans nom"}.`);
  });
  if (!ours.length) throw new Refused("non_pris_en_charge", `preuve ${suites.join(", ")}`);
  const body = await sha256(await canonical(quads));
  let vouched = false, failure = null;
  for (const proof of ours) {
    let key;
    try { key = theKey(issuer, proof.method, trust); } catch (error) { failure ??= error; continue; }
    if (!await isSigned(proof, body, key)) throw new Refused("altere");
    if (checkDates(key, proof, now, shape === "list" ? moment(one(document.validFrom)) : null)) notes.push("Clé retirée depuis : la date de cette signature n'est affirmée que par le signataire.");
    vouched = true;
  }
  if (!vouched) throw failure;
  if (failure) notes.push("Une preuve d'une autre personne que l'émetteur n'est pas lue.");
  return notes;
}
