import type { RequestVersion } from '../versions.ts';

/** The folder that all message folders are below. */
export const MESSAGE_ROOT = 'msgfolderroot';

/** Well-known folders of a mailbox that the schema of every version names, the root first. */
export const FIRST_NAMES: readonly string[] = [
  MESSAGE_ROOT,
  'inbox',
  'calendar',
  'contacts',
  'deleteditems',
  'drafts',
  'journal',
  'notes',
  'outbox',
  'sentitems',
  'tasks',
  'junkemail',
  'searchfolders',
  'voicemail',
];

/** Those that the schema names from a version on. */
export const LATER_NAMES: readonly (readonly [since: RequestVersion, names: readonly string[]])[] = [
  [
    'Exchange2013',
    [
      'syncissues',
      'conflicts',
      'localfailures',
      'serverfailures',
      'recipientcache',
      'quickcontacts',
      'conversationhistory',
      'adminauditlogs',
      'todosearch',
      'mycontacts',
      'directory',
      'imcontactlist',
      'peopleconnect',
      'favorites',
    ],
  ],
];
