// --- verdict ---
const issuerOf = (document) => String(isObject(document.issuer) ? document.issuer.id ?? "" : document.issuer ?? "");
function moment(text) {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const date = new Date(text);
  return isNaN(date) ? null : date;
}
async function bit(entry, issuer, trust, lists, now) {
  const purpose = entry.statusPurpose, address = entry.statusListCredential;
  if (!["revocation", "suspension"].includes(purpose) || !/^\d{1,9}$/.test(entry.statusListIndex)) throw new Refused("statut_absent", `mode de statut inconnu : ${purpose}`);
  const listed = lists.get(address);
  if (!listed) throw new Refused("statut_absent", `déposez la liste « ${purpose === "revocation" ? "revocation" : "suspension"} » de l'émetteur`);
  try {
    if (issuerOf(listed) !== issuer) throw new Refused("statut_altere", "la liste est d'un autre émetteur");
    await checkSignature(listed, "list", trust);
  } catch (error) { throw new Refused("statut_altere", error.message); }
  const subject = list(listed.credentialSubject)[0];
  if (listed.id !== address || list(listed.credentialSubject).length !== 1 || subject.statusPurpose !== purpose) throw new Refused("statut_altere", "ce n'est pas la bonne liste");
  const start = moment(listed.validFrom), end = moment(listed.validUntil);
  if (!start || !end || start > now || end <= now) throw new Refused("statut_perime", `valable du ${listed.validFrom} au ${listed.validUntil}`);
  let bits;
  try {
    const packed = Uint8Array.from(atob(subject.encodedList.slice(1).replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader(), chunks = [];
    for (let total = 0; ;) {
      const { done, value } = await reader.read();
      if (done) break;
      total += value.length;
      if (total > 5 * 1024 * 1024) throw new Error("liste trop longue");
      chunks.push(...value);
    }
    bits = chunks;
  } catch { throw new Refused("statut_absent", "liste de statuts illisible"); }
  const index = Number(entry.statusListIndex);
  if (subject.encodedList[0] !== "u" || index >= bits.length * 8) throw new Refused("statut_absent", "indice hors de la liste");
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}
async function verify(document, trust, lists, now) {
  if (!isObject(document)) throw unsupported("un objet JSON est attendu");
  await checkSignature(document, "credential", trust);
  const issuer = issuerOf(document);
  if (!trust.has(issuer)) throw new Refused("emetteur_inconnu", `${issuer} n'est pas dans votre liste de confiance`);
  for (const [term, reason] of [["validFrom", "pas_encore_valide"], ["validUntil", "expire"]]) {
    if (document[term] === undefined) continue;
    const date = moment(document[term]);
    if (!date || (term === "validFrom" ? date > now : date <= now)) throw new Refused(reason, String(document[term]));
  }
  const found = [];
  for (const entry of list(document.credentialStatus)) if (await bit(entry, issuer, trust, lists, now)) found.push(entry.statusPurpose);
  if (found.includes("revocation")) throw new Refused("revoque");
  if (found.length) throw new Refused("suspendu");
}
function told(document, trust) {
  const subject = list(document.credentialSubject)[0] ?? {}, achievement = list(subject.achievement)[0] ?? {};
  const names = list(subject.identifier).filter((each) => each.hashed === false).map((each) => each.identityHash);
  const labels = new Map(list(achievement.resultDescription).map((each) => [each.id, each.name]));
  const blocs = new Map();
  for (const each of list(achievement.alignment)) if (/BC\d+$/.test(each.targetCode) && !blocs.has(each.targetCode)) blocs.set(each.targetCode, each.targetName);
  const known = trust.get(issuerOf(document)), start = moment(document.validFrom);
  return [["Titre", document.name], ["Titulaire", names.join(", ")], ["Session", String(subject.term ?? "").replace(/^session /, "")],
    ["Décision", subject.narrative], ["Blocs visés", [...blocs].map(([code, name]) => `${code} – ${name}`).join("\n")],
    ["Notes", list(subject.result).map((each) => `${labels.get(each.resultDescription) ?? ""} : ${String(each.value).replace(".", ",")}`).join("\n")],
    ["Délivré le", start ? start.toLocaleDateString("fr-FR", { timeZone: "UTC" }) : ""], ["Identifiant", document.id],
    ["Émetteur", known ? known.nom : `se présente comme « ${isObject(document.issuer) ? document.issuer.name : ""} » (${issuerOf(document)})`]];
}

