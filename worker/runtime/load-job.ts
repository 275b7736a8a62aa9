import type { PassOptions, PassType } from '../engine/pass.ts';
import { getEndpoint } from '../features/endpoints/store.ts';
import type { EndpointRow } from '../features/endpoints/table.ts';
import type { Db } from '../features/kernel/db.ts';
import { getMailbox } from '../features/mailboxes/store.ts';
import type { MailboxRow } from '../features/mailboxes/table.ts';
import { getRun } from '../features/passes/run-store.ts';
import { getProject } from '../features/projects/store.ts';
import type { CopyMessage } from './messages.ts';
import { passTypeOf } from './pass-type.ts';

/** Everything that a slice needs to know, as the database has it at its start. */
export type Job = {
  db: Db;
  workgroupId: string;
  projectId: string;
  mailboxId: string;
  passId: string;
  type: PassType;
  options: PassOptions;
  attempts: number;
  mailbox: MailboxRow;
  sourceEndpoint: EndpointRow;
  destinationEndpoint: EndpointRow;
};

/** Throws when a row is gone: then there is nothing to do, and the coordinator finds out by itself. */
export async function loadJob(db: Db, message: CopyMessage): Promise<Job> {
  const { workgroupId, projectId, mailboxId, passId, runId } = message;
  const [run, mailbox, project] = await Promise.all([
    getRun(db, workgroupId, runId),
    getMailbox(db, workgroupId, mailboxId),
    getProject(db, workgroupId, projectId),
  ]);
  if (!run || !mailbox || !project) throw new Error('The run, its mailbox or its project is gone.');
  const [sourceEndpoint, destinationEndpoint] = await Promise.all([
    getEndpoint(db, workgroupId, project.sourceEndpointId),
    getEndpoint(db, workgroupId, project.destinationEndpointId),
  ]);
  if (!sourceEndpoint || !destinationEndpoint) throw new Error('An endpoint of the project is gone.');
  const { copyPaths, excludedFolders, includeSubjects, maximumErrors } = project.options;
  return {
    db,
    workgroupId,
    projectId,
    mailboxId,
    passId,
    type: passTypeOf(run.type),
    options: { copyPaths, excludedFolders, includeSubjects, maximumErrors },
    attempts: run.attempts,
    mailbox,
    sourceEndpoint,
    destinationEndpoint,
  };
}
