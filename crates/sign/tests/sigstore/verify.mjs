// Verifies a keyless envelope with @sigstore/verify: one log entry, one SCT, one trusted time, one identity.
// Usage: node verify.mjs ENVELOPE TRUSTED_ROOT SUBJECT ISSUER
import { readFileSync } from 'node:fs';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

const [envelope, root, subjectAlternativeName, issuer] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const trust = toTrustMaterial(TrustedRoot.fromJSON(json(root)));
const verifier = new Verifier(trust, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 });
const signer = verifier.verify(toSignedEntity(bundleFromJSON(json(envelope))), {
  subjectAlternativeName: subjectAlternativeName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), extensions: { issuer },
});
console.log('OK', signer.identity.subjectAlternativeName, signer.identity.extensions.issuer);
