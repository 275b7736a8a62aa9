import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { FaultKind } from '../../engine/model/fault.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import type { Clock } from '../../lib/clock.ts';
import type { MailboxSide, RequestState } from '../../lib/credential-request-facts.ts';
import type { Asked, DiscoveryFailure, FoundBy, Outcome } from '../../lib/discovery.ts';
import type { NewId } from '../../lib/ids.ts';
import type { LicenceKind } from '../../lib/licence-facts.ts';
import type { Language } from '../../lib/mail/languages.ts';
import type { MailDriver } from '../../lib/mail/mail-settings.ts';
import type { MailWay, OutgoingMail } from '../../lib/mail/outgoing-mail.ts';
import type { Outcome as MailOutcome } from '../../lib/mail/outcome.ts';
import type { MailboxState } from '../../lib/mailbox-statuses.ts';
import type { PassType } from '../../lib/pass-types.ts';
import type { PeoplePlan, Person } from '../../lib/people-facts.ts';
import type { ProbeFacts } from '../../lib/probe-facts.ts';
import type { Origins, TrustedCertificates } from '../../lib/origin-facts.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import type { Db, Statement } from './db.ts';
import type { Principal } from './principal.ts';

/** What a sealed value belongs to; it opens only with the same binding. */
export type SealBinding = { table: string; rowId: string; field: string };

/** Where a secret may be sent. It is fixed when the secret is given, and part of its seal. */
export type BoundTo = {
  /** As URL.origin has it: scheme, host and port. */
  origin: string;
  /** Further hosts that were consented to then, in lower case. */
  hosts: readonly string[];
};

/** Seals credentials. Nothing but the place that signs in to a server ever opens one. */
export interface Vault {
  /** Text → sealed text for a column. */
  seal(binding: SealBinding, boundTo: BoundTo, text: string): Promise<string>;
  /**
   * Sealed text → text, to be sent to this address. Throws SealError where it was given for other servers, and where the
   * binding or the key does not fit.
   */
  open(binding: SealBinding, sealed: string, address: string): Promise<string>;
  /** What it says of where it may be sent, unproven until it is opened; undefined where it is no sealed value. */
  boundTo(sealed: string): BoundTo | undefined;
  /** The same for the same text, and nothing that the text could be guessed from without the key. Changes with the key. */
  tagOf(text: string): Promise<string>;
  /** What values that are sealed under the current key begin with. */
  readonly currentPrefix: string;
  /** The same value under the current key. Throws SealError where it can't be opened. */
  rewrap(binding: SealBinding, sealed: string): Promise<string>;
}

/** `waiting` mailboxes of a project have a slot but wait, as only `atOnce` can run concurrently there. */
export type SlotLimit = { waiting: number; atOnce: number };

/** By what someone watches a project: a session, or an API key. */
export type Watcher = { sessionId: string } | { keyId: string };

/** Runs passes. Its truth is in the database; these calls only wake it. */
export interface Coordinator {
  /** There is a pass with queued runs. Safe to repeat. */
  enqueue(workgroupId: string, projectId: string, passId: string): Promise<void>;
  /** Stops open runs of the pass (or of these mailboxes of it). Safe to repeat. */
  stop(workgroupId: string, projectId: string, what: { passId: string; mailboxIds?: string[] }): Promise<void>;
  /** The mailbox is gone: drop what is known of its items. */
  forget(workgroupId: string, mailboxId: string): Promise<void>;
  /** What keeps the project from the slots that its option gives it; null where nothing does. */
  slotLimit(workgroupId: string, projectId: string): Promise<SlotLimit | null>;
  /** Hands a WebSocket upgrade over. The socket ends with the watcher's session, key or role. */
  connect(workgroupId: string, projectId: string, request: Request, watcher: Watcher): Promise<Response>;
  /**
   * Someone may have lost a right: closes at once the sockets of those who may no longer watch the project, or any project
   * of the workgroup.
   */
  endWatchers(workgroupId: string, projectId?: string): Promise<void>;
}

/** Delivers what follows from events. Its truth is in the database. */
export interface Outbox {
  /** There may be new events. A hint: it never fails, and nothing is lost with it. */
  wake(workgroupId: string): Promise<void>;
}

export type ProbeRequest = {
  url: string;
  credentials?: { username: string; password: string };
  useImpersonation: boolean;
  /** Address of a mailbox to try the rights on. */
  mailbox?: string;
  /** What signing in has shown before; the ways are found again. */
  origins?: Origins;
  trustedCertificates?: TrustedCertificates;
  /**
   * The credentials go out with one request alone, in the first or the second of the charsets that are possible, and a
   * refusal is taken as it is: for passwords of people whose accounts a server may lock. With `mailbox`.
   */
  once?: { form: 0 | 1 };
  /** Looks at everything that a test of a connection can see, and gives it as `facts`. */
  isWhole?: boolean;
};

