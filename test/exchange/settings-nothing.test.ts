import { expect, test } from 'vitest';
import { setDelegate } from '../sandbox/store/settings.ts';
import { ANN, briefly, startPair } from './passes-kit.ts';
import { idOf, makeRules } from './settings-kit.ts';

const ASKED = ['GetDelegate', 'GetInboxRules', 'GetUserConfiguration'];
const envelope = (body: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

/** What a server may say that says nothing. */
const NOTHINGS: [string, (operation: string) => string][] = [
  ['no messages', (operation) => envelope(`<${operation}Response><ResponseMessages/></${operation}Response>`)],
  ['an empty element', (operation) => envelope(`<${operation}Response/>`)],
  ['an empty envelope', () => envelope('')],
  ['no byte', () => ''],
];

test.each(NOTHINGS)(
  'what answers %s twice is not waited for, asked again, or passed over in silence',
  async (_name, nothing) => {
    const { sandbox, source, pass, clock } = await startPair('Exchange2016', 'Exchange2019');
    makeRules(sandbox);
    setDelegate(source.store, idOf(source, ANN), {
      user: 'ben@old.example',
      receivesCopies: true,
      viewsPrivate: false,
    });
    for (const operation of ASKED)
      source.side.faults.add({ operation, effect: { kind: 'http', status: 200, body: nothing(operation) } });
    // The first pass fills the mailbox, so that the two that follow do the same.
    await pass({ settings: { delegates: false, rules: false, categories: false } });
    const run = async (isCarried: boolean) => {
      source.resetStats();
      sandbox.destination.resetStats();
      const from = clock.now;
      const settings = { delegates: isCarried, rules: isCarried, categories: isCarried };
      const { result, omissions } = await pass({ settings });
      expect(result.outcome).toBe('done');
      const requests = { ...source.stats().requests };
      const struck = Object.values(source.stats().faults).reduce((sum, count) => sum + count, 0);
      return {
        requests,
        struck,
        waitedMs: clock.now - from,
        told: briefly(omissions),
        to: sandbox.destination.stats().requests,
      };
    };
    const without = await run(false);
    const { requests, struck, waitedMs, told, to } = await run(true);
    expect(struck).toBe(2 * ASKED.length);
    const rest = Object.fromEntries(Object.entries(requests).filter(([operation]) => !ASKED.includes(operation)));
    expect([rest, to, waitedMs]).toEqual([without.requests, without.to, without.waitedMs]);
    expect(told).toEqual([
      'categories |  | operation-refused',
      'delegates |  | operation-refused',
      'rules |  | operation-refused',
    ]);
  },
);
