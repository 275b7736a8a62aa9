import type { SQL } from 'drizzle-orm';
import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { organization } from '../workgroups/table.ts';
import type { Look } from './render/shell.ts';
import type { LookRow } from './table.ts';
import { looks } from './table.ts';

const DEFAULT_ACCENT = '#0b6e6e';

type LookFacts = Omit<LookRow, 'logo'>;

const FACTS = {
  workgroupId: looks.workgroupId,
  customerId: looks.customerId,
  accent: looks.accent,
  logoKey: looks.logoKey,
  logoType: looks.logoType,
  userText: looks.userText,
  updatedAt: looks.updatedAt,
};

/** `customerId` empty: of the workgroup itself. Without the picture. */
export async function getLook(db: Db, workgroupId: string, customerId = ''): Promise<LookFacts | undefined> {
  const [row] = await db
    .select(FACTS)
    .from(looks)
    .where(and(eq(looks.workgroupId, workgroupId), eq(looks.customerId, customerId)));
  return row;
}

/** Sets what is given, and leaves the rest; nothing unless the condition holds. */
export function saveLookStatement(
  db: Db,
  workgroupId: string,
  change: Partial<Omit<LookRow, 'workgroupId'>> & { updatedAt: number },
  when: SQL = sql`true`,
) {
  const row: Partial<LookRow> = { customerId: '', ...change, workgroupId };
  const values = Object.entries(getTableColumns(looks)).map(([property, column]) =>
    sql.param(row[property as keyof LookRow] ?? null, column),
  );
  return db
    .insert(looks)
    .select(sql`SELECT ${sql.join(values, sql`, `)} WHERE ${when}`)
    .onConflictDoUpdate({ target: [looks.workgroupId, looks.customerId], set: change });
}

/** For the batch in which a customer is deleted. */
export function deleteLookStatement(db: Db, workgroupId: string, customerId: string) {
  return db.delete(looks).where(and(eq(looks.workgroupId, workgroupId), eq(looks.customerId, customerId)));
}

/** The key of the logo of each of these customers that has one. */
export async function listLogoKeys(
  db: Db,
  workgroupId: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ customerId: looks.customerId, logoKey: looks.logoKey })
    .from(looks)
    .where(and(eq(looks.workgroupId, workgroupId), isAnyOf(looks.customerId, customerIds)));
  return new Map(rows.flatMap(({ customerId, logoKey }) => (logoKey === null ? [] : [[customerId, logoKey]])));
}

/** A logo by the key in its address, of whatever workgroup: those who read mail are signed in nowhere. */
export async function getLogoByKey(db: Db, logoKey: string): Promise<Pick<LookRow, 'logo' | 'logoType'> | undefined> {
  const [row] = await db
    .select({ logo: looks.logo, logoType: looks.logoType })
    .from(looks)
    .where(eq(looks.logoKey, logoKey));
  return row;
}

/** What a message looks like: each part is the customer’s, else the workgroup’s, else that of Mailferry. */
export async function lookOf(db: Db, workgroupId: string, customerId: string | null, publicUrl: string): Promise<Look> {
  const ids = ['', ...(customerId === null ? [] : [customerId])];
  const [names, rows] = await Promise.all([
    db.select({ name: organization.name }).from(organization).where(eq(organization.id, workgroupId)),
    db
      .select(FACTS)
      .from(looks)
      .where(and(eq(looks.workgroupId, workgroupId), inArray(looks.customerId, ids))),
  ]);
  const own = rows.find((row) => row.customerId === '');
  const customers = rows.find((row) => row.customerId !== '');
  const logoKey = customers?.logoKey ?? own?.logoKey;
  return {
    company: names[0]?.name ?? 'Mailferry',
    accent: customers?.accent ?? own?.accent ?? DEFAULT_ACCENT,
    ...(logoKey && { logoUrl: `${publicUrl}/api/logos/${logoKey}` }),
  };
}
