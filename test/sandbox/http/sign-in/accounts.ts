import { createHash, timingSafeEqual } from 'node:crypto';
import type { Mailbox, Store } from '../../store/store.ts';
import type { AccountState, SignInOptions } from './options.ts';

/** One who can sign in: a mailbox's owner, or an account without a mailbox. */
export type Account = { username: string; password: string; mailbox?: Mailbox };

export type Login = { username: string; password: string };

export type Verdict = 'in' | 'wrong' | 'locked' | Exclude<AccountState, 'active'>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In a time that does not tell where they part. */
export const isSame = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));

const localPart = (address: string): string => address.slice(0, address.indexOf('@'));

/**
 * The accounts of one side and how they stand. Passwords of owners are the store's; states and counts of wrong
 * passwords live as long as the process.
 */
export class Accounts {
  readonly #store: Store;
  readonly #others: readonly Login[];
  readonly #options: SignInOptions;
  readonly #now: () => number;
  readonly #states = new Map<string, AccountState>();
  readonly #wrong = new Map<string, number>();
  readonly #lockedUntil = new Map<string, number>();

  /** `others`: accounts without a mailbox. */
  constructor(store: Store, others: readonly Login[], options: SignInOptions, now: () => number) {
    this.#store = store;
    this.#others = others;
    this.#options = options;
    this.#now = now;
  }

  /** NetBIOS name of the domain. */
  get domain(): string {
    const { domain } = this.#options;
    if (domain !== undefined) return domain;
    return (this.dnsDomain.split('.')[0] as string).toUpperCase().slice(0, 15);
  }

  get dnsDomain(): string {
    const row = this.#store.sql('select email from mailboxes order by id limit 1').get() as
      | { email: string }
      | undefined;
    return (row?.email ?? this.#others[0]?.username ?? '').split('@')[1] || 'sandbox.example';
  }

  /**
   * By its whole name (in any domain), or by its name before the @ in the domain of the side. Undefined when there is
   * none.
   */
  find(name: string, domain?: string): Account | undefined {
    const wanted = name.toLowerCase();
    const other = this.#others.find((each) => each.username.toLowerCase() === wanted);
    if (other) return other;
    const mailbox = this.#store.mailbox(name);
    if (mailbox) return { username: mailbox.email, password: mailbox.password, mailbox };
    const isOurs =
      domain === undefined || [this.domain, this.dnsDomain].some((each) => each.toLowerCase() === domain.toLowerCase());
    if (!isOurs || name === '' || name.includes('@')) return undefined;
    const row = this.#store
      .sql("select email from mailboxes where lower(substr(email, 1, instr(email, '@') - 1)) = ? order by id limit 1")
      .get(wanted) as { email: string } | undefined;
    if (row) return this.find(row.email);
    return this.#others.find((each) => localPart(each.username).toLowerCase() === wanted);
  }

  /** What happens to an attempt with a right or a wrong password. Counts it. */
  judge({ username }: Account, isRight: boolean): Verdict {
    const key = username.toLowerCase();
    if (this.isLocked(username)) return 'locked';
    if (!isRight) {
      const count = (this.#wrong.get(key) ?? 0) + 1;
      this.#wrong.set(key, count);
      const { lockOut } = this.#options;
      if (lockOut && count >= lockOut.after) this.lock(username, lockOut.forMs);
      return 'wrong';
    }
    const state = this.#states.get(key) ?? 'active';
    if (state !== 'active') return state;
    this.#wrong.delete(key);
    return 'in';
  }

  isLocked(username: string): boolean {
    const until = this.#lockedUntil.get(username.toLowerCase());
    if (until === undefined) return false;
    if (this.#now() < until) return true;
    this.unlock(username);
    return false;
  }

  /** Without `forMs` until it is unlocked. */
  lock(username: string, forMs = Number.POSITIVE_INFINITY): void {
    this.#lockedUntil.set(username.toLowerCase(), this.#now() + forMs);
  }

  unlock(username: string): void {
    this.#lockedUntil.delete(username.toLowerCase());
    this.#wrong.delete(username.toLowerCase());
  }

  setState(username: string, state: AccountState): void {
    this.#states.set(username.toLowerCase(), state);
  }

  /** Throws RangeError where there is no such account. */
  setPassword(username: string, password: string): void {
    const account = this.find(username);
    if (!account) throw new RangeError(`No account ${username}`);
    if (account.mailbox)
      this.#store.sql('update mailboxes set password = ? where id = ?').run(password, account.mailbox.id);
    else account.password = password;
  }
}
