import { COPY_METHODS } from '../../lib/copy-methods.ts';
import { createAddressMap } from '../../lib/recipients.ts';
import type { ProjectOptions } from './table.ts';

const NOTES = {
  'every-item': 'Every item is copied by MIME or element by element, with its addresses rewritten.',
  'some-items':
    'Items that are copied by export and upload keep their addresses. Items that are copied by another method are rewritten. Turn on "rewrite addresses" to rewrite all of them.',
  nothing: 'Nothing is rewritten: there is no rule, or all items are copied by export and upload.',
} as const;

/** Where an item that is rewritten has other addresses then, and where it keeps those that it has. */
const PLACES = {
  rewritten: [
    'Senders, recipients and reply addresses of messages and posts',
    'Attendees and organisers of appointments and meetings',
    'The three e-mail addresses of a contact, and names that repeat them',
    'Members of distribution lists',
  ],
  kept: [
    'Texts: subjects, bodies, signatures and notes',
    'Items attached to other items',
    'Instant messaging addresses of contacts',
    'Internal Exchange addresses (X500), which replies to old mail use: add them to the new mailbox as proxy addresses',
    'Everything that is copied by export and upload',
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
function reachOf({ copyPaths = [...COPY_METHODS], rewriteAddresses }: ProjectOptions): keyof typeof NOTES {
  if (rewriteAddresses || !copyPaths.includes('transfer')) return 'every-item';
  return copyPaths.length > 1 ? 'some-items' : 'nothing';
}
