import type { ExchangeVersion, ScriptSide } from '../../lib/script-facts.ts';
import type { ScriptScope } from '../../lib/script-request.ts';

/** One line of the project. */
export type ScriptMailbox = { source: string; destination: string; name: string | null };

/** All that a script is written from; the writers have no clock and no database. */
export type ScriptInput = {
  version: ExchangeVersion;
  side: ScriptSide;
  scope: ScriptScope;
  /** The tenant, on hosted servers that keep several; null elsewhere. */
  organization: string | null;
  /** The migration account as the endpoint has it; null leaves a place to fill in. */
  account: string | null;
  project: { id: string; name: string };
  customer: string;
  /** Of the customer at this side. */
  domains: readonly string[];
  mailboxes: readonly ScriptMailbox[];
  /** Where forwarded mail goes instead of the destination address: a domain that only the new provider has. */
  forwardDomain: string | null;
  /** The largest item that `size-limits` makes room for, in MB. */
  sizeLimitMb: number;
  /** Whether it only shows what it would do. */
  whatIf: boolean;
  /** ISO 8601. */
  writtenAt: string;
};

/** The addresses of the project’s mailboxes at the script’s side. */
export function addressesOf({ side, mailboxes }: ScriptInput): string[] {
  return mailboxes.map((mailbox) => mailbox[side]);
}

/** The domains at the script’s side: those of the endpoint, else those of the addresses. */
export function domainsOf(input: ScriptInput): string[] {
  if (input.domains.length > 0) return [...input.domains];
  return [...new Set(addressesOf(input).map((address) => (address.split('@').at(-1) ?? '').toLowerCase()))];
}
