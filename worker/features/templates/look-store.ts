import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
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

/** Sets what is given, and leaves the rest. */
export function saveLookStatement(
  db: Db,
  workgroupId: string,
  change: Partial<Omit<LookRow, 'workgroupId'>> & { updatedAt: number },
) {
  return db
    .insert(looks)
    .values({ workgroupId, customerId: '', ...change })
    .onConflictDoUpdate({ target: [looks.workgroupId, looks.customerId], set: change });
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
