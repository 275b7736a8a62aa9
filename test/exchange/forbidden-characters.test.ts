import { expect, test } from 'vitest';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { newItem } from '../sandbox/items/model.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);

/** The source writes a control character where the store has this one. */
const MARK = '\u25a1';

test('control characters of an old server are left out of texts and attributes, and reported', async () => {
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
  const { store } = sandbox.source;
  const { id } = store.mailbox(EMAIL)!;
  const contact = newItem('IPM.Contact', NOW);
  contact.subject = `An${MARK}n`;
  contact.properties.fields = {
    DisplayName: `An${MARK}n`,
    FileAs: 'Ann',
    CompanyName: `Co${MARK}mpany`,
    EmailAddresses: { c: [['Entry', { a: { Key: 'EmailAddress1', Name: `A${MARK}nn` }, x: 'ann@other.example' }]] },
  };
  insertItem(store, id, getDistinguished(store, id, 'contacts')!.id, contact);
  const through: Fetch = async (url, init) => {
    const answer = await fetch(url, init);
    if (url !== sandbox.source.url) return answer;
    const text = (await answer.text()).replaceAll(MARK, '&#x11;');
    return new Response(text, { status: answer.status, headers: { 'content-type': 'text/xml' } });
  };
  const passes = mailboxPasses(sandbox, EMAIL, through);
  const { failed, omissions } = await passes.run({ copyPaths: ['typed'] });
  passes.close();
  expect(failed).toEqual([]);
  expect(omissions.filter((omission) => !omission.includes('too old'))).toEqual([
    'Control characters that XML does not allow were left out of its texts.',
  ]);
  const rows = sandbox.destination.store.sql('select subject from items where owner is null').all();
  expect(rows).toMatchObject([{ subject: 'Ann' }]);
  await sandbox.close();
});
