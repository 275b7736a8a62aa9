import type { Piece } from '../xml/bytes.ts';
import type { NewElement } from './elements.ts';
import { child, contentOf, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

/**
 * Some servers show kinds of items that they have no element for as plain items, without anything of their own
 * (grommunio/gromox, exch/ews). A field that a copy can do with from what every item has; undefined where it is told
 * as it is, or can not be known.
 */
export function plainField(item: XmlElement, element: NewElement, name: string): Piece[] | undefined {
  const isName = name === 'DisplayName' || name === 'FileAs';
  const subject = child(item, 'Subject');
  if (item.name !== 'Item' || element !== 'DistributionList' || !isName || !subject) return undefined;
  return [xml`<t:${name}>`, contentOf(subject), xml`</t:${name}>`];
}

/** What is not known of an item that is shown as a plain one, in plain words. */
export function plainLosses(item: XmlElement, element: NewElement): string[] {
  if (item.name !== 'Item' || element !== 'PostItem' || child(item, 'From')) return [];
  return ['The server shows a post as a plain item: who posted it and its Message-ID were left out.'];
}
