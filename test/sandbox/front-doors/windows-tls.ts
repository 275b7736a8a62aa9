import type { ProfileName } from '../profiles/profile.ts';

/**
 * Windows as a TLS server with an RSA certificate: versions, and cipher suites in the order in which it prefers them
 * (Microsoft's pages on Schannel's protocols and cipher suites, one for each version of Windows). OpenSSL passes over
 * those that it lacks, 3DES and RC4: servers that have nothing else are in odd-doors.ts.
 */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export type TlsSettings = {
  minVersion: TlsVersion;
  maxVersion: TlsVersion;
  /** OpenSSL's names, the preferred first. */
  ciphers: string;
  /** Server Name Indication: from IIS 8 on. */
  readsSni: boolean;
  /** Application-Layer Protocol Negotiation: from Windows 8.1 on. */
  hasAlpn: boolean;
};

const G = 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256';
const D = 'DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256';
const C = 'ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA';
const E = 'DHE-RSA-AES256-SHA:DHE-RSA-AES128-SHA';
const K = 'AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-SHA256:AES128-SHA256:AES256-SHA:AES128-SHA';
const DES3 = 'DES-CBC3-SHA';
const RC4 = 'RC4-SHA:RC4-MD5';
const TLS13 = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256';

const listed = (...groups: readonly string[]): string => groups.join(':');

const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1', readsSni: false, hasAlpn: false } as const;
const MIDDLE = { minVersion: 'TLSv1', maxVersion: 'TLSv1.2', readsSni: true, hasAlpn: true } as const;

/** As they come, without what someone may have switched on or off by hand. */
export const WINDOWS = {
  // AES by a hotfix; without it only RC4 and 3DES. The order is not proven.
  '2003': { ...OLD, ciphers: listed(RC4, DES3, 'AES128-SHA:AES256-SHA') },
  '2008': {
    ...OLD,
    ciphers: listed('AES128-SHA:AES256-SHA:RC4-SHA', DES3, 'ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:RC4-MD5'),
  },
  '2008 R2': { ...OLD, ciphers: listed(C, D, E, K, DES3, RC4) },
  // TLS 1.2 is there, but has to be switched on.
  '2008 R2 with TLS 1.2': { ...OLD, maxVersion: 'TLSv1.2', ciphers: listed(C, D, E, K, DES3, RC4) },
  '2012': { ...MIDDLE, hasAlpn: false, ciphers: listed(C, D, K, DES3, RC4) },
  '2012 R2': { ...MIDDLE, ciphers: listed(C, D, E, K, DES3, RC4) },
  '2016': { ...MIDDLE, ciphers: listed(G, D, C, E, K, DES3, RC4) },
  '2019': { ...MIDDLE, ciphers: listed(G, D, C, K, DES3) },
  '2022': { ...MIDDLE, maxVersion: 'TLSv1.3', ciphers: listed(TLS13, G, D, C, K, DES3) },
} as const satisfies Record<string, TlsSettings>;

export type WindowsVersion = keyof typeof WINDOWS;

/** From 2019 on Exchange's setup leaves TLS 1.2 and later, without 3DES and RC4. */
const afterSetup = (windows: TlsSettings): TlsSettings => ({
  ...windows,
  minVersion: 'TLSv1.2',
  ciphers: windows.ciphers.replace(`:${DES3}`, ''),
});

/** On which Windows each server runs, by the IIS that its profile names. Those that are no Exchange speak as today's. */
const EXCHANGE: Readonly<Record<ProfileName, TlsSettings>> = {
  Exchange2007_SP1: WINDOWS['2003'],
  Exchange2010_SP2: WINDOWS['2008 R2'],
  Exchange2010_SP3: WINDOWS['2008 R2'],
  Exchange2013: WINDOWS['2012 R2'],
  Exchange2016: WINDOWS['2016'],
  Exchange2019: afterSetup(WINDOWS['2019']),
  ExchangeSE: afterSetup(WINDOWS['2022']),
  OtherServer: afterSetup(WINDOWS['2022']),
  Grommunio: afterSetup(WINDOWS['2022']),
  WorkMail: afterSetup(WINDOWS['2022']),
};

export const tlsOf = (profile: ProfileName): TlsSettings => EXCHANGE[profile];
