"use strict";
const EMBEDDED_TRUST = /*CONFIANCE*/null, REASONS = /*RAISONS*/null, PAGES = /*PAGES*/null;
const VC = "https://www.w3.org/ns/credentials/v2", OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const v = "https://www.w3.org/2018/credentials#", o = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const s = "https://schema.org/", t = "https://www.w3.org/ns/credentials/status#";
const DATE = "http://www.w3.org/2001/XMLSchema#dateTime", URI = "https://www.w3.org/2001/XMLSchema#anyURI";
const BOOLEAN = "https://www.w3.org/2001/XMLSchema#boolean", MULTIBASE = "https://w3id.org/security#multibase";
const RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

// The shapes that this page understands: [types, {term: [property, kind]}]. A kind is "" (text), a datatype, "@id" or
// ["shape", …]; each type must be there, under one of its names. Whatever is not here this page does not read, so what
// is shown is what is signed.
const SHAPES = {
  credential: [{ VerifiableCredential: v + "VerifiableCredential", OpenBadgeCredential: o + "OpenBadgeCredential", AchievementCredential: o + "OpenBadgeCredential" }, {
    name: [s + "name", ""], description: [s + "description", ""], issuer: [v + "issuer", ["profile"]],
    validFrom: [v + "validFrom", DATE], validUntil: [v + "validUntil", DATE],
    credentialSubject: [v + "credentialSubject", ["subject"]], credentialStatus: [v + "credentialStatus", ["entry"]] }],
  profile: [{ Profile: o + "Profile" }, { name: [s + "name", ""], url: [s + "url", URI] }],
  subject: [{ AchievementSubject: o + "AchievementSubject" }, {
    identifier: [o + "identifier", ["identity"]], term: [o + "term", ""], narrative: [o + "narrative", ""],
    achievement: [o + "achievement", ["achievement"]], result: [o + "result", ["result"]] }],
  identity: [{ IdentityObject: o + "IdentityObject" }, {
    hashed: [o + "hashed", BOOLEAN], identityHash: [o + "identityHash", ""], identityType: [o + "identityType", ""], salt: [o + "salt", ""] }],
  achievement: [{ Achievement: o + "Achievement" }, {
    achievementType: [o + "achievementType", ""], name: [s + "name", ""], description: [s + "description", ""],
    criteria: [o + "Criteria", ["criteria"]], humanCode: [o + "humanCode", ""], inLanguage: [s + "inLanguage", ""],
    specialization: [o + "specialization", ""], alignment: [o + "alignment", ["alignment"]],
    resultDescription: [o + "resultDescription", ["description"]] }],
  criteria: [{}, { narrative: [o + "narrative", ""] }],
  alignment: [{ Alignment: s + "AlignmentObject" }, {
    targetName: [s + "targetName", ""], targetUrl: [s + "targetUrl", URI], targetFramework: [s + "targetFramework", ""],
    targetType: [o + "targetType", ""], targetCode: [o + "targetCode", ""], targetDescription: [s + "targetDescription", ""] }],
  description: [{ ResultDescription: o + "ResultDescription" }, {
    name: [s + "name", ""], resultType: [o + "resultType", ""], valueMin: [o + "valueMin", ""], valueMax: [o + "valueMax", ""] }],
  result: [{ Result: o + "Result" }, { resultDescription: [o + "resultDescription", URI], value: [s + "value", ""] }],
  entry: [{ BitstringStatusListEntry: t + "BitstringStatusListEntry" }, {
    statusPurpose: [t + "statusPurpose", ""], statusListIndex: [t + "statusListIndex", ""], statusListCredential: [t + "statusListCredential", "@id"] }],
  list: [{ VerifiableCredential: v + "VerifiableCredential", BitstringStatusListCredential: t + "BitstringStatusListCredential" }, {
    issuer: [v + "issuer", "@id"], validFrom: [v + "validFrom", DATE], validUntil: [v + "validUntil", DATE],
    credentialSubject: [v + "credentialSubject", ["bits"]] }],
  bits: [{ BitstringStatusList: t + "BitstringStatusList" }, { statusPurpose: [t + "statusPurpose", ""], encodedList: [t + "encodedList", MULTIBASE] }],
};
class Refused extends Error { constructor(reason, detail = "") { super(detail); this.reason = reason; } }
const unreadable = (detail) => new Refused("hors_page", detail);
const list = (value) => value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const utf8 = (text) => new TextEncoder().encode(text);