/** What a look at a server found. */
export type ProbeResult = {
  version: string | null;
  authSchemes: string[];
  /** By which way the server was reached, and what signing in has shown there; what is remembered already is left out. */
  origins?: Origins;
  /** Of a whole look. */
  facts?: ProbeFacts;
} & ({ ok: true } | { ok: false; kind: FaultKind; code: string; message: string; line?: LineFailure });

/** Looks at an Exchange server; never throws for what the server does. */
export type Probe = (request: ProbeRequest) => Promise<ProbeResult>;

export type PeopleRequest = Pick<ProbeRequest, 'url' | 'origins' | 'trustedCertificates'> & {
  /** Of the account whose address list is read. */
  credentials: { username: string; password: string };
  /** Mail domains of the server, where they are known. */
  domains: readonly string[];
  /** The beginning of names that are searched for; without, everyone. */
  search?: string;
  /** Where an earlier call ended. */
  plan?: PeoplePlan;
};

/**
 * A part of an address list. `left`: where to go on; null at the end. `waitMs`: how long the server asks to be left alone
 * before that. `operation`: what the server was asked for when it refused.
 */
export type PeopleResult =
  | { ok: true; people: readonly Person[]; left: PeoplePlan | null; isComplete: boolean; waitMs: number | null }
  | { ok: false; kind: FaultKind; code: string; message: string; operation?: string; line?: LineFailure };

/** Reads the address list of a server, a bounded part a call; never throws for what the server does. */
export type FindPeople = (request: PeopleRequest) => Promise<PeopleResult>;

export type DiscoverRequest = {
  /** An e-mail address or a domain. */
  address: string;
  credentials?: { username: string; password: string };
  /** Hosts, or origins, outside the domain that may be given the credentials. */
  consentHosts: readonly string[];
  /** Origin of a server to ask first. */
  server?: string;
  /** False: the hosts of the domain are given the credentials by consent alone. */
  trustsDomain?: boolean;
  trustedCertificates?: TrustedCertificates;
};

/** One thing that was tried, in order. */
export type DiscoverAttempt = {
  what: Asked;
  url: string;
  who?: string;
  outcome: Outcome;
  said: string;
  /** Why there was no connection, where that is known. */
  line?: LineFailure;
};

/** What a search for an Exchange server came to. `needsConsent`: a host that nobody has vouched for. */
export type DiscoverResult = {
  attempts: readonly DiscoverAttempt[];
  /** As ProbeResult has it. */ origins?: Origins;
} & (
  | {
      ok: true;
      ewsUrl: string;
      /** The server's real name if `ewsUrl` replaces it, on one computer. */
      host?: string;
      foundBy: FoundBy;
      needsConsent: string | null;
      displayName: string | null;
      legacyDn: string | null;
    }
  | { ok: false; failure: DiscoveryFailure; consentHosts: readonly string[] }
);

/** Finds the Exchange server of a domain or an e-mail address; never throws for what servers do. */
export type Discover = (request: DiscoverRequest) => Promise<DiscoverResult>;

/** Whose session a request carries. `cookies` are Set-Cookie values that prolong it. */
export type Session = { id: string; agentId: string; activeWorkgroupId: string | null; cookies: string[] };

/** The code of an answer of `Sessions.handle` where the password was right and the second factor is missing. */
export const SECOND_FACTOR_NEEDED = 'SECOND_FACTOR_NEEDED';

/** Sign-in by e-mail, password and session cookie. */
export interface Sessions {
  read(request: Request): Promise<Session | undefined>;
  /**
   * Signs in; gives the Set-Cookie values, or undefined when the password does not fit. Throws `second-factor-needed`
   * where the password alone is not enough.
   */
  signIn(request: Request, email: string, password: string): Promise<string[] | undefined>;
  /** Opens a session of an agent whose factors have been checked. The answer is that of a sign-in. */
  open(request: Request, agentId: string, isRemembered: boolean): Promise<Response>;
  /** Whether it is the password of an agent. */
  isPassword(agentId: string, password: string): Promise<boolean>;
  hashPassword(password: string): Promise<string>;
  /** The same for the same address and password, and as hard to guess the password from as its hash. */
  signInKey(address: string, password: string): Promise<string>;
  /**
   * Answers a request to `/api/auth/*`. Its errors are not problems yet. `withPassword`: statements for the batch in which
   * it writes a changed password.
   */
  handle(request: Request, withPassword?: readonly Statement[]): Promise<Response>;
}

