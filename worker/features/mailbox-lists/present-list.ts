import type { JudgedRow } from '../../lib/mailbox-list/judge-list.ts';
import type { MailboxImportRow } from './table.ts';

/** A row as the API shows it: without its passwords. */
export function presentRow({ line, verdict, problems, row }: JudgedRow) {
  const { sourcePassword, destinationPassword } = row;
  return {
    line,
    values: {
      sourceEmail: row.sourceEmail,
      sourceLogin: row.sourceLogin,
      destinationEmail: row.destinationEmail,
      destinationLogin: row.destinationLogin,
      contactEmail: row.contactEmail,
      contactName: row.contactName,
      language: row.language,
      type: row.type,
      tags: row.tags,
      wave: row.wave,
    },
    hasSourcePassword: sourcePassword !== undefined,
    hasDestinationPassword: destinationPassword !== undefined,
    verdict,
    problems,
  };
}

export function presentImport({ id, projectId, mailboxCount, createdByName, createdAt, undoneAt }: MailboxImportRow) {
  return {
    id,
    projectId,
    mailboxCount,
    createdByName,
    createdAt: new Date(createdAt).toISOString(),
    undoneAt: undoneAt === null ? null : new Date(undoneAt).toISOString(),
  };
}
