import type { Sql } from './sql.ts';
import { makeTables } from './1-tables.ts';
import { addArrivals } from './2-arrivals.ts';
import { addFolderTroubles } from './3-folder-troubles.ts';
import { forgetSubjects } from './4-subjects.ts';
import { addShownFields } from './5-shown-fields.ts';

type Step = { name: string; run: (sql: Sql) => void };

/**
 * What each version of the ledger's schema changed: a ledger of version n has had the first n steps. Only ever add to
 * the end; a step that a released version has run stays as it is.
 */
export const STEPS: readonly Step[] = [
  { name: 'tables', run: makeTables },
  { name: 'arrivals', run: addArrivals },
  { name: 'folder-troubles', run: addFolderTroubles },
  { name: 'subjects', run: forgetSubjects },
  { name: 'shown-fields', run: addShownFields },
];
