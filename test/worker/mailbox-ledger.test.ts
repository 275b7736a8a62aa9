import { env } from 'cloudflare:workers';
import { createLedgerClient } from '../../worker/runtime/slices/ledger-client.ts';
import type { LedgerStub } from '../../worker/runtime/slices/ledger-client.ts';
import { ledgerContract } from '../contract/ledger.contract.ts';

ledgerContract('in its Durable Object', () => {
  const stub = env.MAILBOX_LEDGER.get(env.MAILBOX_LEDGER.newUniqueId()) as LedgerStub;
  return (lease) => createLedgerClient(stub, lease);
});
