// Verify one credential with @digitalbazaar/vc, offline: node verify.mjs credential.json contexts.json instant
import { readFileSync } from 'node:fs';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const [file, known, instant] = process.argv.slice(2);
const credential = JSON.parse(readFileSync(file));
const contexts = JSON.parse(readFileSync(known));
const issuer = credential.issuer.id ?? credential.issuer;
const multikey = issuer.slice('did:key:'.length);
const method = {
  '@context': 'https://w3id.org/security/multikey/v1',
  id: `${issuer}#${multikey}`, type: 'Multikey', controller: issuer, publicKeyMultibase: multikey,
};
const controller = {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: issuer, assertionMethod: [method], verificationMethod: [method],
};
const documentLoader = async url => {
  const document = url === issuer ? controller : url === method.id ? method : contexts[url];
  if (document === undefined) throw new Error(`never fetched: ${url}`);
  return { contextUrl: null, documentUrl: url, document };
};
const result = await vc.verifyCredential({
  credential, documentLoader, now: new Date(instant),
  suite: new DataIntegrityProof({ cryptosuite }),
  checkStatus: async () => ({ verified: true }),
});
const said = error => [error?.message, ...(error?.errors ?? []).map(said)].filter(Boolean).join(' / ');
console.log(JSON.stringify({ verified: result.verified, error: said(result.error) }));
