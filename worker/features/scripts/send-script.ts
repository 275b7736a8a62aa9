import { matchLanguage } from '../../lib/mail/languages.ts';
import type { z } from 'zod';
import { actorOf, newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { messageStatement } from '../messages/message-statement.ts';
import { getMessage } from '../messages/store.ts';
import type { MessageRow } from '../messages/table.ts';
import type { ProjectRow } from '../projects/table.ts';
import { getWorkgroup } from '../workgroups/store.ts';
import type { ScriptId } from '../../lib/script-facts.ts';
import { problem } from './errors.ts';
import type { ScriptMessageRequest } from './schema.ts';
import { scriptOfProject } from './script-of-project.ts';

/** Gmail cuts off what is longer than 102 KB, with the markup around it. */
const LONGEST_IN_MESSAGE = 80_000;

/**
 * Sends a script to an administrator, in the text of a message: mail servers refuse .ps1 files. Throws
 * `script-not-available`, `script-too-long`.
 */
export async function sendScript(
  deps: Deps,
  principal: Principal,
  { project, id }: { project: ProjectRow; id: ScriptId },
  { to, language, note, ...options }: z.output<typeof ScriptMessageRequest>,
): Promise<MessageRow> {
  const { db } = deps;
  const { workgroupId } = project;
  const script = await scriptOfProject(deps, project, id, options);
  if (script.text.length > LONGEST_IN_MESSAGE) throw problem('script-too-long');
  const workgroup = await getWorkgroup(db, workgroupId);
  const messageId = deps.newId('msg');
  const event = newEvent(deps, actorOf(principal), {
    type: 'script.sent',
    subject: { kind: 'message', id: messageId, name: to },
    customerId: project.customerId,
    projectId: project.id,
    data: { scriptId: id, title: script.title, version: script.version, side: script.side },
  });
  await runBatch(db, [
    messageStatement(db, workgroupId, {
      id: messageId,
      kind: 'provider-script',
      recipient: to,
      language: language ?? matchLanguage(workgroup?.language),
      variables: {
        sender: principal.actorName,
        customer: script.customer,
        fileName: script.fileName,
        note: note ?? '',
        script: script.text,
      },
      customerId: project.customerId,
      projectId: project.id,
      now: deps.now(),
    }),
    eventStatement(db, workgroupId, event),
  ]);
  const row = await getMessage(db, workgroupId, messageId);
  if (!row) throw problem('script-not-found');
  return row;
}
