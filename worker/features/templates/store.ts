import { and, eq } from 'drizzle-orm';
import type { Language } from '../../lib/mail/languages.ts';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import type { Db } from '../kernel/db.ts';
import type { Template } from './render/render-message.ts';
import { templates } from './table.ts';
import { shippedTemplate } from './texts/shipped.ts';

const ofOne = (workgroupId: string, kind: MessageKind, language: Language) =>
  and(eq(templates.workgroupId, workgroupId), eq(templates.kind, kind), eq(templates.language, language));

/** The templates that the workgroup has changed, without their texts. */
export async function listChangedTemplates(db: Db, workgroupId: string) {
  return db
    .select({ kind: templates.kind, language: templates.language, updatedAt: templates.updatedAt })
    .from(templates)
    .where(eq(templates.workgroupId, workgroupId));
}

/** The workgroup’s own template, else the one that Mailferry brings. */
export async function templateOf(
  db: Db,
  workgroupId: string,
  kind: MessageKind,
  language: Language,
): Promise<Template & { isChanged: boolean }> {
  const [own] = await db
    .select()
    .from(templates)
    .where(ofOne(workgroupId, kind, language));
  if (own) return { subject: own.subject, body: own.body, isChanged: true };
  return { ...shippedTemplate(kind, language), isChanged: false };
}

export function saveTemplateStatement(
  db: Db,
  workgroupId: string,
  { kind, language, subject, body, updatedAt }: Omit<typeof templates.$inferInsert, 'workgroupId'>,
) {
  return db
    .insert(templates)
    .values({ workgroupId, kind, language, subject, body, updatedAt })
    .onConflictDoUpdate({
      target: [templates.workgroupId, templates.kind, templates.language],
      set: { subject, body, updatedAt },
    });
}

export function resetTemplateStatement(db: Db, workgroupId: string, kind: MessageKind, language: Language) {
  return db.delete(templates).where(ofOne(workgroupId, kind, language));
}
