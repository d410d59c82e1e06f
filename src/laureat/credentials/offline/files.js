
// --- files: JSON or a PNG badge; strict, as the command reads them ---
const MAX_BYTES = 262144;
function strictJson(bytes) {
  if (bytes.length > MAX_BYTES) throw new Refused("trop_complexe", "plus de 256 Kio");
  let text, value;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch { throw new Refused("illisible", "ce n'est pas du JSON en UTF-8"); }
  const keys = [];
  for (const [token, quoted] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === "{") keys.push(new Set());
    else if (token === "}") keys.pop();
    else if (quoted) {
      const key = JSON.parse(quoted), known = keys.at(-1);
      if (known.has(key)) throw new Refused("illisible", "une clé JSON est écrite deux fois dans le même objet");
      known.add(key);
    }
  }
  if (!isObject(value)) throw new Refused("illisible", "un objet JSON est attendu");
  return value;
}
const CRC = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc32 = (bytes) => (bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
// The credential of a badge: the one uncompressed iTXt chunk of a sound PNG.
function unbake(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), keyword = "openbadgecredential\0", found = [];
  let ended = false, at = 8;
  for (; at + 12 <= bytes.length && !ended;) {
    const length = view.getUint32(at), kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + length + 12 > bytes.length || crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) throw unreadable("image PNG abîmée");
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (kind === "iTXt" && String.fromCharCode(...data.subarray(0, keyword.length)) === keyword) found.push(data);
    ended = kind === "IEND";
    at += length + 12;
  }
  if (!ended || at !== bytes.length || found.length !== 1 || found[0][keyword.length] !== 0) throw unreadable("cette page ne lit, dans une image, qu'un titre gravé (badge) ; pas les codes 2D-Doc");
  let from = keyword.length + 2;
  for (let zeros = 0; zeros < 2; from++) { if (from >= found[0].length) throw unreadable("badge incorrect"); if (found[0][from] === 0) zeros++; }
  return found[0].subarray(from);
}
// The bytes of the credential of a file, and what the page is.
function openFile(bytes) {
  if ([0x89, 0x50, 0x4e, 0x47].every((byte, rank) => bytes[rank] === byte)) {
    const content = unbake(bytes);
    if ([0x65, 0x79, 0x4a].every((byte, rank) => content[rank] === byte)) throw unreadable("elle ne lit pas les titres en jeton JWT : employez « laureat verifier » ou le site de l'émetteur");
    return { content, page: "image" };
  }
  if (bytes.subarray(0, 4).includes(0) || bytes[0] === 0xff || bytes[0] === 0xfe) throw unreadable("elle lit les textes en UTF-8 : employez « laureat verifier » ou le site de l'émetteur");
  const start = bytes.subarray(0, 512).find((byte) => ![0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0d, 0x0a].includes(byte));
  if (start !== 0x7b) throw unreadable("elle lit les titres JSON et les badges PNG ; pour un PDF, un SVG, une photo ou un jeton, employez « laureat verifier » ou le site de l'émetteur");
  return { content: bytes, page: "sans_page" };
}
const readBytes = async (file) => {
  if (file.size > 4 * 1024 * 1024) throw unreadable("fichier de plus de 4 Mio");
  return new Uint8Array(await file.arrayBuffer());
};
