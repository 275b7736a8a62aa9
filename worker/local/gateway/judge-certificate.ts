import type { LineFailure } from '../../lib/tls-facts.ts';
import type { Authorities, Shown } from './certificate-findings.ts';
import { findingsOf } from './certificate-findings.ts';
import { describeCertificate, fingerprint } from './describe-certificate.ts';

/**
 * Why a server must not get a password; undefined if it may. OpenSSL names only one fault of a chain; this checks issuer,
 * dates, name and strength itself, so that people see all faults together. It never accepts what OpenSSL refuses.
 */
export function judgeCertificate(shown: Shown, by: Authorities, now: Date): LineFailure | undefined {
  const leaf = shown.chain[0]!;
  const certificate = describeCertificate(leaf);
  if (shown.trusted !== undefined) {
    if (fingerprint(leaf) === shown.trusted) return undefined;
    const isGood = findingsOf(shown, by, now).length === 0;
    const besides = isGood ? ', although it would be trusted on its own' : '';
    return {
      code: 'certificate-changed',
      certificate,
      message: `${shown.host} presents a different certificate from the one that is trusted for it${besides}.`,
    };
  }
  const findings = findingsOf(shown, by, now);
  if (findings.length === 0) return undefined;
  const reasons = [...new Set(findings.map(({ reason }) => reason))];
  return {
    code: 'certificate-untrusted',
    reason: reasons[0]!,
    reasons,
    certificate,
    message: `The certificate of ${shown.host} ${inWords(findings.map(({ clause }) => clause))}.`,
  };
}

function inWords(clauses: readonly string[]): string {
  if (clauses.length < 2) return clauses.join('');
  return `${clauses.slice(0, -1).join(', ')}, and ${clauses.at(-1)}`;
}