/** Finds out what is in a pass. A run is open until its mailbox is free for another pass. */
export interface OpenRuns {
  /**
   * True while an open run has this endpoint on one of its sides. One that waits for its end user has not: it goes by the
   * endpoint as it is when it goes on, and may wait for weeks.
   */
  onEndpoint(workgroupId: string, endpointId: string): Promise<boolean>;
  /** A pass of the project with an open run that does not wait for its end user. */
  inProject(workgroupId: string, projectId: string): Promise<{ passId: string } | undefined>;
  /** The same as a condition, so that a statement can guard itself. */
  isRunningIn(workgroupId: string, projectId: string): SQL<boolean>;
  /** True while the mailbox is in an open run: a condition, so that a statement can guard itself. */
  onMailbox(workgroupId: string, mailboxId: string): SQL<boolean>;
  /** Which of these mailboxes are in an open run. */
  busyAmong(workgroupId: string, mailboxIds: readonly string[]): Promise<Set<string>>;
  /** True while none of these mailboxes is in an open run, as a condition. */
  areIdle(workgroupId: string, mailboxIds: readonly string[]): SQL<boolean>;
  /** Which of these mailboxes a pass copies or has copied: what they are copied to can no longer change. */
  destinationsInUse(workgroupId: string, mailboxIds: readonly string[]): Promise<Set<string>>;
  /** True while none of these mailboxes is one of them, as a condition. */
  areDestinationsFree(workgroupId: string, mailboxIds: readonly string[]): SQL<boolean>;
}

/** Runs with a licence, by how they ended: with it (`broken` ones failed or were stopped), or at its data limit. */
export type LicensedEnds = { completed: readonly string[]; broken: readonly string[]; atLimit: readonly string[] };

/** Credentials of end users that were deleted, and those that were not, as a pass uses them, by mailbox. */
export type CredentialReceipt = { purged: string[]; inUse: string[]; at: number };

/** What came of the people of a project when it was archived. */
export type ProjectReceipt = { requestsEnded: number; credentials: CredentialReceipt };

/** What a workgroup has of licences for some mailboxes. */
export type LicenceForecast = {
  /** Mailbox licences that are not in use. */
  free: number;
  /** Mailboxes that have a licence, or get one by their user. */
  covered: ReadonlySet<string>;
  /** Mailboxes whose licence has reached its data limit. */
  usedUp: ReadonlySet<string>;
  /** Mailboxes whose user has a licence for one of them, with the id of that licence. */
  assigned: ReadonlyMap<string, string>;
};

/** Licences of runs: statements for the batches of their causes, so that no licence is lost or used twice. */
export interface RunLicences {
  /** Whether pre-stage and full passes of the workgroup need licences. */
  isOn(workgroupId: string): Promise<boolean>;
  /** What a licensed pass over these mailboxes would find now; null where the workgroup uses no licences. */
  forecast(workgroupId: string, mailboxIds: readonly string[]): Promise<LicenceForecast | null>;
  /**
   * After the statements that write a pass with its runs. Runs without a licence wait. A User Bundle may take the place of a
   * licence that another run waits for.
   */
  startStatements(workgroupId: string, passId: string, now: number): Statement[];
  /** After the statements that queue the run of a mailbox which has waited for something else until now. */
  admitStatements(workgroupId: string, mailboxId: string, now: number): Statement[];
  /** Passes with runs that got their licence in the batch of this instant. */
  listAdmitted(workgroupId: string, at: number): Promise<{ projectId: string; passId: string }[]>;
  /** After the statements that write how these runs ended. */
  endStatements(workgroupId: string, ends: LicensedEnds, now: number): Statement[];
}

/** How long passes are to take. */
export interface PassEstimates {
  /** After the statements that write a pass: its estimate, where there is one for these mailboxes. */
  startStatements(
    pass: { id: string; workgroupId: string; projectId: string; type: PassType; olderThanAt: number | null },
    mailboxIds: readonly string[],
  ): Promise<Statement[]>;
}

