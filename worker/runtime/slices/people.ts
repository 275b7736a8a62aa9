import type { PeopleMap } from '../../engine/model/setting.ts';
import { createPeopleMap } from '../../engine/settings/people-map.ts';
import { listCounterparts } from '../../features/mailboxes/store.ts';
import type { Job } from './load-job.ts';

/** Where people whom a mailbox's settings name are at the destination: by the project's own list of mailboxes first. */
export function peopleOf({ db, workgroupId, projectId, mailbox }: Job): {
  owner: string;
  mapOf: (addresses: readonly string[]) => Promise<PeopleMap>;
} {
  const own = { source: mailbox.sourceEmail, destination: mailbox.destinationEmail };
  return {
    owner: mailbox.sourceEmail,
    mapOf: async (addresses) => createPeopleMap(own, await listCounterparts(db, workgroupId, projectId, addresses)),
  };
}
