// Fulcio, Rekor v1 and GitHub's token service on loopback: the first two by @sigstore/mock, with the differences from the
// real services put right. Prints one line of JSON and ends with its standard input.
//   - Fulcio checks the proof of possession.
//   - Rekor checks the envelope's signature, and stores digests instead of echoing what was proposed.
//   - Rekor writes the certificate's PEM anew, as OpenSSL does.
//   - pkijs is pinned in package.json: others write an SCT that no verifier can read, or none.
import { createHash, createPublicKey, generateKeyPairSync, randomInt, verify, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import mock from '@sigstore/mock';

const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const spki = (key) => key.export({ type: 'spki', format: 'der' }).toString('base64');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const [caKeys, logKeys] = [keys(), keys()];
const ctlog = await mock.initializeCTLog(caKeys);
const ca = await mock.initializeCA(caKeys, ctlog);
const fulcio = mock.fulcioHandler(ca, { strict: true });
const log = await mock.initializeTLog('https://rekor.sigstore.dev', logKeys);
const bearer = `bearer-${randomInt(1e9)}`;
const stored = new Map();
let lose = false;
let early = false;

const pae = (type, body) => Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${body.length} `), body]);
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

async function certify(body) {
  const asked = JSON.parse(body);
  const { publicKey, proofOfPossession } = asked.publicKeyRequest;
  const name = Buffer.from(claims(asked.credentials.oidcIdentityToken).sub);
  const proven = verify('sha256', name, createPublicKey(publicKey.content), Buffer.from(proofOfPossession, 'base64'));
  if (!proven) return { statusCode: 400, response: 'the proof of possession does not fit' };
  return early ? anHourAgo(() => fulcio.fn(body)) : fulcio.fn(body);
}

// A test can ask for certificates that begin, and so end, before the log stamps what they sign.
const Now = Date;
async function anHourAgo(work) {
  globalThis.Date = class extends Now {
    constructor(...given) { given.length ? super(...given) : super(Now.now() - 3600e3); }
    static now() { return Now.now() - 3600e3; }
  };
  try { return await work(); } finally { globalThis.Date = Now; }
}

async function enter(body) {
  const { kind, apiVersion, spec } = JSON.parse(body);
  const text = spec.proposedContent.envelope;
  const envelope = JSON.parse(text);
  const payload = Buffer.from(envelope.payload, 'base64');
  const certificate = new X509Certificate(Buffer.from(spec.proposedContent.verifiers[0], 'base64'));
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64');
  if (kind !== 'dsse' || apiVersion !== '0.0.1' || !verify('sha256', pae(envelope.payloadType, payload), certificate.publicKey, signature)) {
    return { statusCode: 400, response: 'the signature does not fit' };
  }
  const id = sha256(body);
  if (stored.has(id)) return { statusCode: 409, response: '{"code":409}', location: `/api/v1/log/entries/${id}` };
  const entry = await log.log({
    apiVersion,
    kind,
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256(text) },
      payloadHash: { algorithm: 'sha256', value: sha256(payload) },
      signatures: [{ signature: envelope.signatures[0].sig, verifier: Buffer.from(certificate.toString()).toString('base64') }],
    },
  });
  stored.set(id, JSON.stringify(entry));
  // A test can ask for a first reply that is lost on the way.
  if (lose) { lose = false; return { statusCode: 503, response: 'try again' }; }
  return { statusCode: 201, response: stored.get(id) };
}

const b64 = (value) => Buffer.from(value).toString('base64url');
const token = (host) => `${b64('{"alg":"none"}')}.${b64(JSON.stringify({
  iss: 'https://token.actions.githubusercontent.com', aud: 'sigstore',
  sub: `https://github.com/${host}/.github/workflows/nightly.yml@refs/heads/main`,
}))}.${b64('none')}`;

async function answer(request, body) {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/token') {
    const allowed = request.headers.authorization === `bearer ${bearer}` && url.searchParams.get('audience') === 'sigstore';
    return allowed ? { statusCode: 200, response: JSON.stringify({ value: token(url.searchParams.get('who')) }) } : { statusCode: 401, response: `no: ${request.headers.authorization}` };
  }
  if (url.pathname === '/early') { early = true; return { statusCode: 200, response: '' }; }
  if (url.pathname === '/lose') { lose = true; return { statusCode: 200, response: '' }; }
  if (url.pathname === '/api/v2/signingCert') return certify(body);
  if (url.pathname === '/api/v1/log/entries') return enter(body);
  const entry = stored.get(url.pathname.split('/').pop());
  return entry ? { statusCode: 200, response: entry } : { statusCode: 404, response: 'nothing here' };
}

const server = createServer((request, reply) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const { statusCode, response, location } = await answer(request, Buffer.concat(parts).toString()).catch((error) => ({ statusCode: 500, response: `${error}` }));
    reply.writeHead(statusCode, { 'content-type': 'application/json', ...(location && { location }) });
    reply.end(response);
  });
});

const start = new Date(Date.now() - 3600e3).toISOString();
const validFor = { start };
const logOf = (name, keyId, rawBytes) => ({
  baseUrl: `https://${name}.sigstore.dev`, hashAlgorithm: 'SHA2_256', logId: { keyId },
  publicKey: { rawBytes, keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
});
const logKey = spki(logKeys.publicKey);
const trustedRoot = {
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  certificateAuthorities: [{
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' }, uri: 'https://fulcio.sigstore.dev', validFor,
    certChain: { certificates: [{ rawBytes: Buffer.from(ca.rootCertificate).toString('base64') }] },
  }],
  tlogs: [logOf('rekor', createHash('sha256').update(Buffer.from(logKey, 'base64')).digest('base64'), logKey)],
  ctlogs: [logOf('ctfe', Buffer.from(ctlog.logID).toString('base64'), Buffer.from(ctlog.publicKey).toString('base64'))],
  timestampAuthorities: [],
};
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, bearer, trustedRoot }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
