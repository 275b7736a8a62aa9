import type { NoticeSendDeps } from '../../features/notices/send-due.ts';
import { sendDueNotices } from '../../features/notices/send-due.ts';
import { listWorkgroupsWithDueNotices } from '../../features/notices/store.ts';
import type { Sender } from './sender.ts';

/** Makes the messages of notices that are due. */
export function createNoticeSender(deps: NoticeSendDeps): Sender {
  return {
    name: 'notices',
    sendDue: (workgroupId, _now, until) => sendDueNotices(deps, workgroupId, until),
    listDue: (now, limit) => listWorkgroupsWithDueNotices(deps.db, now, limit),
  };
}
