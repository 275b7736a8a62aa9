import type { AnswerNeeds } from '../../features/credential-requests/page/answer-request.ts';
import { checkDue, listWorkgroupsToCheck } from '../../features/credential-requests/page/check-due.ts';
import { listWorkgroupsToPurge, purgeUnused } from '../../features/credential-requests/purge.ts';
import { listWorkgroupsDue, workDue } from '../../features/credential-requests/work-due.ts';
import { HOUR_MS } from '../../lib/units.ts';
import type { Sender } from './sender.ts';

/** What end users gave is kept for days: outboxes, which wake often, need not look so often whether it is time. */
const PURGE_EVERY_MS = HOUR_MS;

/**
 * Works off the credential requests of a workgroup: answers that are to be checked again, reminders and expiry, and
 * credentials that nobody uses any more.
 */
export function createCredentialSender(deps: AnswerNeeds): Sender {
  const purgedAt = new Map<string, number>();
  return {
    name: 'credential-requests',
    sendDue: async (workgroupId, now, until) => {
      if (now - (purgedAt.get(workgroupId) ?? -Infinity) >= PURGE_EVERY_MS) {
        await purgeUnused(deps, workgroupId, until);
        purgedAt.set(workgroupId, now);
      }
      const [checkAt, dueAt] = await Promise.all([
        checkDue(deps, workgroupId, until),
        workDue(deps, workgroupId, until),
      ]);
      return checkAt === undefined || dueAt === undefined ? (checkAt ?? dueAt) : Math.min(checkAt, dueAt);
    },
    listDue: async (now, limit) => [
      ...(await listWorkgroupsToCheck(deps.db, now, limit)),
      ...(await listWorkgroupsDue(deps.db, now, limit)),
      ...(await listWorkgroupsToPurge(deps.db, now, limit)),
    ],
  };
}