/** What passes and mailboxes ask of the requests for credentials that go to end users. */
export interface CredentialAsker {
  /**
   * After the statements that write a pass with its runs: a request for each mailbox whose run waits for its end user,
   * with message and events.
   */
  askStatements(ask: {
    principal: Principal;
    pass: { id: string; workgroupId: string; projectId: string; type: PassType; createdAt: number };
    projectName: string;
    /** By mailbox. */
    asked: ReadonlyMap<string, readonly MailboxSide[]>;
  }): Promise<Statement[]>;
  /** Before the statements that mark runs of a pass as stopping: the requests of those that wait end. */
  stopStatements(
    principal: Principal,
    pass: { id: string; workgroupId: string; projectId: string; type: PassType },
    mailboxIds: readonly string[] | undefined,
  ): Statement[];
  /** Someone else has given these passwords of a mailbox, if `when` holds: a run that waits for no other continues. */
  givenStatements(
    principal: Principal,
    mailbox: { id: string; workgroupId: string; projectId: string; sourceEmail: string },
    sides: readonly MailboxSide[],
    when: SQL,
  ): Promise<Statement[]>;
  /** The workgroup has set other days for reminders: they apply to requests that are open as well. */
  reminderStatements(workgroupId: string): Statement[];
  /** The latest request of each of these mailboxes that has one. */
  requestsOf(workgroupId: string, mailboxIds: readonly string[]): Promise<ReadonlyMap<string, MailboxRequest>>;
}

/** A credential request as its mailbox shows it. Instants in ISO 8601. */
export type MailboxRequest = {
  id: string;
  sides: MailboxSide[];
  to: string;
  name: string | null;
  language: Language;
  state: RequestState;
  /** Sign-ins that a server refused. */
  attempts: number;
  lastFailure: { side: MailboxSide; code: string; sentence: string; at: string | null } | null;
  lastAttemptAt: string | null;
  createdAt: string;
  sentAt: string | null;
  openedAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  expiresAt: string;
  remindedAt: string | null;
  reminders: number;
  /** An answer waits for a server that could not be reached; and since when. */
  isChecking: boolean;
  pendingSince: string | null;
  byCopiedLink: boolean;
  messageId: string | null;
};

/** What was paid for by card, as the payment service says it: in any order, late, and more than once. */
export type PaymentNews = {
  /** The order that it is about: by its id, or by that of a payment that has been noted. */
  orderId?: string;
  paymentId?: string;
} & (
  | { what: 'paid' }
  | { what: 'expired' }
  /** How much of the payment has been refunded until now. */
  | { what: 'refunded'; refundedAmount: number; paidAmount: number }
);

/** What is to be paid for by card. Amounts in the smallest unit of the currency. */
export type Purchase = {
  orderId: string;
  name: string;
  quantity: number;
  unitAmount: number;
  currency: string;
  email: string;
  /** Where the payment page leads to. */
  returnUrl: string;
};

/** Payment by card, on pages of a payment service: no card data comes here. */
export interface Payments {
  /** Makes a payment page. Rejects if the service does not answer, or refuses. */
  createCheckout(purchase: Purchase): Promise<{ checkoutId: string; url: string }>;
  /** The page again; null once it can't be paid any more. */
  getCheckoutUrl(checkoutId: string): Promise<string | null>;
  /**
   * What a webhook says, by the bytes of its body and its signature. Undefined if it concerns no order; null if the
   * signature does not fit, or is too old.
   */
  readWebhook(body: string, signature: string, now: number): Promise<PaymentNews | undefined | null>;
}

/** A mailbox as it is shown with its customer user. */
export type UserMailbox = {
  id: string;
  projectId: string;
  projectName: string;
  sourceEmail: string;
  destinationEmail: string;
  /** In words. */
  status: string;
  state: MailboxState;
};

