// What a device keeps for the workshop: encrypted under a passphrase, added to and never rewritten, until it is sent.
// One schema, told here alone; each record is enciphered apart (AES-GCM, its own iv), the key never leaves the browser.
"use strict";
const Coffre = (function () {
  const FIRST = "laureat-atelier"; // one base a person; the others of the device are called « laureat-atelier-2 »…
  const ROUNDS = 600000; // PBKDF2-SHA-256
  const WITNESS = "laureat";
  const STEPS = [ // by version: what changes of the stores; never a record
    function (base) {
      base.createObjectStore("coffre"); // salt, rounds, witness, device: nothing of anyone
      base.createObjectStore("paquets"); // what was taken away: grids, names, values
      base.createObjectStore("envoi", { keyPath: "rang", autoIncrement: true }); // the outbox
    },
    function (base, change) {
      change.objectStore("envoi").createIndex("uuid", "uuid", { unique: true }); // a rescue file read twice adds once
    },
  ];
  let name = FIRST, base = null, key = null;

  function asked(request) {
    return new Promise(function (give, refuse) {
      request.onsuccess = function () { give(request.result); };
      request.onerror = function () { refuse(request.error); };
    });
  }
  function connected(which) {
    const request = indexedDB.open(which, STEPS.length);
    request.onupgradeneeded = function (event) {
      for (let version = event.oldVersion; version < STEPS.length; version += 1) STEPS[version](request.result, request.transaction);
    };
    return asked(request);
  }
  async function open() {
    if (base) return base;
    const own = await connected(name);
    own.onversionchange = function () { own.close(); if (base === own) base = null; };
    base = own;
    return base;
  }
  function use(which) { // the vault of another person: nothing of the one before stays open
    if (which === name) return;
    key = null;
    if (base) base.close();
    base = null;
    name = which;
  }
  async function peek(which) { // what is told without any passphrase
    const own = await connected(which);
    const known = await asked(own.transaction("coffre").objectStore("coffre").get("clef"));
    const waiting = await asked(own.transaction("envoi").objectStore("envoi").count());
    own.close();
    return known && { name: which, label: known.label || "", device: known.device, account: known.account, waiting };
  }
  const SOUGHT = 24; // people of one tablet, where the browser does not list its bases
  async function isThere(which) { // looked for without being made
    const request = indexedDB.open(which);
    request.onupgradeneeded = function () { request.transaction.abort(); };
    try { (await asked(request)).close(); return true; } catch (absent) { return false; }
  }
  async function listed() {
    if (indexedDB.databases) return (await indexedDB.databases()).map((one) => one.name);
    const names = Array.from({ length: SOUGHT }, (_, rank) => FIRST + "-" + (rank + 2));
    const there = await Promise.all(names.map(isThere));
    return names.filter((_, rank) => there[rank]);
  }
  async function vaults() { // those of the device, each of one person
    const every = await listed();
    const rank = (which) => Number(which.slice(FIRST.length + 1));
    const others = every.filter((which) => /^laureat-atelier-[0-9]+$/.test(which)).sort((a, b) => rank(a) - rank(b));
    return (await Promise.all([FIRST, ...others].map(peek))).filter(Boolean);
  }
  async function fresh() { // a vault that nobody has
    const taken = (await vaults()).map((one) => one.name);
    let which = FIRST;
    for (let rank = 2; taken.includes(which); rank += 1) which = FIRST + "-" + rank;
    use(which);
  }
  async function change(stores, work) { // all or nothing, and on the disk before it is said
    const act = (await open()).transaction(stores, "readwrite", { durability: "strict" });
    const done = new Promise(function (give, refuse) {
      act.oncomplete = give; act.onerror = act.onabort = function () { refuse(act.error); };
    });
    work(act);
    await done;
  }
  async function read(store, how) {
    return asked(how((await open()).transaction(store).objectStore(store)));
  }
  const meta = function (name) { return read("coffre", function (store) { return store.get(name); }); };

  async function derived(phrase, salt, rounds) {
    const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(phrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function enciphered(value, with_) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const told = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, with_ || key, told)) };
  }
  async function deciphered(sealed, with_) {
    const told = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, with_ || key, sealed.data);
    return JSON.parse(new TextDecoder().decode(told));
  }
  async function fits(candidate, witness) {
    try { return (await deciphered(witness, candidate)) === WITNESS; } catch (wrong) { return false; }
  }
  const uuid = function () { return crypto.randomUUID(); };

  const weak = function (phrase) { return new Set(phrase.normalize("NFC").toLowerCase()).size < 6; }; // one key held down
  async function create(phrase, device, account, label) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    key = await derived(phrase, salt, ROUNDS);
    const witness = await enciphered(WITNESS);
    await change(["coffre"], function (act) { act.objectStore("coffre").put({ salt, rounds: ROUNDS, witness, device, account, label }, "clef"); });
  }
  async function unlock(phrase) { // false: not this passphrase
    const known = await meta("clef");
    const found = await derived(phrase, known.salt, known.rounds);
    if (!(await fits(found, known.witness))) return false;
    key = found;
    return true;
  }
  function lock() { key = null; }

  async function keep(content) { // a package: the same situation taken again replaces what it was
    const place = [content.seance, content.unite, content.situation.code].join("/");
    const id = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(place))), (b) => b.toString(16).padStart(2, "0")).join("");
    const sealed = await enciphered(content);
    await change(["paquets"], function (act) { act.objectStore("paquets").put(sealed, id); });
  }
  async function packages() {
    const sealed = await read("paquets", function (store) { return store.getAll(); });
    return Promise.all(sealed.map((one) => deciphered(one)));
  }
  async function add(tap) { // one record a tap, never rewritten
    const sealed = await enciphered(tap);
    await change(["envoi"], function (act) { act.objectStore("envoi").add(Object.assign({ uuid: tap.uuid }, sealed)); });
  }
  async function outbox() { // in the order in which they were made
    const sealed = await read("envoi", function (store) { return store.getAll(); });
    return Promise.all(sealed.map(async (one) => Object.assign(await deciphered(one), { rang: one.rang })));
  }
  const waiting = function () { return read("envoi", function (store) { return store.count(); }); }; // told without the passphrase
  async function settle(ranks, taps) { // these are over; in their place, where a person chose, others
    const sealed = await Promise.all((taps || []).map(async (tap) => Object.assign({ uuid: tap.uuid }, await enciphered(tap))));
    await change(["envoi"], function (act) {
      const store = act.objectStore("envoi");
      for (const rank of ranks) store.delete(rank);
      for (const one of sealed) store.add(one);
    });
  }
  async function forget() { // what was sent: names and grids go; the passphrase stays
    await change(["paquets"], function (act) { act.objectStore("paquets").clear(); });
  }
  async function destroy(which) { // a revoked device keeps nothing; the vaults of others are left as they are
    const own = await connected(which || name), stores = ["coffre", "paquets", "envoi"];
    const act = own.transaction(stores, "readwrite", { durability: "strict" });
    const done = new Promise(function (give, refuse) { act.oncomplete = give; act.onerror = act.onabort = () => refuse(act.error); });
    for (const store of stores) act.objectStore(store).clear();
    await done;
    own.close();
    if (!which || which === name) lock();
  }

  const text = function (bytes) { return btoa(String.fromCharCode(...bytes)); };
  const bytes = function (told) { return Uint8Array.from(atob(told), (one) => one.charCodeAt(0)); };
  async function rescue() { // the outbox as it is on the disk: enciphered
    const known = await meta("clef");
    const sealed = await read("envoi", function (store) { return store.getAll(); });
    return JSON.stringify({
      forme: "laureat-atelier-secours-1", sel: text(known.salt), tours: known.rounds,
      temoin: { iv: text(known.witness.iv), data: text(known.witness.data) },
      saisies: sealed.map((one) => ({ iv: text(one.iv), data: text(one.data) })),
    });
  }
  async function reread(told, phrase) { // how many were added; -1: not this passphrase
    const file = JSON.parse(told);
    if (file.forme !== "laureat-atelier-secours-1") throw new Error("forme");
    if (!Number.isInteger(file.tours) || file.tours < ROUNDS || file.tours > 10 * ROUNDS) throw new Error("tours");
    const open_ = (one) => ({ iv: bytes(one.iv), data: bytes(one.data) });
    const other = await derived(phrase, bytes(file.sel), file.tours);
    if (!(await fits(other, open_(file.temoin)))) return -1;
    const known = new Set((await outbox()).map((one) => one.uuid));
    let many = 0;
    for (const one of file.saisies) {
      const tap = await deciphered(open_(one), other);
      if (!known.has(tap.uuid)) { await add(tap); many += 1; }
    }
    return many;
  }
  return {
    STEPS, use, vaults, fresh, uuid, meta, weak, create, unlock, lock, keep, packages, add, outbox, waiting, settle, forget, destroy, rescue, reread,
    get NAME() { return name; },
    get open() { return key !== null; },
  };
})();
