
// --- status: every entry must be read in the newest list of its address, signed by the same issuer and fresh ---
async function unpack(encoded) {
  if (typeof encoded !== "string" || !/^u[A-Za-z0-9_-]+$/.test(encoded)) throw new Refused("statut_absent", "la liste de statuts est illisible");
  let total = 0;
  const chunks = [];
  try {
    const packed = Uint8Array.from(atob(encoded.slice(1).replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      total += value.length;
      if (total > 4 * 1024 * 1024) throw new Error("trop longue");
      chunks.push(value);
    }
  } catch { throw new Refused("statut_absent", "la liste de statuts est illisible ou trop longue"); }
  const bits = new Uint8Array(total);
  chunks.reduce((at, chunk) => { bits.set(chunk, at); return at + chunk.length; }, 0);
  return bits;
}
async function readBit(encoded, index) {
  const bits = await unpack(encoded);
  if (bits.length * 8 < 131072) throw new Refused("statut_absent", `la liste de statuts est trop courte : ${bits.length * 8} places`);
  if (index >= bits.length * 8) throw new Refused("statut_absent", `l'indice ${index} est hors de la liste (${bits.length * 8} places)`);
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}
async function readList(listed, entry, issuer, trust, now) {
  if (listed.jeton === true) throw unreadable("elle ne lit pas les listes de statuts en jeton");
  try { await checkSignature(listed, "list", trust, now); } catch (error) {
    if (error.reason === "hors_page" || error.reason === "navigateur") throw error;
    throw new Refused(["expire", "pas_encore_valide"].includes(error.reason) ? "statut_perime" : "statut_altere", error.message);
  }
  const subjects = list(listed.credentialSubject), subject = subjects[0] ?? {};
  if (issuerOf(listed) !== issuer) throw new Refused("statut_altere", "la liste est d'un autre émetteur");
  if (listed.id !== entry.statusListCredential || subjects.length !== 1 || !list(subject.statusPurpose).includes(entry.statusPurpose) || list(subject.encodedList).length !== 1)
    throw new Refused("statut_altere", `ce n'est pas la liste ${entry.statusListCredential} (${entry.statusPurpose})`);
  const start = moment(one(listed.validFrom)), until = one(listed.validUntil);
  const end = until === undefined ? start && new Date(start.getTime() + 90 * 86400000) : moment(until);
  if (!start || !end) throw new Refused("statut_perime", "la liste ne dit pas de quand elle est");
  return { start, end, encoded: list(subject.encodedList)[0] };
}
async function readEntry(given, issuer, trust, lists, now) {
  const entry = Object.fromEntries(["statusPurpose", "statusListIndex", "statusListCredential"].map((term) => [term, one(given[term])]));
  if (!["revocation", "suspension"].includes(entry.statusPurpose)) throw new Refused("statut_absent", `statut d'un objet que nous ne lisons pas : ${entry.statusPurpose}`);
  if (typeof entry.statusListIndex !== "string" || !/^[0-9]{1,9}$/.test(entry.statusListIndex)) throw new Refused("statut_absent", `indice de statut illisible : ${entry.statusListIndex}`);
  if (typeof entry.statusListCredential !== "string") throw new Refused("statut_absent", "l'adresse de la liste de statuts manque");
  const known = lists.get(entry.statusListCredential) ?? [], read = [];
  if (!known.length) throw new Refused("statut_absent", `déposez la liste « ${entry.statusPurpose} » de l'émetteur`);
  let failure;
  for (const listed of known) {
    try { read.push(await readList(listed, entry, issuer, trust, now)); } catch (error) {
      if (error.reason === "hors_page" || error.reason === "navigateur") throw error;
      failure = error;
    }
  }
  if (!read.length) throw failure;
  const started = read.filter((each) => hasBegun(each.start, now)), counted = started.length ? started : read;
  const start = new Date(Math.max(...counted.map((each) => each.start.getTime())));
  const newest = counted.filter((each) => each.start.getTime() === start.getTime());
  const end = new Date(Math.max(...newest.map((each) => each.end.getTime())));
  if (!hasBegun(start, now) || end <= now) throw new Refused("statut_perime", `valable du ${shownDay(start)} au ${shownDay(end)}`);
  let set = false;
  for (const each of newest) set = await readBit(each.encoded, Number(entry.statusListIndex)) || set;
  return { set, start };
}
// The date of the oldest list that was needed; null where the title has no revocation status.
async function checkStatus(document, issuer, trust, lists, now) {
  const entries = list(document.credentialStatus), found = [], dates = [];
  let failure = null, revocable = false;
  if (entries.length > 16) throw new Refused("statut_absent", "plus de 16 statuts");
  for (const entry of entries) {
    try {
      const { set, start } = await readEntry(entry, issuer, trust, lists, now);
      dates.push(start);
      revocable ||= one(entry.statusPurpose) === "revocation";
      if (set) found.push([one(entry.statusPurpose) === "revocation" ? "revoque" : "suspendu", start]);
    } catch (error) {
      if (error.reason === "hors_page" || error.reason === "navigateur") throw error;
      failure ??= error;
    }
  }
  found.sort(([a], [b]) => REASONS[a][0] - REASONS[b][0]);
  if (found.length) throw new Refused(found[0][0], `d'après la liste du ${shownDay(found[0][1])}`);
  if (failure) throw failure;
  return revocable ? new Date(Math.min(...dates.map((date) => date.getTime()))) : null;
}
