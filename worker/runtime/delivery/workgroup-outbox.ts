import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../passes/env.ts';
import { createDb } from '../platform/db.ts';
import { consoleLog as log } from '../platform/log.ts';
import { drain } from './drain.ts';
import { partsOf } from './parts.ts';
import { createPlace } from './place.ts';

const OWNER = 'workgroup';
/** Events of one moment are drained together. An alarm for now, set while another runs, can get lost. */
const SOON_MS = 100;
/** Events that follow one another closely, as those of a busy pass do, are drained together this often. */
const REST_MS = 1_000;
const AGAIN_MS = 30_000;

/**
 * Drains the events of one workgroup. It decides nothing: D1 has where readers are and what is due, so a wake that
 * was lost, or came twice, changes nothing.
 */
export class WorkgroupOutbox extends DurableObject<Env> {
  /** Once: a sender goes on with slow receivers after a drain. */
  readonly #parts = partsOf(this.env);
  #drainedAt = 0;

  /** There may be something to read or to send. Returns before that is done. */
  async wake(workgroupId: string): Promise<void> {
    await this.ctx.storage.put(OWNER, workgroupId);
    await this.#setAlarm(this.#drainedAt + REST_MS);
  }

  override async alarm(): Promise<void> {
    const workgroupId = await this.ctx.storage.get<string>(OWNER);
    if (workgroupId === undefined) return;
    this.#drainedAt = Date.now();
    const next = await this.#drain(workgroupId).catch((error: unknown) => {
      log.error('drain-failed', { workgroupId, error });
      return Date.now() + AGAIN_MS;
    });
    if (next !== undefined) await this.#setAlarm(next);
  }

  async #drain(workgroupId: string): Promise<number | undefined> {
    const db = createDb(this.env.DB);
    const { readers, senders } = this.#parts;
    return drain({
      workgroupId,
      readers: readers.map((reader) => ({
        name: reader.name,
        read: (events) => reader.read(events, db, workgroupId),
        place: createPlace(db, { workgroupId, reader: reader.name }),
      })),
      senders,
      now: Date.now,
      log,
    });
  }

  /** Always in the future, and never later than what is set. */
  async #setAlarm(at: number): Promise<void> {
    const due = Math.max(at, Date.now() + SOON_MS);
    const set = await this.ctx.storage.getAlarm();
    if (set === null || set > due) await this.ctx.storage.setAlarm(due);
  }
}
