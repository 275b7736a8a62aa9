import { listWorkgroupsToPurge, purgeUnused } from '../../features/credential-requests/purge.ts';
import { listWorkgroupsDue, workDue } from '../../features/credential-requests/work-due.ts';
import type { Deps } from '../../features/kernel/deps.ts';
import { HOUR_MS } from '../../lib/units.ts';
import type { Sender } from './sender.ts';

/** What end users gave is kept for days: outboxes, which wake often, need not look so often whether it is time. */
const PURGE_EVERY_MS = HOUR_MS;

/** Works off the credential requests of a workgroup: reminders and expiry, and credentials that nobody uses any more. */
export function createCredentialSender(deps: Pick<Deps, 'db' | 'newId' | 'now'>): Sender {
  const purgedAt = new Map<string, number>();
  return {
    name: 'credential-requests',
    sendDue: async (workgroupId, now, until) => {
      if (now - (purgedAt.get(workgroupId) ?? -Infinity) >= PURGE_EVERY_MS) {
        await purgeUnused(deps, workgroupId, until);
        purgedAt.set(workgroupId, now);
      }
      return workDue(deps, workgroupId, until);
    },
    listDue: async (now, limit) => [
      ...(await listWorkgroupsDue(deps.db, now, limit)),
      ...(await listWorkgroupsToPurge(deps.db, now, limit)),
    ],
  };
}
