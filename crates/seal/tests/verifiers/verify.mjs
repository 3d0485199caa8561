// Verifies the envelopes of an unpacked bundle with @sigstore/verify in key mode, then their subjects.
// Usage: node verify.mjs FOLDER KEY.pub
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

const [folder, keyFile] = process.argv.slice(2);
const key = createPublicKey(readFileSync(keyFile));
const hint = createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('base64');
const noRoot = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const trust = toTrustMaterial(noRoot, (wanted) => {
  if (wanted !== hint) throw new Error(`unknown key ${wanted}`);
  return { publicKey: key, validFor: () => true };
});
const verifier = new Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
for (const name of ['evidence', 'test-result']) {
  const file = join(folder, `attestations/${name}.sigstore.json`);
  const bundle = bundleFromJSON(JSON.parse(readFileSync(file, 'utf8')));
  verifier.verify(toSignedEntity(bundle));
  const envelope = bundle.content.dsseEnvelope;
  if (envelope.payloadType !== 'application/vnd.in-toto+json') throw new Error(`payload type ${envelope.payloadType}`);
  const statement = JSON.parse(envelope.payload.toString('utf8'));
  for (const { name, digest } of statement.subject) {
    const found = createHash('sha256').update(readFileSync(join(folder, name))).digest('hex');
    if (found !== digest.sha256) throw new Error(`${name} is not the signed one`);
  }
  console.log('OK', statement.predicateType);
}
