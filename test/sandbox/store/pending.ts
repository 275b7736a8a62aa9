import { generateMailbox, type GenerateOptions } from '../generate/mailbox.ts';
import { PROFILES, type ProfileName } from '../profiles/profiles.ts';
import { addKnownFolders } from './new-mailbox.ts';
import type { Mailbox, Store } from './store.ts';

/** What a mailbox will be whose folders and items are made when someone first asks for it. */
type PendingPlan = {
  profile: ProfileName;
  language?: string | undefined;
  fill?: GenerateOptions | undefined;
  archive?: boolean | undefined;
};

export const pendingMailboxes = (store: Store): Set<number> =>
  new Set((store.sql('select mailbox from pending').all() as { mailbox: number }[]).map((row) => row.mailbox));

/** Remembers what a mailbox without folders will be. */
export function insertPending(store: Store, mailbox: Mailbox, plan: PendingPlan): void {
  store.sql('insert into pending values (?, ?)').run(mailbox.id, JSON.stringify(plan));
  store.pending.add(mailbox.id);
}

/** Makes a mailbox what it should be; whole or not at all, and once, whichever process comes first. */
export function fillPending(store: Store, mailbox: Mailbox): void {
  store.pending.delete(mailbox.id);
  try {
    store.transaction(() => {
      const row = store.sql('select plan from pending where mailbox = ?').get(mailbox.id);
      if (!row) return;
      const { profile, language, fill, archive } = JSON.parse((row as { plan: string }).plan) as PendingPlan;
      addKnownFolders(store, mailbox, PROFILES[profile], language, archive);
      if (fill) generateMailbox(store, mailbox.email, fill);
      store.sql('delete from pending where mailbox = ?').run(mailbox.id);
    });
  } catch (error) {
    store.pending.add(mailbox.id);
    throw error;
  }
}
