import { afterEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const SEED = 5;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

type Change = { request?: (body: string) => string; answer?: (text: string, body: string) => string };

/** Requests of an operation and their answers on one side as a stranger server would have them. */
function odd(of: 'source' | 'destination', operation: RegExp, { request, answer }: Change): Fetch {
  return async (url, init) => {
    const name = new Headers(init.headers).get('soapaction')?.replace(/^.*\/|"$/g, '') ?? '';
    if (!url.startsWith(sandbox[of].url) || !operation.test(name)) return fetch(url, init);
    const body = await new Response(init.body).text();
    const response = await fetch(url, { ...init, body: request ? request(body) : body });
    const text = await response.text();
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(answer ? answer(text, body) : text, { status: response.status, headers });
  };
}

const withoutState = (body: string) => body.replace(/<m:SyncState>[^<]*<\/m:SyncState>/, '');
const withoutKeys = (body: string) => body.replace(/ ChangeKey="[^"]*"/g, '');

const ODD: Record<string, () => Fetch> = {
  'a source that sends every item again, each time': () =>
    odd('source', /^SyncFolderItems$/, { request: withoutState }),
  'a source whose changes never end, and stand still': () =>
    odd('source', /^SyncFolderItems$/, {
      request: withoutState,
      answer: (text) =>
        text.replace(/(<\w+:SyncState>)[^<]*/, '$1same').replace(/(<\w+:IncludesLastItemInRange>)true/, '$1false'),
    }),
  'a destination whose changes never end, and stand still': () =>
    odd('destination', /^SyncFolderItems$/, {
      request: withoutState,
      answer: (text) =>
        text.replace(/(<\w+:SyncState>)[^<]*/, '$1same').replace(/(<\w+:IncludesLastItemInRange>)true/, '$1false'),
    }),
  'a source without change keys': () => odd('source', /./, { answer: withoutKeys }),
  'a destination without change keys': () => odd('destination', /./, { answer: withoutKeys }),
  'a source that lists dates with fractions and without a zone': () =>
    odd('source', /^SyncFolderItems$/, {
      answer: (text) => text.replace(/(\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z</g, '$1.0000000<'),
    }),
  'a destination that moves without telling ids, unless asked': () =>
    odd('destination', /^MoveItem$/, {
      answer: (text, body) =>
        body.includes('ReturnNewItemIds>true') ? text : text.replace(/<(\w+):Items>.*?<\/\1:Items>/gs, '<$1:Items/>'),
    }),
};

describe('servers that do it their own way', () => {
  test.each(Object.keys(ODD))(
    '%s: pass after pass, nothing is lost, twice, or written again',
    async (name) => {
      process.stdout.write(`odd servers seed ${SEED}\n`);
      sandbox = await startSandbox({
        source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 30 } }] },
        destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
      });
      const { source, destination } = sandbox;
      // What the destination holds already, an earlier tool has put there.
      if (name.startsWith('a destination')) {
        const earlier = mailboxPasses(sandbox, EMAIL);
        await earlier.run();
        earlier.close();
      }
      const passes = mailboxPasses(sandbox, EMAIL, ODD[name]!());
      const run = () => passes.run({ deletions: 'keep' });
      const levels = { from: PROFILES.Exchange2010_SP2.level, to: PROFILES.Exchange2019.level };
      const found = () =>
        compareMailboxes(source.store, EMAIL, destination.store, EMAIL, { levels }).map(describeDifference);
      const { failed } = await run();
      expect([failed, found()]).toEqual([[], []]);
      mutateMailbox(source.store, EMAIL, { seed: SEED, new: 3, changed: 3, read: 2 });
      await run();
      expect(found().filter((each) => !each.startsWith('extra deleteditems '))).toEqual([]);
      destination.resetStats();
      await run();
      expect([destination.stats().writes, destination.stats().outgoing, source.stats().writes]).toEqual([{}, 0, {}]);
      passes.close();
    },
    60_000,
  );
});
