import { newElementFor, type NewElement } from '../../items/elements.ts';
import { kindOf } from '../../../engine/model/item.ts';
import type { Parcel } from '../../../engine/model/mailbox.ts';

/** Container class of the folder that takes an item of that kind, and which others do as well. */
const HOMES: Readonly<Record<NewElement, { home: string; fits: RegExp }>> = {
  Message: { home: 'IPF.Note', fits: /^(?!IPF\.Contact\b)/i },
  PostItem: { home: 'IPF.Note', fits: /^(?:IPF\.Note\b|IPF$|$)/i },
  CalendarItem: { home: 'IPF.Appointment', fits: /^IPF\.Appointment\b/i },
  Contact: { home: 'IPF.Contact', fits: /^IPF\.Contact\b/i },
  DistributionList: { home: 'IPF.Contact', fits: /^IPF\.Contact\b/i },
  Task: { home: 'IPF.Task', fits: /^IPF\.Task\b/i },
};

/**
 * The container class to create a parcel in before it is moved; undefined if its folder accepts it. Servers create
 * appointments, contacts, tasks and posts only in folders of their kind, not even in Deleted Items, where people move
 * them (`ErrorCannotCreateCalendarItemInNonCalendarFolder` and similar).
 */
export function foreignHome(parcel: Parcel, folderClass: string | undefined): string | undefined {
  if (parcel.method === 'transfer' || folderClass === undefined) return undefined;
  const { home, fits } = HOMES[elementOf(parcel)];
  return fits.test(folderClass) ? undefined : home;
}

/** Where a parcel is made that is not made in one go. */
export function homeOf(parcel: Parcel): string {
  return HOMES[elementOf(parcel)].home;
}

/** The element that a parcel of the MIME or typed methods is created in. */
export function elementOf({ itemClass }: Parcel): NewElement {
  return newElementFor(ELEMENT_OF_KIND[kindOf(itemClass)] ?? 'Message', itemClass);
}

const ELEMENT_OF_KIND: Readonly<Record<string, NewElement>> = {
  calendar: 'CalendarItem',
  contact: 'Contact',
  'distribution-list': 'DistributionList',
  task: 'Task',
  post: 'PostItem',
};
