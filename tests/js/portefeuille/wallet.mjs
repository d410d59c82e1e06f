// A wallet and a verifier. node wallet.mjs take OFFER PIN → the credential ; node wallet.mjs show CREDENTIAL CLAIM… → what a
// verifier is shown, after it fetched the issuer's key and the status list itself.
import { createHash, generateKeyPairSync, randomBytes, createPublicKey, sign, verify } from 'node:crypto';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2';
import { digest } from '@sd-jwt/crypto-nodejs';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

setGlobalConfig({ allowInsecureUrls: true }); // the loopback only
const json = async (url) => (await fetch(url)).json();
const b64 = (value) => Buffer.from(value).toString('base64url');
const p1363 = { dsaEncoding: 'ieee-p1363' };

async function take(offer, txCode) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = publicKey.export({ format: 'jwk' });
  const callbacks = {
    fetch, clientAuthentication: clientAuthenticationAnonymous(),
    hash: (data, algorithm) => createHash(algorithm.replaceAll('-', '').toLowerCase()).update(data).digest(),
    generateRandom: (count) => randomBytes(count),
    signJwt: async (signer, { header, payload }) => {
      const text = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(payload))}`;
      return { jwt: `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, ...p1363 }).toString('base64url')}`, signerJwk: publicJwk };
    },
    verifyJwt: async () => ({ verified: false }), decryptJwe: async () => ({ decrypted: false }), encryptJwe: async () => { throw new Error('no'); },
  };
  const client = new Openid4vciClient({ callbacks });
  const credentialOffer = await client.resolveCredentialOffer(offer);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, signer: { method: 'jwk', publicJwk, alg: 'ES256' },
  });
  const { credentialResponse } = await client.retrieveCredentials({
    issuerMetadata, credentialConfigurationId, accessToken: accessTokenResponse.access_token, proofs: { jwt: [jwt] },
  });
  return { credential: credentialResponse.credentials[0].credential };
}

async function show(credential, claims) {
  const { iss } = JSON.parse(Buffer.from(credential.split('.')[1], 'base64url'));
  const { jwks } = await json(`${iss}/.well-known/jwt-vc-issuer`);
  const key = createPublicKey({ key: jwks.keys[0], format: 'jwk' });
  const sdjwt = new SDJwtVcInstance({
    hasher: digest, hashAlg: 'sha-256', saltGenerator: async () => randomBytes(16).toString('base64url'),
    verifier: async (data, signature) => verify('sha256', Buffer.from(data), { key, ...p1363 }, Buffer.from(signature, 'base64url')),
    statusListFetcher: async (uri) => (await fetch(uri)).text(),
  });
  const frame = claims.reduce((told, name) => {
    const path = name.split('/');
    path.slice(0, -1).reduce((node, part) => (node[part] ??= {}), told)[path.at(-1)] = true;
    return told;
  }, {});
  const presented = await sdjwt.present(credential, frame);
  const { payload } = await sdjwt.verify(presented);
  return { payload };
}

const [what, ...given] = process.argv.slice(2);
const done = what === 'take' ? take(given[0], given[1]) : show(given[0], given.slice(1));
done.then((told) => console.log(JSON.stringify(told)), (error) => console.log(JSON.stringify({ error: String(error.message ?? error) })));
