import type { SendDeps } from '../../features/messages/send-due.ts';
import { sendDue } from '../../features/messages/send-due.ts';
import { listWorkgroupsWithDueMessages } from '../../features/messages/store.ts';
import type { Sender } from './sender.ts';

/** Works off the messages of a workgroup. */
export function createMailSender(deps: SendDeps): Sender {
  return {
    name: 'mail',
    sendDue: (workgroupId, _now, until) => sendDue(deps, workgroupId, until),
    listDue: (now, limit) => listWorkgroupsWithDueMessages(deps.db, now, limit),
  };
}
