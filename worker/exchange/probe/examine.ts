import { FaultError, faultOf, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import type { ProbeFacts, SeenFolders, SeenLine } from '../../lib/probe-facts.ts';
import { createConnection, type Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { endedFault } from '../faults/ended-fault.ts';
import { exchangeOnlineFault, isExchangeOnline } from '../faults/http-faults.ts';
import { endOf, isNoAnswer } from '../faults/no-answer.ts';
import { makeFault } from '../faults/make-fault.ts';
import { describeVersion } from '../operations/versions.ts';
import type { Authenticator, Credentials } from '../transport/authenticator.ts';
import { askSchemes } from '../transport/sign-in/ask-schemes.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from '../transport/sign-in/sign-in.ts';
import { lookIntoMailbox } from './look-into-mailbox.ts';
import { askRequestSize } from './request-size.ts';
import { clockedFetch } from './server-clock.ts';
import type { XmlElement } from '../xml/scan.ts';
import { createTries, refusedBy, tryOf } from './tries.ts';

export type ExamineRequest = SignInPlatform & {
  /** The EWS address. */
  url: string;
  credentials?: Credentials;
  /** By which of the two ways mailboxes are to be opened. */
  impersonate: boolean;
  /** Mailbox to look into with the credentials; without one only the account's own sign-in is tested. */
  mailbox?: string;
  /** Shows TLS with the server, where the platform can. Never rejects. */
  seeLine?: (url: URL, signal: AbortSignal) => Promise<SeenLine | undefined>;
  /** For the address and the sign-in, and once more for what follows. */
  timeoutMs: number;
};

/** `authSchemes` in lower case; `version` such as `Exchange2010_SP2 14.2.247.0`. */
export type Examined = { authSchemes: string[]; version?: string; fault?: Fault; facts: ProbeFacts };

const SIDE = 'source';
/** A name that no list of programs has. */
const OTHER_AGENT = 'Connection-Test/1.0';
const SIZE_MS = 8_000;

/**
 * Everything that a test of a connection can see. The first request carries no credentials; the first that does goes
 * alone, so that a wrong password is tried once; what follows goes at the same time, and changes nothing. `fault` is what
 * keeps Mailferry from working there. Never throws.
 */
export async function examine(request: ExamineRequest): Promise<Examined> {
  const { url, credentials, timeoutMs } = request;
  const facts: ProbeFacts = {};
  const authSchemes: string[] = [];
  const first = AbortSignal.timeout(timeoutMs);
  let isAnswered = false;
  try {
    if (isExchangeOnline(url)) throw new FaultError(exchangeOnlineFault(SIDE));
    const clocked = clockedFetch(request.fetch, request.now, (ms) => {
      facts.clockDifferenceMs = ms;
    });
    const [schemes, line] = await Promise.allSettled([
      askSchemes({ url, fetch: clocked, side: SIDE, signal: first }),
      request.seeLine?.(new URL(url), first),
    ]);
    if (line.status === 'fulfilled' && line.value) facts.line = line.value;
    if (schemes.status === 'rejected') throw schemes.reason;
    isAnswered = true;
    authSchemes.push(...schemes.value);
    const sizes = askRequestSize(url, request.open, AbortSignal.timeout(Math.min(SIZE_MS, timeoutMs)));
    const seen = credentials === undefined ? {} : await signsIn(request, credentials, authSchemes, facts, first);
    const requestSize = await sizes;
    if (requestSize) facts.requestSize = requestSize;
    return { authSchemes, facts, ...seen };
  } catch (error) {
    const fault = first.aborted ? endedFault(first, SIDE) : faultOf(error, 'endpoint');
    // A closed port refuses at once, others never answer: no one is to learn which it is by the time that it takes.
    if (!isAnswered && isNoAnswer(fault)) await endOf(first);
    return { authSchemes, facts, fault };
  }
}

/** Signs in, then looks into the mailbox; what it sees goes to `facts`. */
async function signsIn(
  request: ExamineRequest,
  credentials: Credentials,
  authSchemes: readonly string[],
  facts: ProbeFacts,
  signal: AbortSignal,
): Promise<{ version?: string; fault?: Fault }> {
  const { url, mailbox, impersonate } = request;
  const account = credentials.username;
  const authenticator = createAuthenticator(requireScheme(authSchemes, url, SIDE, credentials), credentials, request);
  try {
    const own = connectionOf(request, authenticator, mailbox ?? account);
    const { isIn, version, fault, greeting } = await enter(own, signal);
    facts.isSignedIn = isIn;
    if (fault && isThrottling(fault)) facts.throttled = { times: 1, ...pauseOf(fault) };
    const about = version === undefined ? {} : { version };
    if (!isIn && fault) return { ...about, fault };
    if (fault && isOfEws(fault)) {
      const other = await enter(connectionOf(request, authenticator, account, { userAgent: OTHER_AGENT }), signal);
      facts.refusal = { ...refusedBy(fault), otherAgent: verdictOn(other) };
      return { ...about, fault };
    }
    if (mailbox === undefined) {
      facts.ownMailbox = fault ? refusedBy(fault) : tryOf(greeting && responseMessages(greeting)[0], SIDE);
      return about;
    }
    const later = AbortSignal.timeout(request.timeoutMs);
    const tries = createTries(later, SIDE);
    const impersonating = connectionOf(request, authenticator, mailbox, { impersonate: true });
    const how = { account, prefersImpersonation: impersonate };
    Object.assign(facts, await lookIntoMailbox({ own, impersonating }, how, tries, later));
    const throttled = tries.throttled();
    if (throttled) facts.throttled = throttled;
    const obstacle = obstacleOf(impersonate ? facts.impersonation : facts.fullAccess);
    return { ...about, ...(obstacle && { fault: obstacle }) };
  } finally {
    authenticator.close?.();
  }
}

function connectionOf(
  { url, timeoutMs }: ExamineRequest,
  authenticator: Authenticator,
  mailbox: string,
  { impersonate = false, userAgent }: { impersonate?: boolean; userAgent?: string } = {},
): Connection {
  const newRequestId = () => crypto.randomUUID();
  const more = userAgent === undefined ? {} : { userAgent };
  return createConnection({ url, side: SIDE, authenticator, mailbox, impersonate, newRequestId, timeoutMs, ...more });
}

type Entry = { isIn: boolean; version?: string; fault?: Fault; greeting?: XmlElement | undefined };

/** The first request with credentials: are they taken, and what is the server? */
async function enter(connection: Connection, signal: AbortSignal): Promise<Entry> {
  try {
    const server = await connection.server(signal);
    const greeting = connection.greeting();
    return { isIn: true, greeting, ...(server.major > 0 && { version: describeVersion(server) }) };
  } catch (error) {
    const fault = signal.aborted ? endedFault(signal, SIDE) : faultOf(error, 'endpoint');
    return { isIn: isOfEws(fault) || isOfMailbox(fault), fault };
  }
}

/**
 * EWS as a whole was refused to someone who has signed in: it is off for the account, or a list leaves the program out.
 * A missing right is said of a mailbox, in an answer. How an Exchange refuses here is unproven.
 */
function isOfEws({ kind, code }: Fault): boolean {
  return kind === 'access' && (code === 'http-403' || code === 'ErrorAccessDenied');
}

/** A SOAP fault about a mailbox comes after the sign-in; the account need not have one. */
function isOfMailbox({ kind, code }: Fault): boolean {
  return kind === 'access' && code.startsWith('Error') && !/Password|Account/.test(code);
}

function verdictOn({ isIn, fault }: Entry): 'let-in' | 'refused' | 'untold' {
  if (fault && isOfEws(fault)) return 'refused';
  return isIn ? 'let-in' : 'untold';
}

function isThrottling({ kind }: Fault): boolean {
  return kind === 'busy' || kind === 'too-many-connections';
}

function pauseOf({ retryAfterMs }: Fault): { pauseMs?: number } {
  return retryAfterMs === undefined ? {} : { pauseMs: retryAfterMs };
}

/** What keeps the mailbox from being copied, by the way in which it is to be opened. */
function obstacleOf(seen: SeenFolders | undefined): Fault | undefined {
  if (seen === undefined) return undefined;
  const { root, refused } = seen;
  if (!root.ok) return makeFault(root.kind as FaultKind, 'mailbox', root.code, root.message, SIDE);
  const [folder] = refused;
  if (folder === undefined) return undefined;
  const message = `The account may open the mailbox, but not the folder ${folder}.`;
  return makeFault('access', 'mailbox', 'ErrorAccessDenied', message, SIDE);
}
