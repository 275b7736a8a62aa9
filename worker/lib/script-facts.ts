/** The versions of Exchange whose management shells differ; oldest first. `2010` is that before Service Pack 2. */
export const EXCHANGE_VERSIONS = ['2007', '2010', '2010-sp2', '2013', '2016', '2019', 'se'] as const;
export type ExchangeVersion = (typeof EXCHANGE_VERSIONS)[number];

export const EXCHANGE_VERSION_NAMES: Readonly<Record<ExchangeVersion, string>> = {
  '2007': 'Exchange 2007',
  '2010': 'Exchange 2010 before SP2',
  '2010-sp2': 'Exchange 2010 SP2 and later',
  '2013': 'Exchange 2013',
  '2016': 'Exchange 2016',
  '2019': 'Exchange 2019',
  se: 'Exchange Subscription Edition',
};

export const SCRIPT_SIDES = ['source', 'destination'] as const;
export type ScriptSide = (typeof SCRIPT_SIDES)[number];

/** Every script for the administrator of a provider; each that changes something is followed by its clean-up. */
export const SCRIPT_IDS = [
  'full-access',
  'full-access-undo',
  'impersonation',
  'impersonation-undo',
  'ews-access',
  'ews-access-undo',
  'throttling',
  'throttling-undo',
  'size-limits',
  'size-limits-undo',
  'export-mailboxes',
  'inventory',
  'create-mailboxes',
  'create-mailboxes-undo',
  'forwarding',
  'forwarding-undo',
  'x500',
  'x500-undo',
] as const;
export type ScriptId = (typeof SCRIPT_IDS)[number];

/** The clean-up of each script that changes something. */
const UNDO_OF = {
  'full-access': 'full-access-undo',
  impersonation: 'impersonation-undo',
  'ews-access': 'ews-access-undo',
  throttling: 'throttling-undo',
  'size-limits': 'size-limits-undo',
  'create-mailboxes': 'create-mailboxes-undo',
  forwarding: 'forwarding-undo',
  x500: 'x500-undo',
} as const satisfies Partial<Record<ScriptId, ScriptId>>;

type ScriptFacts = {
  title: string;
  /** What it is for, in one sentence. */
  purpose: string;
  sides: readonly ScriptSide[];
  /** The oldest version that it exists for. */
  since: ExchangeVersion;
};

const BOTH = SCRIPT_SIDES;
const SOURCE = ['source'] as const;
const DESTINATION = ['destination'] as const;

