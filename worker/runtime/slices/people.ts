import type { AddressMap } from '../../engine/settings/addresses.ts';
import { createAddressMap } from '../../engine/settings/addresses.ts';
import { listCounterparts } from '../../features/mailboxes/store.ts';
import type { Job } from './load-job.ts';

/** Where people whom a mailbox's settings name are at the destination: by the project's own list of mailboxes first. */
export function peopleOf({ db, workgroupId, projectId, mailbox }: Job): {
  owner: string;
  mapOf: (addresses: readonly string[]) => Promise<AddressMap>;
} {
  const own = { source: mailbox.sourceEmail, destination: mailbox.destinationEmail };
  return {
    owner: mailbox.sourceEmail,
    mapOf: async (addresses) => createAddressMap(own, await listCounterparts(db, workgroupId, projectId, addresses)),
  };
}
