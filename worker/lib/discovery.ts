/** How an Exchange server was found: by one of the two services of autodiscover, or at a conventional address. */
export const FOUND_BY = ['soap', 'pox', 'convention'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** What a search asks: the two services, http for a reference elsewhere, DNS, and an EWS address itself. */
export const ASKED = ['soap', 'pox', 'http', 'dns', 'ews'] as const;
export type Asked = (typeof ASKED)[number];

/** What came of asking one of them. */
export const OUTCOMES = [
  'found',
  'referred',
  'asks-sign-in',
  'needs-consent',
  'sign-in-refused',
  'no-common-sign-in',
  'unknown-mailbox',
  'no-usable-address',
  'not-here',
  'silent',
  'not-followed',
  'exchange-online',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why a search ended without a server. */
export type DiscoveryFailure =
  | 'exchange-online'
  | 'needs-consent'
  | 'sign-in-refused'
  | 'no-common-sign-in'
  | 'oauth-only'
  | 'unknown-mailbox'
  | 'too-many-references'
  | 'circle'
  | 'no-usable-address'
  | 'needs-sign-in'
  | 'out-of-time'
  | 'not-found';
