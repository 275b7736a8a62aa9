/**
 * Autodiscover in pieces: the next step is decided from what is known (next-step.ts), carried out over the network
 * (discover.ts), and what was answered is taken in (take-in.ts).
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange
 */

import type { Asked, DiscoveryFailure, FoundBy, Outcome } from '../../lib/discovery.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';

/** The two services; POX answers from Exchange 2007 SP1 on, SOAP from 2010. */
export type Form = 'soap' | 'pox';

export type Step =
  /** Asks a service about an address or, SOAP only, about a domain (`who` without `@`). */
  | {
      kind: 'ask';
      form: Form;
      url: string;
      who: string;
      /** Signs in with one of these; without any, sends no credentials. */ schemes?: readonly string[];
    }
  /** A GET over plain http, by which a domain may refer to a service elsewhere. Carries nothing. */
  | { kind: 'refer'; url: string; who: string }
  /** SRV records of `_autodiscover._tcp`. */
  | { kind: 'dns'; domain: string; who: string }
  /** Whether Exchange answers at an EWS address that convention suggests. Carries nothing. */
  | { kind: 'look'; url: string };

/** What a service reports about a mailbox or a domain. */
export type MailboxSettings = {
  /** EWS addresses, the one for the outside first. */
  ewsUrls: string[];
  /** Webmail, from which the EWS address follows by convention. */
  owaUrls: string[];
  displayName?: string;
  /** LegacyExchangeDN, by which mail inside the organisation found the mailbox. */
  legacyDn?: string;
  /** Such as `15.02.1544.004`. */
  serverVersion?: string;
  /** Names of EWS schema versions. */
  schemas?: string[];
  archive?: { displayName?: string; legacyDn?: string; smtpAddress?: string };
};

/** What a step brought. `said` is for people. */
export type Answer =
  | { kind: 'settings'; settings: MailboxSettings }
  /** The mailbox has its home under another address. */
  | { kind: 'other-address'; email: string }
  /** Another service knows; by HTTP or in the answer. */
  | { kind: 'other-url'; url: string }
  /** HTTP 401, with the schemes that it offers. */
  | { kind: 'sign-in'; schemes: string[] }
  /** The service knows neither mailbox nor domain. */
  | { kind: 'unknown'; said: string }
  | { kind: 'hosts'; hosts: { host: string; port: number }[] }
  | { kind: 'exchange' }
  | { kind: 'exchange-online' }
  /** It answers, but is no such service. */
  | { kind: 'not-here'; said: string }
  /** No answer at all: unknown name, closed port, bad certificate, too slow. */
  | { kind: 'silent'; said: string; line?: LineFailure; isNoAnswer?: true };

/** What was tried and what it said: a row of the table that people see. */
export type Attempt = {
  what: Asked;
  url: string;
  /** Whose settings were asked for. */
  who?: string;
  outcome: Outcome;
  said: string;
  /** Why there was no connection, where that is known. */
  line?: LineFailure;
};

/** What one wants to know, and what may be done for it. */
export type Search = {
  /** `ann@example.com` or `example.com`. */
  address: string;
  /** The account's name, where there is one to sign in with. */
  username?: string;
  /** Hosts, or origins, that may be given the credentials by consent. */
  consentHosts: readonly string[];
  /** Origin of a server to ask before all others. */
  server?: string;
  /** Whether the hosts of the domain may be given the credentials without consent. */
  trustsDomain: boolean;
  /** http and private hosts too. */
  allowPrivate: boolean;
  /** Whether DNS can be asked. */
  hasDns: boolean;
};

export type Found = {
  ewsUrl: string;
  foundBy: FoundBy;
  /** Host of `ewsUrl` where it is outside the domain and nobody has consented to it; credentials do not go there yet. */
  needsConsent?: string;
  /** The address that the settings are of, after references. */
  who: string;
  settings?: MailboxSettings;
};

/** Everything between two steps; plain data. */
export type State = {
  search: Search;
  /** Steps to come, next first. */
  queue: readonly Step[];
  attempts: readonly Attempt[];
  /** Keys of steps taken, so that circles are not followed. */
  taken: readonly string[];
  references: number;
  /** Sign-ins that were refused: a wrong password must not lock the account. */
  refusals: number;
  /** Origins whose server does not answer, or turned the sign-in down: no use in asking again. */
  closed: readonly string[];
  /** Origins that have the service but gave no address: they may have EWS too. */
  asking: readonly string[];
  /** Hosts elsewhere that want the credentials. */
  consentHosts: readonly string[];
  failures: readonly DiscoveryFailure[];
  /** Whether the conventional addresses were looked at already. */
  isLastResort: boolean;
  found?: Found;
};
