import { formatDate } from '../../../lib/dates.ts';
import { COPY_METHODS } from '../../../../worker/lib/copy-methods.ts';
import { ITEM_KINDS } from '../../../../worker/lib/item-kinds.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import type { Draft, Options } from './options-draft.ts';
import { KIND_NAMES, METHOD_NAMES, draftOf, isChanged } from './options-draft.ts';

/** A few words about one option; `isRisky` where it removes something. */
export type OptionWords = { text: string; isRisky?: boolean };

/** The options of a project at a glance: deletions, and everything that is not at its default. */
export function summarizeOptions(options: Options): OptionWords[] {
  const draft = draftOf(options);
  const words: OptionWords[] = [
    draft.deletions === 'keep' ? { text: 'Deletions: kept' } : { text: 'Deletions: removed', isRisky: true },
  ];
  const say = (text: string | false) => {
    if (text !== false) words.push({ text });
  };
  const { excludedFolders, folderMapping, recipientMapping } = draft;
  say(excludedFolders.length > 0 && `${countOf(excludedFolders.length, 'folder')} excluded`);
  say(folderMapping.length > 0 && `${countOf(folderMapping.length, 'folder')} mapped`);
  say(isChanged(draft, 'itemKinds') && wordsOfKinds(draft));
  say(draft.from !== '' && `from ${wordsOfDay(draft.from)}`);
  say(draft.until !== '' && `before ${wordsOfDay(draft.until)}`);
  say(
    draft.deletions === 'remove' &&
      draft.maximumDeletions !== '' &&
      `at most ${formatCount(Number(draft.maximumDeletions))} deletions at once`,
  );
  say(!draft.permissions && 'no permissions');
  say(!draft.rules && 'no rules');
  say(!draft.delegates && 'no delegates');
  say(!draft.categories && 'no categories');
  say(draft.outOfOffice && 'with automatic reply');
  say(draft.archive && 'with archive');
  say(draft.recoverableItems && 'with recoverable items');
  const slots = draft.maximumConcurrentMigrations;
  say(slots !== '' && `${countOf(Number(slots), 'mailbox', 'mailboxes')} at the same time`);
  say(draft.maximumErrors !== '' && `at most ${countOf(Number(draft.maximumErrors), 'error')}`);
  say(draft.includeSubjects && 'subjects in errors');
  const { noticeBefore, noticeAtStart, noticeAtCompletion } = draft;
  say((noticeBefore !== '' || noticeAtStart || noticeAtCompletion) && 'automatic notices');
  say(isChanged(draft, 'copyPaths') && `only by ${listOf(namesOf(METHOD_NAMES, COPY_METHODS, draft.copyPaths))}`);
  say(recipientMapping.length > 0 && countOf(recipientMapping.length, 'address rule'));
  say(draft.rewriteAddresses && 'rewritten in every item');
  return words;
}

/** The words in one line; what is not named is at its default. */
export function lineOf(words: readonly OptionWords[]): string {
  return words.map(({ text }) => text).join(' · ');
}

function wordsOfKinds({ itemKinds }: Draft): string {
  const missing = ITEM_KINDS.filter((kind) => !itemKinds.includes(kind));
  if (missing.length <= 2) return `without ${listOf(namesOf(KIND_NAMES, ITEM_KINDS, missing))}`;
  if (itemKinds.length <= 2) return `only ${listOf(namesOf(KIND_NAMES, ITEM_KINDS, itemKinds))}`;
  return `${itemKinds.length} of ${ITEM_KINDS.length} types`;
}

function namesOf<T extends string>(
  names: Readonly<Record<T, string>>,
  all: readonly T[],
  some: readonly T[],
): string[] {
  const inSentence = (name: string) => (name === 'MIME' ? name : name.charAt(0).toLowerCase() + name.slice(1));
  return all.filter((key) => some.includes(key)).map((key) => inSentence(names[key]));
}

function listOf(names: readonly string[]): string {
  return names.join(' and ');
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return counted(count, one, many);
}

function wordsOfDay(instant: string): string {
  return formatDate(instant);
}
