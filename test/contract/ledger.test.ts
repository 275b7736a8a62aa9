import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';
import { ledgerContract } from './ledger.contract.ts';

ledgerContract('on SQLite', () => createSqliteLedger().lease);
