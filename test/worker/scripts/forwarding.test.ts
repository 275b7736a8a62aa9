import { expect, test } from 'vitest';
import { writeScript } from '../../../worker/features/scripts/write-script.ts';
import { inputOf } from './script-world.ts';

const MAILBOXES = [
  { source: 'Ada@fjord.example', destination: 'ada@fjord.example', name: null },
  { source: `o'brien@fjord.example`, destination: `o'brien@fjord.example`, name: null },
];

test('mail goes to the same name at the domain that only the new provider has', () => {
  const { text } = writeScript('forwarding', inputOf({ mailboxes: MAILBOXES, forwardDomain: 'fjord.newhost.example' }));
  expect(text).toContain(`    'Ada@fjord.example' = 'ada@fjord.newhost.example'\r\n`);
  expect(text).toContain(`    'o''brien@fjord.example' = 'o''brien@fjord.newhost.example'\r\n`);
});

test('a copy never stays, and 2007 has no forwarding to a plain address', () => {
  const old = writeScript('forwarding', inputOf({ version: '2007' })).text;
  const now = writeScript('forwarding', inputOf({ version: '2019' })).text;
  for (const text of [old, now]) expect(text).toContain('-DeliverToMailboxAndForward $false');
  expect(old).not.toContain('-ForwardingSmtpAddress');
  expect(writeScript('forwarding-undo', inputOf({ version: '2007' })).text).not.toContain('-ForwardingSmtpAddress');
  expect(old).toContain('New-MailContact');
  expect(now).not.toContain('New-MailContact');
});

test('addresses that differ in case alone are one key, as PowerShell takes no two', () => {
  const twins = [...MAILBOXES, { source: 'ADA@fjord.example', destination: 'other@new.example', name: null }];
  const { text } = writeScript('forwarding', inputOf({ mailboxes: twins }));
  expect(text.match(/ada@fjord\.example' = /gi)).toHaveLength(1);
});
