import { afterEach, expect, test } from 'vitest';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

type Lost = 'no answer' | 'a page in its place' | 'not removed';

/** The answer to the first request that makes a message for a trial is lost, or the one that takes it away not done. */
const losing =
  (how: Lost, seen: { lost: number }): Fetch =>
  async (url, init) => {
    const body = typeof init?.body === 'string' ? init.body : await new Response(init?.body as BodyInit).text();
    const isStruck = how === 'not removed' ? body.includes('<m:DeleteItem') : body.includes('unfinished trial');
    if (!url.startsWith(sandbox.destination.url) || !isStruck || seen.lost > 0) return fetch(url, { ...init, body });
    seen.lost += 1;
    if (how === 'not removed') return new Response('', { status: 500 });
    await (await fetch(url, { ...init, body })).arrayBuffer();
    if (how === 'no answer') throw new DOMException('The operation timed out.', 'TimeoutError');
    return new Response('<html><body>Blocked</body></html>', { status: 200, headers: { 'content-type': 'text/html' } });
  };

test.each<Lost>(['no answer', 'a page in its place', 'not removed'])(
  'a trial message is gone when the pass ends: %s',
  async (how) => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2016', mailboxes: [{ email: EMAIL, fill: { seed: 5, items: 12 } }] },
      destination: { profile: 'Grommunio', mailboxes: [{ email: EMAIL }] },
    });
    const seen = { lost: 0 };
    const passes = mailboxPasses(sandbox, EMAIL, losing(how, seen));
    const { failed } = await passes.run();
    passes.close();
    expect(failed.filter(({ itemClass }) => itemClass === 'IPM.Note')).toEqual([]);
    expect(seen.lost).toBe(1);
    const { store } = sandbox.destination;
    const items = store.sql('select properties from items').all() as { properties: string }[];
    expect(items.length).toBeGreaterThan(3);
    expect(items.filter(({ properties }) => properties.includes('unfinished'))).toEqual([]);
  },
);
