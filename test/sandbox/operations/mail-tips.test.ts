import { expect, test } from 'vitest';
import { type Answer, call, codesOf, textsOf } from '../kit/raw-client.ts';
import { NEW, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const body = (sendingAs: string, to: string, tips = 'MailboxFullStatus MaxMessageSize'): string =>
  `<m:GetMailTips><m:SendingAs><t:EmailAddress>${sendingAs}</t:EmailAddress></m:SendingAs><m:Recipients><t:Mailbox><t:EmailAddress>${to}</t:EmailAddress></t:Mailbox></m:Recipients><m:MailTipsRequested>${tips}</m:MailTipsRequested></m:GetMailTips>`;
const ask = (sendingAs: string, to: string, tips?: string): Promise<Answer> =>
  call(pair.recent, pair.owner, body(sendingAs, to, tips), V16);

test('a mailbox says whether it is full, and how large a message it takes', async () => {
  const usual = await ask(NEW, NEW);
  expect(codesOf(usual)).toEqual(['NoError', 'NoError']);
  expect([textsOf(usual, 'MailboxFull'), textsOf(usual, 'MaxMessageSize')]).toEqual([['false'], ['37748736']]);
  pair.recent.setLimits(NEW, { quotaBytes: 0, maxItemBytes: 1000 });
  const full = await ask(NEW, NEW, 'All');
  expect([textsOf(full, 'MailboxFull'), textsOf(full, 'MaxMessageSize')]).toEqual([['true'], ['1000']]);
  expect(pair.recent.stats().outgoing).toBe(0);
});

test('nobody asks in the name of another, and of a mailbox that is not there nothing is known', async () => {
  expect(codesOf(await ask('nobody@new.example', NEW))).toEqual(['ErrorNonExistentMailbox']);
  expect(codesOf(await ask(NEW, 'nobody@new.example'))).toEqual(['NoError', 'ErrorInvalidRecipients']);
  const other = await call(pair.old, pair.oldOwner, body('other@old.example', OLD), { version: 'Exchange2010_SP2' });
  expect(codesOf(other)).toEqual(['ErrorAccessDenied']);
});

testEnvelopes(pair, 4);
