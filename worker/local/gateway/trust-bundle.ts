import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { StartError } from '../start-error.ts';

/**
 * Authorities that this computer trusts in addition to those of Node and the runtime: the operating system's, those of
 * NODE_EXTRA_CA_CERTS, and those in `files`. One PEM certificate each. Throws StartError for a file without any.
 */
export function trustedHere(files: readonly string[]): string[] {
  const own = [...getCACertificates('system'), ...getCACertificates('extra')];
  return [...new Set([...own, ...files.flatMap(certificatesIn)].map((pem) => pem.trim()))];
}

/** The certificates of a PEM file. Throws StartError where it can't be read or used. */
export function certificatesIn(file: string): string[] {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw unusable(file, code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
  const pems = splitPem(text);
  if (pems.length === 0)
    throw unusable(
      file,
      text.includes('PRIVATE KEY')
        ? 'it contains a private key, but no certificate'
        : 'it contains no PEM certificate, which is text that starts with -----BEGIN CERTIFICATE-----',
    );
  for (const [index, pem] of pems.entries())
    try {
      void new X509Certificate(pem);
    } catch {
      throw unusable(file, `certificate ${index + 1} in it is damaged`);
    }
  return pems;
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The certificates in a text, without the text between them. */
export function splitPem(text: string): string[] {
  const pems: string[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
    const end = text.indexOf(END, at);
    if (end < 0) break;
    pems.push(text.slice(at, end + END.length));
    at = end + END.length;
  }
  return pems;
}

function unusable(file: string, reason: string): StartError {
  return new StartError(
    `The certificates in ${file} cannot be used: ${reason}.\n` +
      'Use a PEM file with --ca. To convert a .cer or .der file: openssl x509 -inform der -in FILE -out FILE.pem',
  );
}
