import type { ProfileName } from '../profiles/profile.ts';
import { CERTIFICATE_KINDS, type CertificateKind } from './certificate-kinds.ts';
import { type Cut, CUTS, LIMITED_SERVERS, type LimitedServer } from './odd-doors.ts';
import { tlsOf, type TlsSettings, WINDOWS, type WindowsVersion } from './windows-tls.ts';

/** How a front door meets a handshake: it does it (`none`), or one of these. */
export type Handshake = 'none' | 'hang' | 'cut' | 'plain-http' | 'client-certificate' | LimitedServer;
const HANDSHAKES: readonly Handshake[] = [
  'none',
  'hang',
  'cut',
  'plain-http',
  'client-certificate',
  ...LIMITED_SERVERS,
];

/** All that may be changed while a front door is open; it counts from the next connection on. */
export type DoorSettings = {
  tls: TlsSettings;
  certificate: CertificateKind;
  /** Of certificates of one kind: a renewed one has another number. */
  edition: number;
  /** The certificate is shown to those alone who name its host by SNI, others see `wrong-name`. From IIS 8 on. */
  needsSni: boolean;
  handshake: Handshake;
  cutAt: Cut;
  /** Connections without a byte in either direction for so long are ended by a load balancer. 0: by IIS alone, after 120 s. */
  idleMs: number;
  idleEnds: 'close' | 'reset';
  /** `100 Continue` before every answer, though nobody asked for it (IIS 6, KB898708). */
  strayContinue: boolean;
  /**
   * What stands in front of Exchange decrypts, and encrypts again to an Exchange that has another certificate: it shows
   * its own, and Exchange binds to the other.
   */
  bridge: boolean;
};

export const defaultsOf = (profile: ProfileName | WindowsVersion): DoorSettings => ({
  tls: isWindows(profile) ? WINDOWS[profile] : tlsOf(profile),
  certificate: 'good',
  edition: 1,
  needsSni: false,
  handshake: 'none',
  cutAt: 'client-hello',
  idleMs: 0,
  idleEnds: 'close',
  strayContinue: false,
  bridge: false,
});

export const isWindows = (name: string): name is WindowsVersion => Object.hasOwn(WINDOWS, name);

const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  certificate: CERTIFICATE_KINDS,
  handshake: HANDSHAKES,
  cutAt: CUTS,
  idleEnds: ['close', 'reset'],
  needsSni: [true, false],
  strayContinue: [true, false],
  bridge: [true, false],
};

/** Throws RangeError for values that mean nothing. */
export function checkSettings(settings: Partial<DoorSettings>): void {
  for (const [name, value] of Object.entries(settings)) {
    const list = LISTS[name];
    if (list && !list.includes(value))
      throw new RangeError(`'${name}' is one of ${list.join(', ')}, not ${JSON.stringify(value)}`);
    if ((name === 'idleMs' || name === 'edition') && !(typeof value === 'number' && value >= 0))
      throw new RangeError(`'${name}' is a number`);
  }
}
