import { EwsError } from './errors.ts';
import { type FoundItem, requireItemById } from '../http/access.ts';
import type { Need } from '../http/folder-rights.ts';
import { nthOccurrence } from '../items/occurrences.ts';
import type { Context } from '../side.ts';
import type { Node } from '../xml/node.ts';

/** The item of an ItemId, OccurrenceItemId or RecurringMasterItemId; `need` is what the caller wants to do with it. */
export function requireItem(context: Context, node: Node, need: Need = 'read'): FoundItem {
  const changeKey = node.attributes['ChangeKey'];
  if (node.name === 'OccurrenceItemId') {
    const found = requireItemById(context, node.attributes['RecurringMasterId'] as string, changeKey, need);
    if (found.occurrence !== undefined || !found.item.properties.fields['Recurrence'])
      throw new EwsError('ErrorCalendarCannotUseIdForRecurringMasterId');
    return { ...found, occurrence: nthOccurrence(found.item, Number(node.attributes['InstanceIndex'])) };
  }
  if (node.name === 'RecurringMasterItemId') {
    const { occurrence, ...master } = requireItemById(
      context,
      node.attributes['OccurrenceId'] as string,
      changeKey,
      need,
    );
    if (occurrence === undefined) throw new EwsError('ErrorCalendarCannotUseIdForOccurrenceId');
    return master;
  }
  return requireItemById(context, node.attributes['Id'] as string, changeKey, need);
}
