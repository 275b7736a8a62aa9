import type { Recipient } from './recipient.ts';

/** What an administrator set up counts from `from` on until `until`; ms of the side's clock. */
export type Lasting = { from: number; until: number };

/** Of Add-MailboxPermission: where an entry counts. Only `All` and `Descendents` reach the folders of a mailbox. */
export type Inheritance = 'None' | 'All' | 'Children' | 'Descendents' | 'SelfAndChildren';

/** One entry of a mailbox's access list. */
export type MailboxEntry = Lasting & {
  mailbox: number;
  /** Name of an account or a group, in small letters. */
  user: string;
  rights: readonly string[];
  isDeny: boolean;
  inheritance: Inheritance;
};

/**
 * One entry of the access list of an object of the configuration: a server, a mailbox database, or the organisation,
 * from which both inherit.
 */
export type ObjectEntry = Lasting & { object: string; user: string; right: string; isDeny: boolean };

export type Scope = { name: string; filter?: string; root?: string };

export type RoleAssignment = Lasting & {
  name: string;
  role: string;
  assignee: string;
  scope?: string;
  unit?: string;
};

/** Members are accounts and groups, by name in small letters. */
export type Group = { name: string; members: Set<string> };

export type EwsSwitches = {
  ewsEnabled?: boolean;
  policy?: 'EnforceAllowList' | 'EnforceBlockList';
  /** Patterns of user agents; `*` stands for anything. */
  allow: string[];
  block: string[];
};

export type RemoteDomain = { name: string; domain: string; autoForwards: boolean };

/** A throttling policy as it was written: values by the parameter's name; a value that is `null` has no limit. */
export type ThrottlingPolicy = { name: string; values: Record<string, number | null> };

/** The directory of one side: who is there, what he may do, and how the servers are set up. */
export type Organisation = {
  /** How much later than its order a change of rights counts, as servers read the directory now and then. Default 0. */
  effectAfterMs: number;
  recipients: Map<string, Recipient>;
  groups: Map<string, Group>;
  mailboxEntries: MailboxEntry[];
  objectEntries: ObjectEntry[];
  scopes: Map<string, Scope>;
  assignments: RoleAssignment[];
  ews: EwsSwitches;
  policies: Map<string, ThrottlingPolicy>;
  /** Names of policies by account, in small letters. */
  policyOf: Map<string, string>;
  remoteDomains: RemoteDomain[];
  /** Hosted servers keep several customers apart. */
  tenants: string[];
};

export const SERVER = 'EXCH01';
export const DATABASE = 'Mailbox Database 01';

/** Members of these are refused the mailboxes of others by what these inherit; a right of their own does not help. */
export const ADMIN_GROUPS = [
  'Domain Admins',
  'Enterprise Admins',
  'Schema Admins',
  'Organization Management',
  'Exchange Organization Administrators',
] as const;

export function newOrganisation(): Organisation {
  const groups = ADMIN_GROUPS.map((name) => [name.toLowerCase(), { name, members: new Set<string>() }] as const);
  return {
    effectAfterMs: 0,
    recipients: new Map(),
    groups: new Map(groups),
    mailboxEntries: [],
    objectEntries: [],
    scopes: new Map(),
    assignments: [],
    ews: { allow: [], block: [] },
    policies: new Map(),
    policyOf: new Map(),
    remoteDomains: [{ name: 'Default', domain: '*', autoForwards: false }],
    tenants: [],
  };
}

/** The groups that an account is in, through other groups as well. Names in small letters. */
export function groupsOf({ groups }: Organisation, account: string): Set<string> {
  const found = new Set<string>();
  const waiting = [account.toLowerCase()];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
    for (const [key, { members }] of groups)
      if (members.has(name) && !found.has(key)) {
        found.add(key);
        waiting.push(key);
      }
  return found;
}

export const isAdministrator = (organisation: Organisation, account: string): boolean => {
  const groups = groupsOf(organisation, account);
  return ADMIN_GROUPS.some((name) => groups.has(name.toLowerCase()));
};
