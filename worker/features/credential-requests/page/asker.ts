import { and, eq } from 'drizzle-orm';
import type { Language } from '../../../lib/mail/languages.ts';
import { customers } from '../../customers/table.ts';
import type { Db } from '../../kernel/db.ts';
import { getLook, lookOf } from '../../templates/look-store.ts';
import { getRequestSettings } from '../settings.ts';
import type { FoundRequest } from './answer-request.ts';
import type { Asker } from './page-view.ts';

export type AskerFacts = {
  asker: Asker;
  /** That of the recipient or of their company; null where nobody has set one. */
  language: Language | null;
  purgeAfterDays: number | null;
};

/** Who asks, for whom, and how their page looks. */
export async function askerOf(db: Db, { request, mailbox, project }: FoundRequest): Promise<AskerFacts> {
  const { workgroupId } = request;
  const [look, own, [customer], { purgeAfterDays }] = await Promise.all([
    // Its logo is on this server: a path is enough.
    lookOf(db, workgroupId, project.customerId, ''),
    getLook(db, workgroupId),
    db
      .select({ name: customers.companyName, language: customers.language, userText: customers.userText })
      .from(customers)
      .where(and(eq(customers.workgroupId, workgroupId), eq(customers.id, project.customerId))),
    getRequestSettings(db, workgroupId),
  ]);
  const { company, accent, logoUrl } = look;
  return {
    asker: {
      company,
      customer: customer?.name ?? company,
      contact: request.contact,
      text: customer?.userText ?? own?.userText ?? null,
      accent,
      logoPath: logoUrl,
    },
    language: mailbox.contactLanguage ?? customer?.language ?? null,
    purgeAfterDays,
  };
}
