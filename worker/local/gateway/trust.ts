import { X509Certificate, createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { attributeOf } from './describe-certificate.ts';
import type { Authorities } from './certificate-findings.ts';
import { contextFor } from './tls-options.ts';

/** Whom the gateway trusts, ready for connections. */
export type Trust = Authorities & { modern: SecureContext; old: SecureContext };

/** Trusts Node's authorities and `pems`: one PEM certificate each. */
export function trustOf(pems: readonly string[]): Trust {
  const all = [...new Set([...rootCertificates, ...pems.map((pem) => pem.trim())])];
  const keys = new Set<string>();
  const organisations = new Set<string>();
  for (const pem of all) {
    const certificate = new X509Certificate(pem);
    const key = keyOf(certificate);
    if (key !== undefined) keys.add(key);
    const organisation = attributeOf(certificate.subject, 'O');
    if (organisation !== undefined) organisations.add(organisation);
  }
  return {
    isTrusted: (certificate) => keys.has(keyOf(certificate) ?? ''),
    organisations,
    modern: contextFor('modern', all),
    old: contextFor('old', all),
  };
}

/** The same for every certificate of one name and key; undefined for a kind of key that Node does not know. */
function keyOf(certificate: X509Certificate): string | undefined {
  try {
    const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256')
      .update(certificate.subject ?? '')
      .update('\0')
      .update(key)
      .digest('base64');
  } catch {
    return undefined;
  }
}
