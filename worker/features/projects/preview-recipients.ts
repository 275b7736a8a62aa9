import { createAddressMap } from '../../lib/recipients.ts';
import type { ProjectOptions } from './table.ts';

const NOTES = {
  'every-item': 'Every item crosses by MIME or element by element, with its addresses rewritten.',
  'some-items':
    'Items that cross by export and upload keep their addresses; those that take another path are rewritten. Turn on "rewrite addresses" to have all of them rewritten.',
  nothing: 'Nothing is rewritten: there is no rule, or all items cross by export and upload.',
} as const;

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
  };
}

/** Export and upload carry a content that is the server's own: no address in it can be changed. */
function reachOf({ copyPaths = ['transfer', 'mime', 'typed'], rewriteAddresses }: ProjectOptions): keyof typeof NOTES {
  if (rewriteAddresses || !copyPaths.includes('transfer')) return 'every-item';
  return copyPaths.length > 1 ? 'some-items' : 'nothing';
}
