import { afterEach, describe, expect, test } from 'vitest';
import { compareMailboxes, describeDifference, type Difference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { fillOddItems } from './pairs/odd-items.ts';

const EMAIL = 'ann@example.com';
const SEED = 12;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(from: ProfileName, to: ProfileName): Promise<void> {
  process.stdout.write(`other server seed ${SEED}\n`);
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 40 } }] },
    destination: { profile: to, mailboxes: [{ email: EMAIL }] },
  });
  fillOddItems(sandbox.source.store, EMAIL, PROFILES[from]);
}

describe('a server that speaks EWS and is no Exchange', () => {
  test('is read: export is given up once for all, and every item arrives by another path', async () => {
    await start('OtherServer', 'Exchange2019');
    let exports = 0;
    const passes = mailboxPasses(sandbox, EMAIL, (url, init) => {
      if (new Headers(init.headers).get('soapaction')?.endsWith('/ExportItems"')) exports += 1;
      return fetch(url, init);
    });
    const { failed } = await passes.run();
    const levels = { from: PROFILES.OtherServer.level, to: PROFILES.Exchange2019.level };
    const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
    expect(failed).toEqual([]);
    // It writes the MIME again for each read: different bytes with the same meaning.
    const isRewritten = ({ property = '' }: Difference) => /^(?:mime|text|html|attachment \d+ range)$/.test(property);
    expect(found.filter((each) => !isRewritten(each)).map(describeDifference)).toEqual([]);
    expect(exports).toBeGreaterThan(0);
    expect(exports).toBeLessThanOrEqual(3);
    passes.close();
  }, 60_000);

  test('is written: what it refuses to create is listed, and all else arrives', async () => {
    await start('Exchange2010_SP2', 'OtherServer');
    const passes = mailboxPasses(sandbox, EMAIL);
    const { failed } = await passes.run();
    const levels = { from: PROFILES.Exchange2010_SP2.level, to: PROFILES.OtherServer.level };
    const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
    const refused = /^IPM\.(?:Post|DistList|Task)$/;
    expect(failed.length).toBeGreaterThan(3);
    for (const { itemClass, code } of failed) expect([refused.test(itemClass), code]).toEqual([true, 'not-creatable']);
    const missing = found.filter(({ kind, itemClass = '' }) => kind === 'missing' && refused.test(itemClass));
    expect(missing).toHaveLength(failed.length);
    expect(found.filter((each) => !missing.includes(each)).map(describeDifference)).toEqual([]);
    expect(sandbox.destination.stats().outgoing).toBe(0);
    passes.close();
  }, 60_000);
});
