import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { openLeasedLedger } from '../../worker/ledger/leased-ledger.ts';
import { STEPS } from '../../worker/ledger/database/steps.ts';
import { databaseOf } from '../../worker/runtime/passes/mailbox-ledger.ts';
import { createLedgerClient } from '../../worker/runtime/slices/ledger-client.ts';
import type { LedgerStub } from '../../worker/runtime/slices/ledger-client.ts';
import { ledgerContract } from '../contract/ledger.contract.ts';
import dump from '../ledger/fixtures/6bdc739-every-state.sql?raw';

ledgerContract('in its Durable Object', () => {
  const stub = env.MAILBOX_LEDGER.get(env.MAILBOX_LEDGER.newUniqueId()) as LedgerStub;
  return (lease) => createLedgerClient(stub, lease);
});

it('opens a ledger that an older version wrote in its Durable Object', async () => {
  const stub = env.MAILBOX_LEDGER.get(env.MAILBOX_LEDGER.newUniqueId());
  const ids = await runInDurableObject(stub, async (_, { storage }) => {
    await storage.deleteAll();
    storage.sql.exec(dump);
    const ledger = openLeasedLedger(databaseOf(storage));
    expect(storage.sql.exec(`SELECT number FROM version`).one()).toEqual({ number: STEPS.length });
    ledger.call(9, 'open', { id: 'pass-2', retries: false, methods: ['mime'] }, {}, 0);
    expect(ledger.call(3, 'unconfirmed')).toEqual({ refused: 'lease-lost' });
    const reply = ledger.call(9, 'unconfirmed');
    return 'answer' in reply ? reply.answer.map(({ id }) => id) : [];
  });
  expect(ids).toEqual(expect.arrayContaining(['closed-doubt', 'moved-doubt', 'fly-1', 'fly-next']));
});