/** What customers have of projects and mailboxes; only those that the principal may see. */
export interface CustomerWork {
  /** How many projects each of these customers has; without those that have none. */
  countProjects(principal: Principal, customerIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The first projects of a customer. */
  projectNames(principal: Principal, customerId: string, limit: number): Promise<string[]>;
  /** The mailboxes of each of these customer users. */
  mailboxesOf(principal: Principal, userIds: readonly string[]): Promise<ReadonlyMap<string, readonly UserMailbox[]>>;
}

/** A project that uses an endpoint, as someone may see it. */
export type EndpointUse = { id: string; name: string; side: 'source' | 'destination' };
export type EndpointUsage = {
  count: number;
  sides: ReadonlySet<EndpointUse['side']>;
  projects: readonly EndpointUse[];
};

/**
 * By id of an endpoint, the projects that use it and that the principal may see, at most `limit` of each; `count` and
 * `sides` are of all, also of those that they may not see. Endpoints without a project are left out.
 */
export type EndpointUses = (
  principal: Principal,
  endpointIds: readonly string[],
  limit: number,
) => Promise<ReadonlyMap<string, EndpointUsage>>;

/** A change that gives a project to another customer: its condition, and statements that follow in its batch. */
export type CustomerMove = { when: SQL; more: Statement[] };

/** How many mailboxes of a project are in each state, and what all of them come to. */
export type ProjectTotals = {
  counters: Record<MailboxState | 'total', number>;
  totals: { itemsDone: number; itemsTotal: number; bytesDone: number; bytesTotal: number; errors: number };
};

/**
 * Which projects someone may see, as a condition on a column with ids of projects; undefined if they see all of the
 * workgroup. Of a row without a project it says nothing.
 */
export type VisibleProjects = (
  who: Pick<Principal, 'workgroupId' | 'onBehalfOf'>,
  projectId: SQLWrapper,
) => SQL<boolean> | undefined;

/** Hands mails over. */
export interface Mailer {
  /** What this installation can send with besides mail servers; the first is the usual one. */
  drivers: readonly MailDriver[];
  /** One attempt; never rejects for what servers do. */
  send(way: MailWay, mail: OutgoingMail): Promise<MailOutcome>;
}

/** The texts of the TXT records of a name; none where there are none; null where they could not be looked up. */
export type LookUpTexts = (name: string) => Promise<readonly string[] | null>;

/**
 * The hosts that records of a name lead to, without priorities; an empty host where a record says that there is none. An
 * empty list where there are no records; null where they could not be looked up.
 */
export type LookUpHosts = (name: string, type: 'MX' | 'CNAME' | 'SRV') => Promise<readonly string[] | null>;

export interface Log {
  info(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
}

export type Settings = {
  /** Whether anyone may sign up, each with a workgroup of their own. */
  openSignUp: boolean;
  /** The token that the first owner must enter; null if required but not set, absent if not required. */
  setupToken?: string | null;
  addresses: AddressPolicy;
  /** Origin for links in messages and webhooks, without a slash at its end. */
  publicUrl: string;
  /** How long events are kept, ms; absent: for ever. */
  keepEventsMs?: number;
  /** The header in which the platform states the client's address; no other header is trusted. */
  clientAddressHeader?: string;
  licences: LicenceSettings;
};

/** What licences cost here, net, in the smallest unit of the currency, and what they cover. */
export type LicenceSettings = {
  /** ISO 4217, in capitals. */
  currency: string;
  unitAmounts: Readonly<Record<LicenceKind, number>>;
  mailboxLimitBytes: number;
};

/** Everything that a feature needs from outside; the composition root makes it. */
export type Deps = {
  db: Db;
  now: Clock;
  newId: NewId;
  /** Random bytes for secrets. */
  random: (bytes: Uint8Array) => void;
  vault: Vault;
  coordinator: Coordinator;
  outbox: Outbox;
  probe: Probe;
  discover: Discover;
  findPeople: FindPeople;
  sessions: Sessions;
  /** The caller of a request with an Authorization header. Throws `unauthenticated`. */
  principalOfKey: (request: Request) => Promise<Principal>;
  openRuns: OpenRuns;
  licences: RunLicences;
  estimates: PassEstimates;
  endUsers: CredentialAsker;
  /** Absent where cards are not taken. */
  payments?: Payments;
  visibleProjects: VisibleProjects;
  /** Of each of these projects, by its id. */
  projectTotals: (workgroupId: string, projectIds: readonly string[]) => Promise<ReadonlyMap<string, ProjectTotals>>;
  customerWork: CustomerWork;
  endpointUses: EndpointUses;
  /** Has the owners of its mailboxes be users of the new customer. `project`: as it is after the change. */
  moveToCustomer: (
    principal: Principal,
    project: { id: string; workgroupId: string; name: string; customerId: string; updatedAt: number },
  ) => Promise<CustomerMove>;
  /** Ends what a project has with its end users once it is archived: links, messages, runs that wait, credentials. */
  closeProject: (
    principal: Principal,
    project: { id: string; workgroupId: string; name: string },
  ) => Promise<ProjectReceipt>;
  /** Mailboxes of a project with an error of one of these codes. */
  mailboxesWithErrors: (
    workgroupId: string,
    projectId: string,
    codes: readonly string[],
  ) => Promise<ReadonlySet<string>>;
  /** No subject of mail stays on the lists of a project. */
  forgetSubjects: (workgroupId: string, projectId: string) => Promise<void>;
  mailer: Mailer;
  lookUpTexts: LookUpTexts;
  lookUpHosts: LookUpHosts;
  settings: Settings;
  /** Whether storage is full, if the platform can tell. Database errors do not always show it. */
  isStorageFull?: () => Promise<boolean>;
  /** Whether no room is left for anything, as a quick look shows it, if the platform can tell. */
  isRoomUsedUp?: () => Promise<boolean>;
  log: Log;
};
