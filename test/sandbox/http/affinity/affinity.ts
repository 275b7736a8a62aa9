import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  BACK_END,
  backEndCookie,
  type Balancer,
  balancerCookie,
  nameOf,
  readCookies,
  SESSION,
  sessionCookie,
  type SetCookie,
} from './cookies.ts';

export type AffinityOptions = {
  /** What stands before the servers and sets a cookie of its own. Default nothing. */
  balancer?: Balancer;
  /**
   * What a request gets without the cookies that its mailbox was given: a slow answer, or that of a back end which does
   * not have the mailbox (ErrorMailboxStoreUnavailable). Default it is only counted.
   */
  without?: 'slow' | 'wrong';
  /** Default half a second. */
  slowMs?: number;
  /** Requests that were on their way when the cookies were given are excused. Default a quarter of a second. */
  graceMs?: number;
};

type Clock = () => number;

/** What came of a request's cookies. `isForeign`: one of them was given to another mailbox. */
export type Met = { isMissing: boolean; isForeign: boolean };

// More than any test has mailboxes.
const REMEMBERED = 100_000;

/**
 * Which mailbox was given which cookies. Front ends of 2013 and later keep a mailbox on its back end by
 * X-BackEndCookie, load balancers a client on its server by theirs; all are secure, so that plain http has none.
 */
export class Affinity {
  options: AffinityOptions;
  readonly #setsBackEnd: boolean;
  readonly #now: Clock;
  /** By name and value; an empty text until a mailbox uses it. */
  readonly #owners = new Map<string, string>();
  /** When a mailbox was given a cookie, by both names. */
  readonly #given = new Map<string, number>();
  readonly #fresh = new WeakMap<IncomingMessage, SetCookie>();
  #count = 0;

  constructor(options: AffinityOptions, setsBackEnd: boolean, now: Clock) {
    this.options = options;
    this.#setsBackEnd = setsBackEnd;
    this.#now = now;
  }

  /** What a load balancer does with each request, before anyone knows whose it is. */
  atTheBalancer(request: IncomingMessage, response: ServerResponse): void {
    const { balancer } = this.options;
    if (!balancer || !('encrypted' in request.socket)) return;
    if (readCookies(request.headers.cookie).has(nameOf(balancer))) return;
    const cookie = balancerCookie(balancer, ++this.#count);
    this.#fresh.set(request, cookie);
    this.#own(cookie, '');
    response.appendHeader('Set-Cookie', cookie.line);
  }

  /** What a front end does with a request of a mailbox. `beganAt`: when it came. */
  meet(request: IncomingMessage, response: ServerResponse, mailbox: string, beganAt: number): Met {
    if (!('encrypted' in request.socket)) return { isMissing: false, isForeign: false };
    const cookies = readCookies(request.headers.cookie);
    const { balancer, graceMs = 250 } = this.options;
    const names = [...(this.#setsBackEnd ? [BACK_END, SESSION] : []), ...(balancer ? [nameOf(balancer)] : [])];
    const met: Met = { isMissing: false, isForeign: false };
    for (const name of names) {
      const value = cookies.get(name);
      const owner = value === undefined ? undefined : this.#owners.get(`${name}=${value}`);
      if (value !== undefined && owner === '') this.#owners.set(`${name}=${value}`, mailbox);
      else if (owner !== undefined && owner !== mailbox) met.isForeign = true;
      if (owner !== undefined) continue;
      // A value of an earlier start is as good as none, and nobody's fault.
      const givenAt = value === undefined ? this.#given.get(`${name} ${mailbox}`) : undefined;
      if (givenAt !== undefined && beganAt > givenAt + graceMs) met.isMissing = true;
      this.#give(request, response, name, mailbox);
    }
    return met;
  }

  #give(request: IncomingMessage, response: ServerResponse, name: string, mailbox: string): void {
    const isNew = name === BACK_END || name === SESSION;
    const cookie = isNew ? this.#make(name) : this.#fresh.get(request);
    if (!cookie) return;
    if (isNew) response.appendHeader('Set-Cookie', cookie.line);
    this.#own(cookie, mailbox);
    const key = `${name} ${mailbox}`;
    response.once('finish', () => {
      if (!this.#given.has(key)) this.#given.set(key, this.#now());
    });
  }

  #make(name: string): SetCookie {
    return name === BACK_END ? backEndCookie(++this.#count, this.#now()) : sessionCookie(this.#now());
  }

  #own({ name, value }: SetCookie, mailbox: string): void {
    this.#owners.set(`${name}=${value}`, mailbox);
    for (const map of [this.#owners, this.#given])
      if (map.size > REMEMBERED) map.delete(map.keys().next().value as string);
  }
}
