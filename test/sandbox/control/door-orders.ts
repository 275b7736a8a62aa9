import type { CertificateKind } from '../front-doors/certificate-kinds.ts';
import { type Handshake, isWindows } from '../front-doors/door-settings.ts';
import type { Cut } from '../front-doors/odd-doors.ts';
import { type TlsSettings, tlsOf, type TlsVersion, WINDOWS } from '../front-doors/windows-tls.ts';
import { PROFILES, type ProfileName } from '../profiles/profiles.ts';
import type { Order } from './orders.ts';
import { refuseOthers } from './read-rule.ts';

const VERSIONS: readonly string[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] satisfies TlsVersion[];
const TLS: ReadonlySet<string> = new Set(['profile', 'minVersion', 'maxVersion', 'ciphers']);
const CERTIFICATE: ReadonlySet<string> = new Set(['kind', 'edition', 'needsSni']);
const HANDSHAKE: ReadonlySet<string> = new Set(['how', 'at']);
const DOOR: ReadonlySet<string> = new Set(['idleMs', 'idleEnds', 'strayContinue', 'bridge']);

/** Of a Windows, of the Windows under an Exchange, or that of this side's version. */
function profileNamed(name: unknown, own: ProfileName): TlsSettings {
  if (name === undefined) return tlsOf(own);
  if (typeof name === 'string' && isWindows(name)) return WINDOWS[name];
  if (typeof name === 'string' && Object.hasOwn(PROFILES, name)) return tlsOf(name as ProfileName);
  throw new RangeError(`'profile' is one of ${[...Object.keys(WINDOWS), ...Object.keys(PROFILES)].join(', ')}`);
}

/** What is left out is that of the profile, and without a profile that of the version. */
const setTls: Order = ({ side, door }, body) => {
  refuseOthers('TLS', body, TLS);
  const tls = { ...profileNamed(body['profile'], side.profile.name) };
  for (const name of ['minVersion', 'maxVersion'] as const) {
    if (body[name] === undefined) continue;
    if (!VERSIONS.includes(body[name] as string)) throw new RangeError(`'${name}' is one of ${VERSIONS.join(', ')}`);
    tls[name] = body[name] as TlsVersion;
  }
  const { ciphers = tls.ciphers } = body;
  if (typeof ciphers !== 'string' || !/^[\w-]+(?::[\w-]+)*$/.test(ciphers))
    throw new RangeError("'ciphers' are OpenSSL's names with colons between them");
  door.set({ tls: { ...tls, ciphers } });
};

const setCertificate: Order = ({ door }, body) => {
  refuseOthers('A certificate', body, CERTIFICATE);
  const { kind, edition = 1, needsSni = false } = body;
  door.set({
    certificate: kind as CertificateKind,
    edition: edition as number,
    needsSni: needsSni as boolean,
  });
};

const setHandshake: Order = ({ door }, body) => {
  refuseOthers('A handshake', body, HANDSHAKE);
  const { how, at = 'client-hello' } = body;
  door.set({ handshake: how as Handshake, cutAt: at as Cut });
};

const setDoor: Order = ({ door }, body) => {
  refuseOthers('A front door', body, DOOR);
  door.set(body);
};

/** Orders about the front door of a side; they count from the next connection on. */
export const DOOR_ORDERS: Readonly<Record<string, Order>> = {
  'GET /front-door': async ({ httpsUrl, door }) => {
    const { shown, bound } = await door.certificates();
    return {
      httpsUrl,
      settings: door.settings,
      certificate: shown.sha256,
      endPointHash: bound.endPointHash.toString('base64'),
      visits: door.visits.list,
    };
  },
  'POST /front-door': setDoor,
  'POST /tls': setTls,
  'POST /certificate': setCertificate,
  'POST /handshake': setHandshake,
};
