import type { FolderError, ItemError, Mailbox } from '../../api.ts';
import { csvOf } from '../../../worker/lib/csv/write.ts';

/** Items that failed for one reason, with one remedy. */
export type ErrorGroup = {
  code: string;
  cause: string;
  remedy: string;
  /** The message that all of them share; undefined if it differs, and is shown at each. */
  error: string | undefined;
  items: ItemError[];
};

/** Errors by their reason, the most frequent first; within one in the order in which they came. */
export function groupErrors(errors: readonly ItemError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const error of errors) {
    const { code, cause, remedy, error: said } = error;
    const key = JSON.stringify([code, cause, remedy]);
    const group = groups.get(key) ?? { code, cause, remedy, error: said, items: [] };
    if (group.error !== said) group.error = undefined;
    group.items.push(error);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.items.length - a.items.length);
}

/** Errors that contain every search word, ignoring case; of one kind of item if given. */
export function findErrors(errors: readonly ItemError[], words: string, kind = ''): ItemError[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  return errors.filter((error) => {
    if (kind !== '' && error.kind !== kind) return false;
    const text = [error.subject ?? '', error.folder, error.kind, error.itemClass, error.code, error.error, error.cause]
      .join('\n')
      .toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

const HEADING = [
  'Mailbox Id',
  'Source Email Address',
  'Destination Email Address',
  'Type',
  'Date',
  'Size (bytes)',
  'Error',
  'Subject',
];

/** The errors of a mailbox as a file, folders first; subjects only where the project has opted in. */
export function csvOfErrors(
  mailbox: Mailbox,
  errors: readonly ItemError[],
  folders: readonly FolderError[] = [],
): string {
  return csvOf([
    HEADING,
    ...folders.map(({ folder, code, error }) => [
      mailbox.id,
      mailbox.sourceEmail,
      mailbox.destinationEmail,
      'folder',
      '',
      '',
      `${folder}: ${code}: ${error}`,
      '',
    ]),
    ...errors.map((error) => [
      mailbox.id,
      mailbox.sourceEmail,
      mailbox.destinationEmail,
      error.kind,
      error.date ?? '',
      error.sizeBytes,
      `${error.code}: ${error.error}`,
      error.subject ?? '',
    ]),
  ]);
}
