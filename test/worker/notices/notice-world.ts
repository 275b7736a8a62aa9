import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Deps } from '../../../worker/features/kernel/deps.ts';
import { createNoticeReader } from '../../../worker/features/notices/read-events.ts';
import { drain } from '../../../worker/runtime/delivery/drain.ts';
import { createNoticeSender } from '../../../worker/runtime/delivery/notice-sender.ts';
import { createPlace } from '../../../worker/runtime/delivery/place.ts';
import type { Loose } from '../harness.ts';
import { createHarness, makeProject, signUp } from '../harness.ts';

export const START = { local: '2027-03-05T18:00', timeZone: 'Europe/Oslo' };
export const MIGRATION = { kind: 'migration-notice', startsAt: START };

/** A workgroup with a project, a clock of its own, and an outbox that makes messages of notices. */
export async function noticeWorld(mailboxes = 3) {
  let now = Date.parse('2027-01-10T12:00:00Z');
  let database = env.DB;
  const harness = createHarness({
    now: () => now,
    database: new Proxy({} as D1Database, {
      get: (_target, name) => {
        const value: unknown = Reflect.get(database, name);
        return typeof value === 'function' ? (value.bind(database) as unknown) : value;
      },
    }),
  });
  const owner = await signUp(harness);
  const { workgroupId } = owner;
  const project = await makeProject(owner.ask, mailboxes);
  const path = `/api/projects/${project.projectId}`;
  const { db } = harness.deps;
  const outbox = (deps: Deps = harness.deps) => {
    const reader = createNoticeReader(deps);
    return drain({
      workgroupId,
      readers: [
        {
          name: reader.name,
          read: (events) => reader.read(events, deps.db, workgroupId),
          place: createPlace(deps.db, { workgroupId, reader: reader.name }),
        },
      ],
      senders: [createNoticeSender(deps)],
      now: deps.now,
      log: { error: (...values) => void errors.push(values) },
    });
  };
  const errors: unknown[] = [];
  const rows = async (query: string, ...values: unknown[]): Promise<Loose[]> =>
    (
      await env.DB.prepare(query)
        .bind(...values)
        .all()
    ).results;
  return {
    ...project,
    harness,
    owner,
    workgroupId,
    path,
    errors,
    drain: outbox,
    now: () => now,
    pass: (ms: number) => (now += ms),
    goTo: (instant: string) => (now = Date.parse(instant)),
    /** From here on the database is this one. */
    use: (other: D1Database) => (database = other),
    notify: (body: Loose = MIGRATION, headers: Record<string, string> = {}) =>
      owner.ask('POST', `${path}/notices`, { body, headers }),
    /** The messages that there are, oldest first. */
    messages: () => rows(`SELECT * FROM messages WHERE workgroup_id = ? ORDER BY rowid`, workgroupId),
    setMessages: (state: string, where = '1 = 1') =>
      db.$client
        .prepare(`UPDATE messages SET state = ? WHERE workgroup_id = ? AND ${where}`)
        .bind(state, workgroupId)
        .run(),
    log: async (id: string, query = '') =>
      (await owner.ask('GET', `/api/notices/${id}/recipients?limit=1000${query}`)).body.items as Loose[],
    notice: async (id: string) => (await owner.ask('GET', `/api/notices/${id}`)).body,
    list: async () => (await owner.ask('GET', `${path}/notices`)).body.items as Loose[],
    setOptions: async (notices: Loose) => {
      const answer = await owner.ask('PATCH', path, { body: { options: { notices } } });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    },
    rows,
  };
}
