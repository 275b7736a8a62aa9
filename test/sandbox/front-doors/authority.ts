import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type KeyName, openKeys, writeWhole } from './keys.ts';

export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384';

export type CertificateOptions = {
  /** The first is the subject's common name; all are in the list of names. */
  names: readonly string[];
  /** Addresses, in the list of names. */
  ips?: readonly string[];
  notBefore: Date;
  notAfter: Date;
  /** Of the signature. Default SHA-256. */
  hash?: Hash;
  /** Of the RSA key. Default 2048. */
  bits?: 1024 | 2048;
  /** `stranger`: an unknown root. Default the intermediate. */
  issuer?: 'intermediate' | 'root' | 'self' | 'stranger';
  /** Where the issuer's certificate is to be had (Authority Information Access). */
  aia?: string;
  /** Of certificates that say the same, another one. Default 1. */
  edition?: number;
};

export type IssuedCertificate = {
  /** PKCS #8, PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** PEM of who signed it, from the nearest to the root. None where it signed itself. */
  issuers: readonly string[];
  /** Of the DER, in small hexadecimal digits. */
  sha256: string;
  /** The bytes of `tls-server-end-point` (RFC 5929 4.1). */
  endPointHash: Buffer;
};

export type Authority = {
  /** PEM of what clients have to trust. */
  root: string;
  /** PEM. */
  intermediate: string;
  /** When it was made. Certificates that are dated from here stay the same over restarts. */
  since: Date;
  /** The same certificate for the same options, to the byte. */
  certificateFor(options: CertificateOptions): Promise<IssuedCertificate>;
};

type Issuer = { name: string; key: KeyName; certs: readonly string[] };

const DAY_MS = 86_400_000;
const YEARS_20 = 20 * 365 * DAY_MS;
const ROOT = 'CN=Sandbox Root CA, O=Mailferry Sandbox';
const INTERMEDIATE = 'CN=Sandbox Issuing CA, O=Mailferry Sandbox';
const STRANGER = 'CN=Unknown Root CA, O=Elsewhere';
const CA_USAGES = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
// RSA key exchange enciphers with the key, the others sign with it.
const SERVER_USAGES = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;

async function signingKey(pem: string, hash: Hash): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', der, { name: 'RSASSA-PKCS1-v1_5', hash }, true, ['sign']);
}

async function publicKey(pem: string): Promise<CryptoKey> {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return crypto.subtle.importKey('spki', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['verify']);
}

type Words = {
  subject: string;
  issuer: string;
  subjectKey: string;
  issuerKey: string;
  notBefore: Date;
  notAfter: Date;
  hash: Hash;
  edition: number;
  extensions: Extension[];
};

/** PEM. The serial number is made of what the certificate says, so that the same words give the same bytes. */
async function sign(words: Words): Promise<string> {
  const { subject, issuer, notBefore, notAfter, hash, edition, extensions } = words;
  const own = await publicKey(words.subjectKey);
  const told = extensions.map(({ rawData }) => Buffer.from(rawData).toString('hex'));
  const serial = createHash('sha256')
    .update(JSON.stringify([subject, issuer, notBefore, notAfter, hash, edition, told]))
    .digest('hex');
  const certificate = await X509CertificateGenerator.create({
    // Positive, and without a leading zero.
    serialNumber: `4d${serial.slice(0, 30)}`,
    subject,
    issuer,
    notBefore,
    notAfter,
    publicKey: own,
    signingKey: await signingKey(words.issuerKey, hash),
    signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash } as Algorithm,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(own),
      await AuthorityKeyIdentifierExtension.create(await publicKey(words.issuerKey)),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/**
 * Opens the certificate authority of a sandbox: a root and an intermediate, made once and kept in the folder as PEM
 * (`root.pem`, `intermediate.pem` and the keys). Without a folder it lasts as long as the process. `now`: when it is
 * made, if it is not there yet.
 */
export async function openAuthority({ folder, now }: { folder?: string; now: Date }): Promise<Authority> {
  const keys = openKeys(folder);
  const kept = folder === undefined ? undefined : join(folder, 'root.pem');
  const since =
    kept !== undefined && existsSync(kept)
      ? new Date(new X509Certificate(readFileSync(kept)).validFrom)
      : new Date(Math.floor(now.getTime() / 1000) * 1000 - DAY_MS);
  const signAuthority = async (subject: string, key: KeyName, issuer: string, by: KeyName, depth: number) =>
    sign({
      subject,
      issuer,
      subjectKey: await keys(key),
      issuerKey: await keys(by),
      notBefore: since,
      notAfter: new Date(since.getTime() + YEARS_20),
      hash: 'SHA-256',
      edition: 1,
      extensions: [new BasicConstraintsExtension(true, depth, true), new KeyUsagesExtension(CA_USAGES, true)],
    });
  const root = await signAuthority(ROOT, 'root', ROOT, 'root', 1);
  const intermediate = await signAuthority(INTERMEDIATE, 'intermediate', ROOT, 'root', 0);
  if (folder !== undefined && kept !== undefined && !existsSync(kept)) {
    writeWhole(join(folder, 'intermediate.pem'), intermediate);
    writeWhole(kept, root);
  }

  const issuerOf = async (by: CertificateOptions['issuer'] = 'intermediate'): Promise<Issuer | undefined> => {
    if (by === 'self') return undefined;
    if (by === 'root') return { name: ROOT, key: 'root', certs: [root] };
    if (by === 'intermediate') return { name: INTERMEDIATE, key: 'intermediate', certs: [intermediate, root] };
    return {
      name: STRANGER,
      key: 'stranger',
      certs: [await signAuthority(STRANGER, 'stranger', STRANGER, 'stranger', 1)],
    };
  };

  const issue = async (options: CertificateOptions): Promise<IssuedCertificate> => {
    const { names, ips = [], notBefore, notAfter, hash = 'SHA-256', bits = 2048, aia, edition = 1 } = options;
    const issuer = await issuerOf(options.issuer);
    const subject = `CN=${names[0] ?? 'localhost'}`;
    const subjectKey = await keys(`server-${bits}`);
    const cert = await sign({
      subject,
      issuer: issuer?.name ?? subject,
      subjectKey,
      issuerKey: issuer ? await keys(issuer.key) : subjectKey,
      notBefore,
      notAfter,
      hash,
      edition,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(SERVER_USAGES, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...names.map((value) => ({ type: 'dns' as const, value })),
          ...ips.map((value) => ({ type: 'ip' as const, value })),
        ]),
        ...(aia === undefined ? [] : [new AuthorityInfoAccessExtension({ caIssuers: aia })]),
      ],
    });
    const der = new X509Certificate(cert).raw;
    return {
      key: subjectKey,
      cert,
      issuers: issuer?.certs ?? [],
      sha256: createHash('sha256').update(der).digest('hex'),
      endPointHash: endPointHash(der, hash),
    };
  };

  const issued = new Map<string, Promise<IssuedCertificate>>();
  return {
    root,
    intermediate,
    since,
    certificateFor: (options) => {
      const words = JSON.stringify(options);
      const certificate = issued.get(words) ?? issue(options);
      issued.set(words, certificate);
      return certificate;
    },
  };
}

/** RFC 5929 4.1: the hash of the certificate's signature, but SHA-256 for MD5 and SHA-1. */
const endPointHash = (der: Uint8Array, hash: Hash): Buffer =>
  createHash(hash === 'SHA-384' ? 'sha384' : 'sha256')
    .update(der)
    .digest();
