import { madeFolders } from '../../fakes/made-folders.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindOf } from '../../../worker/engine/model/item.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { describeDifference, explainMailboxes } from './compare.ts';
import { PROFILES, type ProfileName } from '../profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { connect } from '../../exchange/connect.ts';

const EMAIL = 'ann@compare.example';

const never = (): AbortSignal => new AbortController().signal;

/** Copies all that a path takes, folder by folder, with the engine's own ports. */
async function copyBy(method: 'mime' | 'typed', sandbox: Sandbox): Promise<void> {
  const source = createExchangeSource(connect(sandbox.source, 'source'));
  const destination = createExchangeDestination(connect(sandbox.destination, 'destination'));
  const there = await destination.folders(never());
  const made = new Map<string, string>();
  for (const folder of await source.folders(never())) {
    const twin = there.find(
      (each) => each.distinguishedId !== undefined && each.distinguishedId === folder.distinguishedId,
    );
    const parent =
      made.get(folder.parentId ?? '') ?? there.find((each) => each.distinguishedId === 'msgfolderroot')!.id;
    const [created] = twin ? [twin] : await madeFolders(destination, parent, [folder], never());
    const { id } = created!;
    made.set(folder.id, id);
    const { changes } = await source.changes(folder.id, undefined, never());
    const items = changes.flatMap((change) => (change.kind === 'create' ? [change.item] : []));
    const taken = items.filter(({ itemClass }) => method !== 'mime' || kindOf(itemClass) === 'email');
    for (let at = 0; at < taken.length; at += 10) {
      const read = await source.read(taken.slice(at, at + 10), method, { stream: false }, never());
      const parcels = read.flatMap((each) => ('parcel' in each ? [each.parcel] : []));
      const written = await destination.write(id, parcels, never());
      expect([...read, ...written].filter((each) => 'fault' in each)).toEqual([]);
    }
  }
}

describe.each<[from: ProfileName, to: ProfileName, seed: number]>([['Exchange2010_SP2', 'Exchange2019', 31]])(
  'from %s to %s (seed %i)',
  (from, to, seed) => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      const fill = { seed, items: 90 };
      sandbox = await startSandbox({
        source: { profile: from, mailboxes: [{ email: EMAIL, fill }] },
        destination: { profile: to, mailboxes: [{ email: EMAIL }] },
      });
    });
    afterAll(() => sandbox.close());

    test.each(['mime', 'typed'] as const)('what %s changes has a reason, and nothing else changes', async (method) => {
      await copyBy(method, sandbox);
      const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
      const all = explainMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, {
        path: method,
        levels,
      });
      const isOther = (itemClass = ''): boolean => method === 'mime' && kindOf(itemClass) !== 'email';
      const unexpected = all.filter(
        ({ reason, kind, itemClass }) => !reason && !(kind === 'missing' && isOther(itemClass)),
      );
      expect(unexpected.map(describeDifference)).toEqual([]);
      // The reasons are looked at: dates at least are always the server's own.
      expect(all.some(({ reason, property }) => reason !== undefined && property === 'createdAt')).toBe(true);
      sandbox.destination.store
        .sql("delete from items where folder not in (select id from folders where name = '')")
        .run();
    });
  },
);
