import type { Piece } from '../xml/bytes.ts';
import type { NewElement } from './elements.ts';
import { child, contentOf, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

/**
 * Some servers show kinds of items that they have no element for as plain items, without anything of their own
 * (grommunio/gromox, exch/ews). Returns such a field, made of what every item has; undefined for a field that needs no
 * such help, or that nothing can be made of.
 */
export function plainField(item: XmlElement, element: NewElement, name: string): Piece[] | undefined {
  const isName = name === 'DisplayName' || name === 'FileAs';
  const subject = child(item, 'Subject');
  if (item.name !== 'Item' || element !== 'DistributionList' || !isName || !subject) return undefined;
  return [xml`<t:${name}>`, contentOf(subject), xml`</t:${name}>`];
}

/** What is not known of an item that is shown as a plain one, in plain words. */
export function plainOmissions(item: XmlElement, element: NewElement): string[] {
  if (item.name !== 'Item' || element !== 'PostItem' || child(item, 'From')) return [];
  return ['The source shows a post as a plain item. Its author and its Message-ID were left out.'];
}