/** What each script is for, and where it can run. */
export const SCRIPTS: Readonly<Record<ScriptId, ScriptFacts>> = {
  'full-access': {
    title: 'Grant full access',
    purpose: 'Lets the migration account open every mailbox of the project, with all of its folders.',
    sides: BOTH,
    since: '2007',
  },
  'full-access-undo': {
    title: 'Remove full access',
    purpose: 'Removes exactly the grants that “Grant full access” added.',
    sides: BOTH,
    since: '2007',
  },
  impersonation: {
    title: 'Grant impersonation',
    purpose: 'Lets the migration account act as the owners of the project’s mailboxes, and of no others.',
    sides: BOTH,
    since: '2007',
  },
  'impersonation-undo': {
    title: 'Remove impersonation',
    purpose: 'Removes the assignment, and then the scope, that “Grant impersonation” added.',
    sides: BOTH,
    since: '2007',
  },
  'ews-access': {
    title: 'Allow EWS',
    purpose: 'Turns EWS on for the project’s mailboxes, and adds Mailferry to a list of allowed programs that exists.',
    sides: BOTH,
    since: '2010',
  },
  'ews-access-undo': {
    title: 'Restore EWS settings',
    purpose: 'Restores the EWS settings that “Allow EWS” changed.',
    sides: BOTH,
    since: '2010',
  },
  throttling: {
    title: 'Raise throttling limits',
    purpose: 'Gives the migration account a throttling policy of its own. The default policy stays as it is.',
    sides: BOTH,
    since: '2010',
  },
  'throttling-undo': {
    title: 'Restore throttling limits',
    purpose: 'Gives the migration account its old policy back, then removes the one that was added.',
    sides: BOTH,
    since: '2010',
  },
  'size-limits': {
    title: 'Raise size limits',
    purpose: 'Lets EWS take and give items larger than the server’s usual limit.',
    sides: BOTH,
    since: '2007',
  },
  'size-limits-undo': {
    title: 'Restore size limits',
    purpose: 'Restores the limits that “Raise size limits” changed.',
    sides: BOTH,
    since: '2007',
  },
  'export-mailboxes': {
    title: 'Export the mailbox list',
    purpose: 'Writes all mailboxes to a CSV file with their addresses and X500 names. It changes nothing.',
    sides: BOTH,
    since: '2007',
  },
  inventory: {
    title: 'Count items and sizes',
    purpose: 'Writes items and bytes of all mailboxes to a CSV file. It changes nothing.',
    sides: BOTH,
    since: '2007',
  },
  'create-mailboxes': {
    title: 'Create mailboxes',
    purpose: 'Creates the destination mailboxes of the project that do not exist yet.',
    sides: DESTINATION,
    since: '2013',
  },
  'create-mailboxes-undo': {
    title: 'Remove created mailboxes',
    purpose: 'Removes the mailboxes that “Create mailboxes” created, as far as they are still empty.',
    sides: DESTINATION,
    since: '2013',
  },
  forwarding: {
    title: 'Forward mail',
    purpose: 'Forwards new mail to the new mailboxes until the MX records have changed, without a copy.',
    sides: SOURCE,
    since: '2007',
  },
  'forwarding-undo': {
    title: 'Restore forwarding',
    purpose: 'Restores the forwarding that each mailbox had before, and removes the contacts that were added.',
    sides: SOURCE,
    since: '2007',
  },
  x500: {
    title: 'Add X500 addresses',
    purpose: 'Lets people answer old messages: adds each mailbox’s old internal name as an X500 address.',
    sides: DESTINATION,
    since: '2007',
  },
  'x500-undo': {
    title: 'Remove X500 addresses',
    purpose: 'Removes exactly the X500 addresses that “Add X500 addresses” added.',
    sides: DESTINATION,
    since: '2007',
  },
};

/** Scripts that grant something to the migration account. */
export const FOR_ACCOUNT: readonly ScriptId[] = ['full-access', 'impersonation', 'throttling'];

/** Scripts that work on the project’s mailboxes, or on all of the domains. */
export const WITH_SCOPE: readonly ScriptId[] = ['full-access', 'impersonation', 'ews-access', 'inventory'];

/** True when `version` is `since` or newer. */
export function isFrom(version: ExchangeVersion, since: ExchangeVersion): boolean {
  return EXCHANGE_VERSIONS.indexOf(version) >= EXCHANGE_VERSIONS.indexOf(since);
}

/** The versions for which a script exists. */
export function versionsOf(id: ScriptId): ExchangeVersion[] {
  return EXCHANGE_VERSIONS.filter((version) => isFrom(version, SCRIPTS[id].since));
}

/** The scripts that exist for a version. */
export function scriptsFor(version: ExchangeVersion): ScriptId[] {
  return SCRIPT_IDS.filter((id) => isFrom(version, SCRIPTS[id].since));
}

/** The clean-up of a script; undefined where it changes nothing, or is one itself. */
export function undoOf(id: ScriptId): ScriptId | undefined {
  return Object.hasOwn(UNDO_OF, id) ? UNDO_OF[id as keyof typeof UNDO_OF] : undefined;
}

/** Whether a script changes something at the server. */
export function changesServer(id: ScriptId): boolean {
  return id !== 'export-mailboxes' && id !== 'inventory';
}

/**
 * The version by what a test of the connection saw, such as `Exchange2010_SP2 14.2.247.0`. Undefined where it saw none, or
 * a server that is not Exchange 2007 to SE.
 */
export function exchangeVersionOf(seen: string | null): ExchangeVersion | undefined {
  const match = /^Exchange(2007|2010|2013|2016|2019|SE)(?:_SP(\d))?(?: |$)/.exec(seen ?? '');
  if (!match) return undefined;
  const [, name = '', pack = '0'] = match;
  if (name === '2010') return Number(pack) >= 2 ? '2010-sp2' : '2010';
  return EXCHANGE_VERSIONS.find((version) => version === name.toLowerCase());
}
