import type { IncomingMessage } from 'node:http';
import type { Page } from '../../faults/pages.ts';
import type { Caller, Side } from '../../side.ts';
import { type Account, isSame, type Verdict } from './accounts.ts';
import { accountOn, forget, takeToken } from './ntlm.ts';
import { type Scheme, STATE_CODES } from './options.ts';
import { formPage, lockedPage, redirectPage } from './pages.ts';

/**
 * In, or what is answered. `problem`: the request is answered with a SOAP fault of this code. `headers` go on the
 * answer.
 */
export type SignedIn =
  | { kind: 'in'; caller: Caller; headers: Readonly<Record<string, string>>; problem?: string }
  | { kind: 'out'; status: number; headers: Readonly<Record<string, string | string[]>>; body: string };

/** What an on-premises server with modern authentication offers; as recorded by many. */
const BEARER =
  'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.windows.net/common/oauth2/authorize"';

/** EWS, which Extended Protection is for, and not autodiscover. */
const isEws = ({ url = '' }: IncomingMessage): boolean => /^\/ews\//i.test(url);

function schemesOf(side: Side, request: IncomingMessage): readonly Scheme[] {
  const { schemes } = side.signIn;
  if (schemes) return schemes;
  const { schemesOverTls } = side.profile;
  if (!schemesOverTls || !('encrypted' in request.socket)) return ['Basic'];
  return isEws(request) ? schemesOverTls : [...schemesOverTls, 'Basic'];
}

/** The schemes that the side offers, a header line each, in its order. */
export function challengesOf(side: Side, request: IncomingMessage): string[] {
  return schemesOf(side, request).map((scheme) => {
    if (scheme === 'Basic') return `Basic realm="${side.signIn.realm ?? request.headers.host ?? 'localhost'}"`;
    return scheme === 'Bearer' ? BEARER : scheme;
  });
}

const UNAUTHORIZED =
  '<html><head><title>You are not authorized to view this page</title></head><body><h2>HTTP Error 401.1 - Unauthorized: Access is denied due to invalid credentials.</h2></body></html>';

const out = (page: Page): SignedIn => ({ kind: 'out', ...page });

function refused(side: Side, request: IncomingMessage, challenges = challengesOf(side, request)): SignedIn {
  const headers = { 'WWW-Authenticate': challenges };
  // As recorded: IIS 6 explains itself at every step of a handshake, later ones only give the header.
  if (side.profile.stack === 'asmx')
    return { kind: 'out', status: 401, headers: { ...headers, 'Content-Type': 'text/html' }, body: UNAUTHORIZED };
  return { kind: 'out', status: 401, headers: { ...headers, 'Content-Length': '0' }, body: '' };
}

function enter(side: Side, request: IncomingMessage, account: Account, verdict: Verdict): SignedIn {
  const { username, mailbox } = account;
  const caller: Caller = { username, isAdmin: !mailbox, ...(mailbox ? { mailbox } : {}) };
  if (verdict === 'in') return { kind: 'in', caller, headers: {} };
  side.stats.refusedSignIns += 1;
  if (verdict === 'wrong') {
    const { wrongPasswords } = side.stats;
    wrongPasswords[username.toLowerCase()] = (wrongPasswords[username.toLowerCase()] ?? 0) + 1;
  }
  if (verdict === 'locked') return side.signIn.lockOut?.tells === 'page' ? out(lockedPage) : refused(side, request);
  if (verdict === 'wrong' || side.signIn.tells !== 'ews') return refused(side, request);
  return { kind: 'in', caller, headers: {}, problem: STATE_CODES[verdict] };
}

/** User names may carry a domain, as `DOMAIN\user`. */
function basic(side: Side, request: IncomingMessage, token: string): SignedIn {
  const text = new TextDecoder(side.signIn.basicCharset ?? 'utf-8', { ignoreBOM: true }).decode(
    Buffer.from(token, 'base64'),
  );
  const colon = text.indexOf(':');
  const [, domain, name] = /^(?:([^\\@]*)\\)?(.*)$/s.exec(text.slice(0, Math.max(0, colon))) as unknown as string[];
  const account = name ? side.accounts.find(name, domain || undefined) : undefined;
  if (!account || colon === -1) {
    side.stats.refusedSignIns += 1;
    return refused(side, request);
  }
  const isRight = isSame(text.slice(colon + 1), account.password);
  return enter(side, request, account, side.accounts.judge(account, isRight));
}

function handshake(side: Side, request: IncomingMessage, scheme: Scheme, token: string): SignedIn {
  const step = takeToken(side, request.socket, token, isEws(request));
  if (step.kind === 'challenge') {
    // As recorded: the token in the place of its scheme's name, the other schemes offered as before.
    const lines = challengesOf(side, request).map((line) => (line === scheme ? `${scheme} ${step.token}` : line));
    return refused(side, request, lines);
  }
  if (step.kind === 'signed-in') {
    const entered = enter(side, request, step.account, step.verdict);
    // As recorded: on the answer that ends the handshake, from IIS 7 on.
    if (entered.kind === 'out' || side.profile.stack === 'asmx') return entered;
    return { ...entered, headers: { ...entered.headers, 'Persistent-Auth': 'true' } };
  }
  side.stats.refusedSignIns += 1;
  return refused(side, request);
}

function bearer(side: Side, request: IncomingMessage, token: string): SignedIn {
  const username = side.signIn.tokens?.[token];
  const account = username === undefined ? undefined : side.accounts.find(username);
  if (account) return enter(side, request, account, side.accounts.judge(account, true));
  side.stats.refusedSignIns += 1;
  const lines = challengesOf(side, request).map((line) => (line === BEARER ? `${line}, error="invalid_token"` : line));
  return refused(side, request, lines);
}

/**
 * Who sends a request. Basic and Bearer come with each; NTLM is shaken out once a connection, and what follows on it
 * needs no header.
 */
export function signIn(side: Side, request: IncomingMessage): SignedIn {
  const { page } = side.signIn;
  if (page) return out(page === 'form' ? formPage : redirectPage(request.headers.host ?? 'localhost'));
  const schemes = schemesOf(side, request);
  const [, name = '', token = ''] = /^(\w+)\s+(\S+)\s*$/.exec(request.headers.authorization ?? '') ?? [];
  const scheme = schemes.find((each) => each.toLowerCase() === name.toLowerCase());
  if (request.headers.authorization === undefined) {
    const account = accountOn(request.socket);
    if (!account) return refused(side, request);
    return enter(side, request, account, 'in');
  }
  if (scheme === 'NTLM' || scheme === 'Negotiate') return handshake(side, request, scheme, token);
  forget(request.socket);
  if (scheme === 'Basic') return basic(side, request, token);
  if (scheme === 'Bearer') return bearer(side, request, token);
  side.stats.refusedSignIns += 1;
  return refused(side, request);
}
