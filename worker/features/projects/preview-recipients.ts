import { COPY_PATHS } from '../../lib/copy-paths.ts';
import { createAddressMap } from '../../lib/recipients.ts';
import type { ProjectOptions } from './table.ts';

const NOTES = {
  'every-item': 'Every item crosses by MIME or element by element, with its addresses rewritten.',
  'some-items':
    'Items that cross by export and upload keep their addresses; those that take another path are rewritten. Turn on "rewrite addresses" to have all of them rewritten.',
  nothing: 'Nothing is rewritten: there is no rule, or all items cross by export and upload.',
} as const;

/** Where an item that is rewritten has other addresses then, and where it keeps those that it has. */
const PLACES = {
  rewritten: [
    'Senders, recipients and reply addresses of messages and posts',
    'Attendees of appointments and meetings, and who organises them',
    'The three e-mail addresses of a contact, with names that repeat them',
    'Members of distribution lists',
  ],
  kept: [
    'Texts: subjects, bodies, signatures and notes',
    'Items that are attached to others',
    'Instant messaging addresses of contacts',
    'Addresses of Exchange itself (X500), which replies to old mail use: the new mailbox needs them as proxies',
    'Everything that crosses by export and upload',
  ],
};

/** What a mapping makes of addresses, and on which items of a project with these options it takes effect. */
export function previewRecipients(options: ProjectOptions, addresses: readonly string[]) {
  const map = createAddressMap(options.recipientMapping);
  const appliesTo = map === undefined ? 'nothing' : reachOf(options);
  return {
    addresses: addresses.map((from) => {
      const to = map?.(from) ?? from;
      return { from, to, isChanged: to !== from };
    }),
    appliesTo,
    note: NOTES[appliesTo],
    places: appliesTo === 'nothing' ? { rewritten: [], kept: [] } : PLACES,
  };
}

/** Export and upload carry a content that is the server's own: no address in it can be changed. */
function reachOf({ copyPaths = [...COPY_PATHS], rewriteAddresses }: ProjectOptions): keyof typeof NOTES {
  if (rewriteAddresses || !copyPaths.includes('transfer')) return 'every-item';
  return copyPaths.length > 1 ? 'some-items' : 'nothing';
}
