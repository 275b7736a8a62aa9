import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { openDatabase } from './database.ts';
import { fillPending, pendingMailboxes } from './pending.ts';

export type Mailbox = { id: number; email: string; password: string; guid: string; name: string };

/**
 * One server's database. Statements are prepared once; `transaction` is the only way to group writes. Folders,
 * items and contents have their own modules, all over this handle.
 */
export class Store {
  readonly database: DatabaseSync;
  /** Ids of mailboxes that are filled when someone first asks for them. */
  pending: Set<number>;
  /** Of what is written from now on: all of it, or length and digest alone. Nothing can read the latter back. */
  readonly contents: 'whole' | 'hashed';
  #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(path = ':memory:', contents: 'whole' | 'hashed' = 'whole') {
    this.contents = contents;
    this.database = openDatabase(path);
    this.pending = pendingMailboxes(this);
  }

  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** All or nothing; inside another one it is part of that. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.database.exec('begin immediate');
    this.#depth += 1;
    try {
      const result = work();
      this.database.exec('commit');
      return result;
    } catch (error) {
      // On a full disk SQLite has done so itself.
      if (this.database.isTransaction) this.database.exec('rollback');
      // One that was filled in here is to be filled again.
      this.pending = pendingMailboxes(this);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }

  mailbox(email: string): Mailbox | undefined {
    return this.#filled(this.sql('select id, email, password, guid, name from mailboxes where email = ?').get(email));
  }

  /** Whether there is one, without filling it. */
  hasMailbox(email: string): boolean {
    return this.sql('select 1 from mailboxes where email = ?').get(email) !== undefined;
  }

  mailboxByGuid(guid: string): Mailbox | undefined {
    return this.#filled(this.sql('select id, email, password, guid, name from mailboxes where guid = ?').get(guid));
  }

  #filled(row: unknown): Mailbox | undefined {
    const mailbox = row as Mailbox | undefined;
    if (mailbox && this.pending.has(mailbox.id)) fillPending(this, mailbox);
    return mailbox;
  }

  mailboxById(id: number): Mailbox {
    const row = this.sql('select id, email, password, guid, name from mailboxes where id = ?').get(id);
    if (!row) throw new Error(`No mailbox ${id}`);
    return row as Mailbox;
  }

  mailboxes(): Mailbox[] {
    return this.sql('select id, email, password, guid, name from mailboxes order by id').all() as Mailbox[];
  }

  /** `name` is by default what stands before the sign in the address. */
  insertMailbox(email: string, password: string, name?: string, guid: string = randomUUID()): Mailbox {
    this.sql('insert into mailboxes (email, password, guid, name) values (?, ?, ?, ?)').run(
      email,
      password,
      guid,
      name ?? email.split('@')[0] ?? email,
    );
    return this.mailbox(email) as Mailbox;
  }

  /** The next change number of a mailbox; every write takes one. Of `count` it is the last. */
  nextChange(mailbox: number, count = 1): number {
    const row = this.sql('update mailboxes set change = change + ? where id = ? returning change').get(count, mailbox);
    return (row as { change: number }).change;
  }

  currentChange(mailbox: number): number {
    return (this.sql('select change from mailboxes where id = ?').get(mailbox) as { change: number }).change;
  }

  fact(name: string): string | undefined {
    return (this.sql('select value from facts where name = ?').get(name) as { value: string } | undefined)?.value;
  }

  setFact(name: string, value: string): void {
    this.sql('insert into facts values (?, ?) on conflict (name) do update set value = excluded.value').run(
      name,
      value,
    );
  }
}
