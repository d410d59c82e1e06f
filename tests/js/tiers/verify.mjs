// Verify one credential as a stranger: node verify.mjs credential.json contexts.json. Keys and lists come from the loopback.
import { readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';

const [file, known] = process.argv.slice(2);
const credential = JSON.parse(readFileSync(file));
const contexts = JSON.parse(readFileSync(known));
const get = async (url) => {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error(`never fetched: ${url}`);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
};
const documentLoader = async (url) => {
  let document = contexts[url];
  if (document === undefined && url.startsWith('did:web:')) {
    const [did, fragment] = url.split('#');
    const whole = await get(`http://${decodeURIComponent(did.slice('did:web:'.length))}/.well-known/did.json`);
    const method = whole.verificationMethod.find((each) => each.id === url);
    document = fragment ? { '@context': 'https://w3id.org/security/multikey/v1', ...method } : whole;
  }
  document ??= await get(url);
  return { contextUrl: null, documentUrl: url, document };
};
const suite = new DataIntegrityProof({ cryptosuite });
const each = (options) => checkStatus({ ...options, suite, documentLoader, verifyBitstringStatusListCredential: true });
const result = await vc.verifyCredential({ credential, documentLoader, suite, checkStatus: each });
const said = (error) => [error?.message, ...(error?.errors ?? []).map(said)].filter(Boolean).join(' / ');
const found = (result.statusResult?.results ?? []).map((one) => [one.credentialStatus.statusPurpose, one.status]);
console.log(JSON.stringify({ verified: result.verified, status: Object.fromEntries(found), error: said(result.error) }));
