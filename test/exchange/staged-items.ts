// Items that take several requests to make, or may not be made where they lie.
import { type Exception, type NewItem, newItem } from '../sandbox/items/model.ts';
import { series } from './pairs/odd-items.ts';

const NOW = Date.UTC(2026, 2, 2, 9);

const file = (name: string, bytes: number) => ({
  kind: 'file' as const,
  name,
  contentType: 'application/octet-stream',
  sizeBytes: bytes,
  content: [Buffer.alloc(bytes, name)],
  isInline: false,
});

/** A task with files, the one in the middle too large for memory. */
export function heavyTask(): NewItem {
  const item = newItem('IPM.Task', NOW);
  item.subject = 'Heavy';
  item.receivedAt = NOW;
  item.properties.fields = { Status: 'NotStarted', PercentComplete: '0' };
  item.attachments.push(file('a', 900), file('b', 2_010_000), file('c', 40));
  return item;
}

/** A series, one occurrence of which has a file too large for memory. */
export function heavySeries(owner: string): NewItem {
  const item = series(owner);
  const [{ originalStart }] = item.properties.exceptions as [Exception];
  item.attachments = [{ ...file('d', 2_010_000), occurrence: originalStart }];
  return item;
}

/** A contact in a folder where contacts can't be made. */
export function lostContact(): NewItem {
  const item = newItem('IPM.Contact', NOW);
  item.subject = 'Lost';
  item.receivedAt = NOW;
  item.properties.fields = { DisplayName: 'Lost', FileAs: 'Lost' };
  return item;
}
