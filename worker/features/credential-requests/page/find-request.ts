import { listEndpointsByIds } from '../../endpoints/store.ts';
import type { Db } from '../../kernel/db.ts';
import { getMailbox } from '../../mailboxes/store.ts';
import { getProject } from '../../projects/store.ts';
import type { RequestRow } from '../table.ts';
import type { FoundRequest } from './answer-request.ts';

/** A request with its mailbox and servers; undefined where one of them is gone. */
export async function findRequest(db: Db, request: RequestRow): Promise<FoundRequest | undefined> {
  const { workgroupId, mailboxId, projectId } = request;
  const [mailbox, project] = await Promise.all([
    getMailbox(db, workgroupId, mailboxId),
    getProject(db, workgroupId, projectId),
  ]);
  if (!mailbox || !project) return undefined;
  const { sourceEndpointId, destinationEndpointId } = project;
  const endpoints = await listEndpointsByIds(db, workgroupId, [sourceEndpointId, destinationEndpointId]);
  const [source, destination] = [endpoints.get(sourceEndpointId), endpoints.get(destinationEndpointId)];
  return source && destination && { request, mailbox, project, source, destination };
}
