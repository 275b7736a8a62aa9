import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { der, integer, oid, sequence, text, time } from './der.ts';

/** What a server shows: a good certificate of the sandbox's authority, or one that a client must not take. */
export type CertificateKind = 'good' | 'self-signed' | 'expired' | 'wrong-host';

/** PEM, as node:tls takes it. */
export type Pem = { key: string; cert: string };

type Issuer = { name: string; key: KeyObject };

const DAY_MS = 86_400_000;
const SIGNED_BY = sequence(oid('1.2.840.10045.4.3.2'));

const nameOf = (common: string): Buffer => sequence(der(0x31, sequence(oid('2.5.4.3'), text(common))));

const extension = (id: string, isCritical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(isCritical ? [der(0x01, Buffer.from([255]))] : []), der(0x04, value));

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
  );
  return extension('2.5.29.17', false, sequence(...names));
}

/** An X.509 certificate over P-256 (RFC 5280), good for `days` from the day before `fromMs`. */
function certificate(
  subject: string,
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  issuer: Issuer,
  extensions: readonly Buffer[],
  fromMs: number,
  days: number,
): Pem {
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    SIGNED_BY,
    nameOf(issuer.name),
    sequence(time(fromMs - DAY_MS), time(fromMs + (days - 1) * DAY_MS)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, issuer.key);
  const whole = sequence(content, SIGNED_BY, der(0x03, Buffer.from([0]), signature));
  const lines = whole
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd();
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

const newKeys = (): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

/** One that signs certificates; clients that trust `cert` take what it signed. */
export class Authority {
  readonly cert: string;
  readonly #issuer: Issuer;
  readonly #nowMs: number;

  constructor(nowMs: number) {
    const keys = newKeys();
    this.#nowMs = nowMs;
    this.#issuer = { name: 'Sandbox authority', key: keys.privateKey };
    const isAuthority = extension('2.5.29.19', true, sequence(der(0x01, Buffer.from([255]))));
    this.cert = certificate(this.#issuer.name, keys, this.#issuer, [isAuthority], nowMs, 3650).cert;
  }

  /** A certificate for these hosts, or one that is wrong for them. */
  issue(kind: CertificateKind, hosts: readonly string[]): Pem {
    const keys = newKeys();
    const subject = hosts[0] ?? 'localhost';
    const issuer = kind === 'self-signed' ? { name: subject, key: keys.privateKey } : this.#issuer;
    const names = kind === 'wrong-host' ? ['mail.elsewhere.example'] : hosts;
    const fromMs = kind === 'expired' ? this.#nowMs - 400 * DAY_MS : this.#nowMs;
    return certificate(subject, keys, issuer, [alternativeNames(names)], fromMs, 365);
  }
}
