import type { ScriptId } from './script-facts.ts';

/** What a test of a connection looks at, in the order in which people read it. */
export const PROBE_CHECKS = [
  'name-resolution',
  'connection',
  'certificate',
  'tls',
  'sign-in-schemes',
  'sign-in',
  'version',
  'ews-access',
  'full-access',
  'impersonation',
  'subfolder',
  'export',
  'upload',
  'size-limit',
  'throttling',
  'clock',
  'mailbox-full',
  'largest-message',
] as const;
export type ProbeCheck = (typeof PROBE_CHECKS)[number];

/** `unknown`: it was not looked at, or the server does not tell. */
export const PROBE_STATES = ['ok', 'warning', 'failed', 'unknown'] as const;
export type ProbeState = (typeof PROBE_STATES)[number];

export const CHECK_TITLES: Readonly<Record<ProbeCheck, string>> = {
  'name-resolution': 'Name resolution',
  connection: 'Connection',
  certificate: 'Certificate',
  tls: 'TLS',
  'sign-in-schemes': 'Sign-in methods',
  'sign-in': 'Sign-in',
  version: 'Version',
  'ews-access': 'EWS access',
  'full-access': 'Full access',
  impersonation: 'Impersonation',
  subfolder: 'Folders of the mailbox',
  export: 'Export of items',
  upload: 'Upload of items',
  'size-limit': 'Size limit',
  throttling: 'Throttling',
  clock: 'Clock',
  'mailbox-full': 'Mailbox full',
  'largest-message': 'Largest message',
};

/** What a test found about one of these. `remedy` is null where there is nothing to do. */
export type Finding = {
  check: ProbeCheck;
  state: ProbeState;
  sentence: string;
  remedy: string | null;
  /** The script for the provider's administrator that fixes it. */
  scriptId?: ScriptId;
};

/** How a finding differs from that of the test before. */
export type FindingChange = {
  check: ProbeCheck;
  before: Pick<Finding, 'state' | 'sentence'>;
  after: Pick<Finding, 'state' | 'sentence'>;
};
