import { toIsoSecond } from '../../lib/clock.ts';
import type { MailboxCount } from '../../engine/model/count.ts';
import type { PassOptions, PassOrder } from '../../engine/model/pass.ts';
import { getEndpoint } from '../../features/endpoints/store.ts';
import type { EndpointRow } from '../../features/endpoints/table.ts';
import type { Db } from '../../features/kernel/db.ts';
import { getMailbox } from '../../features/mailboxes/store.ts';
import type { MailboxRow } from '../../features/mailboxes/table.ts';
import { getRun } from '../../features/passes/run-store.ts';
import { getPass } from '../../features/passes/store.ts';
import { getProject } from '../../features/projects/store.ts';
import type { ProjectOptions } from '../../features/projects/table.ts';
import type { CopyMessage } from '../passes/messages.ts';
import type { RunMemory } from '../passes/run-memory.ts';
import { memoryIn } from '../passes/run-memory.ts';
import { loadCount } from './report-inventory.ts';

/** Everything that a slice needs to know, as the database has it at its start. */
export type Job = {
  db: Db;
  workgroupId: string;
  projectId: string;
  mailboxId: string;
  passId: string;
  order: PassOrder;
  options: PassOptions;
  attempts: number;
  memory: RunMemory;
  mailbox: MailboxRow;
  /** Inventory: what earlier slices have counted. */
  counted?: MailboxCount;
  sourceEndpoint: EndpointRow;
  destinationEndpoint: EndpointRow;
};

/** What of a project's options concerns the engine. */
export function passOptionsOf({ maximumConcurrentMigrations: _slots, ...options }: ProjectOptions): PassOptions {
  return options;
}

/** Throws if a row is gone: then there is nothing to do, and the coordinator will notice. */
export async function loadJob(db: Db, message: CopyMessage): Promise<Job> {
  const { workgroupId, projectId, mailboxId, passId, runId } = message;
  const [run, pass, mailbox, project] = await Promise.all([
    getRun(db, workgroupId, runId),
    getPass(db, workgroupId, passId),
    getMailbox(db, workgroupId, mailboxId),
    getProject(db, workgroupId, projectId),
  ]);
  if (!run || !pass || !mailbox || !project) throw new Error('The run, its mailbox or its project is gone.');
  const [sourceEndpoint, destinationEndpoint, counted] = await Promise.all([
    getEndpoint(db, workgroupId, project.sourceEndpointId),
    getEndpoint(db, workgroupId, project.destinationEndpointId),
    run.type === 'inventory' ? loadCount(db, workgroupId, mailboxId, passId) : undefined,
  ]);
  if (!sourceEndpoint || !destinationEndpoint) throw new Error('An endpoint of the project is gone.');
  return {
    db,
    workgroupId,
    projectId,
    mailboxId,
    passId,
    order: {
      id: passId,
      type: run.type,
      ...(pass.olderThanAt !== null && { before: toIsoSecond(pass.olderThanAt) }),
    },
    options: passOptionsOf(project.options),
    attempts: run.attempts,
    memory: memoryIn(run.tally),
    mailbox,
    ...(counted && { counted }),
    sourceEndpoint,
    destinationEndpoint,
  };
}
