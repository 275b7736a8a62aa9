import { detach, getItem, replaceItem } from '../store/items.ts';
import { readWhole } from '../store/content.ts';
import type { Store } from '../store/store.ts';
import { bodyOf } from './bodies.ts';
import { decodeRange } from './mime-parse.ts';
import type { Item } from './model.ts';

/** Fields that live beside the MIME content and leave it as it is. */
export const BESIDE_MIME = new Set(
  'IsRead Flag Categories Importance Sensitivity ItemClass ExtendedProperty ReminderIsSet ReminderDueBy ReminderMinutesBeforeStart Culture'.split(
    ' ',
  ),
);

/**
 * Takes an item apart when its MIME content no longer says what it is: body and attachments become properties of
 * their own, and the MIME is rebuilt whenever it is asked for. As a real server, which keeps no MIME at all.
 */
export function materialise(store: Store, item: Item): Item {
  if (!item.hasMime) return item;
  const copy = detach(store, item);
  const whole = readWhole(store, item.id);
  const body = bodyOf(store, item, 'Best');
  delete copy.mime;
  const { text: _text, html: _html, mimeCharset: _charset, ...properties } = copy.properties;
  copy.properties = { ...properties, body };
  for (const attachment of copy.attachments) {
    if (!attachment.range) continue;
    if (!attachment.item) attachment.content = [decodeRange(whole, attachment.range)];
    delete attachment.range;
  }
  replaceItem(store, item, copy);
  return getItem(store, item.id) as Item;
}
