
// --- verdict: signature, kind, issuer, dates, status, in the order of the command ---
// The only value of a term, which may be written alone, in a list of one or repeated; null where there are several.
function one(value) {
  const values = [...new Set(list(value))];
  return values.length > 1 ? null : values[0];
}
const inClear = (subject) => list(subject.identifier).filter((each) => one(each.hashed) === false);
// An identity as it is shown: of a usage name, it is said that it is one.
function called(identity) {
  const said = [...new Set(list(identity.identityHash))].sort().join(", "), kind = String(one(identity.identityType)).normalize("NFKD").toLowerCase();
  return said && /^(ext:)?nomd?usage$/.test(kind.replace(/[^a-z:]/g, "")) ? `nom d'usage ${said}` : said;
}
function issuerOf(document) {
  const issuers = list(document.issuer);
  return issuers.length === 1 ? String(isObject(issuers[0]) ? issuers[0].id ?? "" : issuers[0]) : "";
}
function moment(text) {
  const found = typeof text === "string" && /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!found) return null;
  const [year, month, day, hours, minutes, seconds] = found.slice(1, 7).map(Number), zone = found[8] === "Z" ? "+00:00" : found[8];
  const date = new Date(0), offset = (zone[0] === "-" ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hours > 23 || minutes > 59 || seconds > 59) return null;
  if (Number(zone.slice(1, 3)) > 23 || Number(zone.slice(4)) > 59) return null;
  date.setUTCHours(hours, minutes - offset, seconds, Math.floor(Number(found[7] ?? 0) * 1000));
  return date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999 ? null : date;
}
// Midnight in UTC is how a day alone is written: it begins 14 hours before somewhere; clocks may differ by 5 minutes.
const hasBegun = (date, now) => date.getTime() - (date.getTime() % 86400000 ? 300000 : 50400000) <= now.getTime();
const shownDay = (date) => date.toLocaleDateString("fr-FR", { timeZone: "UTC", day: "2-digit", month: "2-digit", year: "numeric" });
function checkTitle(document) {
  const subjects = list(document.credentialSubject), subject = subjects[0] ?? {}, achievements = list(subject.achievement);
  if (!/^[A-Za-z]/.test(issuerOf(document))) throw new Refused("pas_un_titre", "un émetteur, et un seul, est attendu");
  if (subjects.length !== 1) throw new Refused("pas_un_titre", "un titulaire, et un seul, est attendu");
  if (!Object.hasOwn(subject, "id") && !list(subject.identifier).length) throw new Refused("pas_un_titre", "rien n'y désigne le titulaire");
  if (!Object.hasOwn(subject, "type") || achievements.length !== 1 || !Object.hasOwn(achievements[0], "type"))
    throw new Refused("pas_un_titre", "rien n'y dit ce que le titulaire a obtenu");
  const named = inClear(subject).filter((each) => ["ext:nomComplet", "name"].includes(one(each.identityType))).flatMap((each) => list(each.identityHash));
  if (new Set(named).size > 1) throw unreadable("le titre nomme son titulaire de plusieurs façons");
  if (!list(achievements[0].name).join("")) throw new Refused("pas_un_titre", "ce qui est obtenu n'y a pas de nom");
}
function checkTerm(document, now) {
  for (const [term, reason] of [["validFrom", "pas_encore_valide"], ["validUntil", "expire"]]) {
    if (!list(document[term]).length) continue;
    const date = moment(one(document[term]));
    if (!date) throw new Refused(reason, `${term} illisible : ${document[term]}`);
    if (term === "validFrom" ? !hasBegun(date, now) : date <= now) throw new Refused(reason, `${term === "validFrom" ? "à partir du" : "depuis le"} ${shownDay(date)}`);
  }
}
// What is found on the way (notes, date of the status) is written in ``told``; a Refused says why it is no yes.
async function verify(document, trust, lists, now, told) {
  const context = document["@context"];
  const presents = list(document.type).includes("VerifiablePresentation") && list(document.verifiableCredential).length;
  if (presents || list(document.type).some(type => /^EnvelopedVerifiable/.test(type))) throw unreadable("elle ne lit ni les titres en jeton JWT ni les présentations : employez « laureat verifier » ou le site de l'émetteur");
  if (!context && /"VerifiableCredential"|"eyJ/.test(JSON.stringify(document))) throw unreadable("ce fichier contient un titre : présentez le titre seul");
  if (!context && "payload" in document) throw unreadable("elle ne lit pas les jetons écrits en JSON");
  if (!context || (typeof context === "object" && !Object.keys(context).length)) throw new Refused("illisible", "ce n'est pas un titre vérifiable (Verifiable Credential)");
  if (!("proof" in document) && ![VC, "https://www.w3.org/2018/credentials/v1"].some((each) => list(context).includes(each))) throw unreadable("contexte JSON-LD que cette page ne connaît pas");
  const isList = list(document.type).includes("BitstringStatusListCredential");
  told.notes.push(...await checkSignature(document, isList ? "list" : "credential", trust, now));
  if (isList) throw new Refused("pas_un_titre", "c'est un document de type BitstringStatusListCredential");
  checkTitle(document);
  const issuer = issuerOf(document);
  if (!trust.has(issuer)) throw new Refused("emetteur_inconnu", `${issuer} n'est pas dans votre liste de confiance`);
  checkTerm(document, now);
  const dated = await checkStatus(document, issuer, trust, lists, now);
  told.status = dated ? shownDay(dated) : "";
  if (list(document.name).some((name) => String(name).normalize("NFKC").replace(/\p{Cf}/gu, "").replace(/\s+/gu, " ").trim().startsWith("À BLANC"))) throw new Refused("a_blanc");
  if (!dated) throw new Refused("sans_statut", "sa révocation ne peut pas être connue");
}
function contentOf(document, trust) {
  const subject = list(document.credentialSubject)[0] ?? {}, achievement = list(subject.achievement)[0] ?? {};
  const names = inClear(subject).map(called);
  const labels = new Map(list(achievement.resultDescription).map((each) => [each.id, each.name]));
  const blocs = new Map();
  for (const each of list(achievement.alignment)) if (/BC\d+$/.test(each.targetCode) && !blocs.has(each.targetCode)) blocs.set(each.targetCode, each.targetName);
  const known = trust.get(issuerOf(document)), start = moment(one(document.validFrom)), said = list(document.issuer)[0];
  return { holder: [...new Set(names)].filter(Boolean).join(", ") || subject.id, title: list(document.name).sort().join(", ") || achievement.name, lines: [
    ["Session", String(subject.term ?? "").replace(/^session /, "")], ["Décision", subject.narrative],
    ["Blocs visés", [...blocs].sort().map(([code, name]) => `${code} – ${name}`).join("\n")],
    ["Notes", list(subject.result).map((each) => `${labels.get(each.resultDescription) ?? ""} : ${String(each.value).replace(".", ",")}`).join("\n")],
    ["Délivré le", start ? shownDay(start) : ""], ["Identifiant", document.id],
    ["Émetteur", known ? known.nom : `se présente comme « ${isObject(said) ? said.name ?? "" : ""} » (${issuerOf(document)})`]] };
}
