import { isMessageLike, type Item } from '../items/model.ts';
import { fieldText } from '../items/values.ts';
import { type Context, countOutgoing } from '../side.ts';
import { getFolder } from '../store/folders.ts';

const isTrue = (text: string | undefined): boolean => /^(?:true|1)$/.test(text ?? '');

/**
 * Whether reading or deleting a message would tell its sender: where a receipt was asked for and none went out yet,
 * of what was received, outside of Junk Email (ErrorReadReceiptNotPending on
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode).
 */
function isReceiptPending(context: Context, item: Item): boolean {
  if (!isMessageLike(item.element) || item.isDraft || item.properties.isReceiptSent) return false;
  if (fieldText(item.properties.fields, 'IsReadReceiptRequested') !== 'true') return false;
  return getFolder(context.store, item.folder)?.distinguishedId !== 'junkemail';
}

/** Counts the receipt that reading a message sends, once; `suppress` is the request's attribute (2013 and later). */
export function sendReceipt(context: Context, item: Item, suppress: string | undefined): void {
  if (!isReceiptPending(context, item)) return;
  if (!isTrue(suppress)) countOutgoing(context);
  // Suppressed once is suppressed for good.
  item.properties.isReceiptSent = true;
  // Not a change that clients see.
  context.store.sql('update items set properties = ? where id = ?').run(JSON.stringify(item.properties), item.id);
}

/** Counts the receipt that deleting an unread message sends. */
export function sendNonReadReceipt(context: Context, item: Item, suppress: string | undefined): void {
  if (!item.isRead && isReceiptPending(context, item) && !isTrue(suppress)) countOutgoing(context);
}
