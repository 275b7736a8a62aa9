import type { MessageKind } from '../../../lib/mail/message-kinds.ts';
import { variablesOf } from '../../../lib/mail/message-kinds.ts';
import type { Values } from '../render/values.ts';

/** What previews and test messages show in place of real values. */
const SAMPLES: Values = {
  name: 'Kim Larsen',
  inviterName: 'Ada Winter',
  customer: 'Fjord Trading',
  project: 'Fjord Trading: old provider to new',
  mailbox: 'kim@old.example',
  newAddress: 'kim@fjord.example',
  contact: 'Ada Winter, +47 22 00 00 00',
  cause: 'The server did not accept the user name and password.',
  remedy: 'Check both, and the form of the user name (DOMAIN\\user or e-mail address). Then start the pass again.',
  sender: 'Ada Winter',
  fileName: 'mailferry-full-access-source.ps1',
  note: 'Please run it before Friday.',
  script: "# Grant full access\n$account = 'FJORD\\migration'\n# The complete script stands here.",
  webhookName: 'Ticket system',
  webhookUrl: 'https://tickets.example/hooks/mailferry',
  reason: 'failing',
  resetBy: 'Ada Winter',
  changedAt: '2027-03-05T09:30:00Z',
  expiresAt: '2027-03-12T16:00:00Z',
  startAt: '2027-03-05T17:00:00Z',
  startedAt: '2027-03-05T17:00:00Z',
  endedAt: '2027-03-06T04:20:00Z',
  items: 18_420,
  size: 7_843_000_000,
  errors: 3,
  mailboxesDone: 38,
  mailboxesTotal: 41,
};

/** Example values of a kind. Links lead to `publicUrl`, and open nothing. */
export function sampleValues(kind: MessageKind, publicUrl: string): Values {
  const types = variablesOf(kind);
  return Object.fromEntries(
    Object.keys(types).flatMap((name) => {
      // A test message is a real one: whoever gets it has a name of their own.
      if (kind === 'test' && name === 'name') return [];
      const isLink = types[name] === 'link' || types[name] === 'secretLink';
      const value = isLink ? `${publicUrl}/example-link` : SAMPLES[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
