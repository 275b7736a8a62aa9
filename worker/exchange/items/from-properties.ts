import { extendedValue, type ExtendedField } from '../operations/properties.ts';
import { concat } from '../xml/bytes.ts';
import { child, parseXml, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';

/** PidLidEmail1EmailAddress to 3: they show that a contact has an address; its field is what is copied. */
export const EMAIL_ADDRESSES: readonly ExtendedField[] = [0x8083, 0x8093, 0x80a3].map((id) => ({
  set: 'Address',
  id,
  type: 'String',
}));

const task = (id: number, type: ExtendedField['type']): ExtendedField => ({ set: 'Task', id, type });
const TASK_STATUS = task(0x8101, 'Integer');
const START: ExtendedField = { set: 'Common', id: 0x8516, type: 'SystemTime' };
const END: ExtendedField = { set: 'Common', id: 0x8517, type: 'SystemTime' };
const IM_ADDRESS: ExtendedField = { set: 'Address', id: 0x8062, type: 'String' };
/** PidLidTaskStatus by its number (MS-OXOTASK 2.2.2.2.2). */
const STATUS = ['NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'];

/** A field of an item, made from its underlying properties; undefined if these are missing. */
type Maker = (item: XmlElement) => Xml | undefined;

const simple =
  (name: string, field: ExtendedField, read: (text: string) => string | undefined = (text) => text): Maker =>
  (item) => {
    const told = extendedValue(item, field)?.trim();
    const value = told ? read(told) : undefined;
    return value === undefined ? undefined : xml`<t:${name}>${value}</t:${name}>`;
  };

const entries =
  (name: string, key: string, fields: readonly ExtendedField[]): Maker =>
  (item) => {
    const told = fields.flatMap((field, index) => {
      const text = extendedValue(item, field)?.trim();
      return text ? xml`<t:Entry Key="${key}${index + 1}">${text}</t:Entry>` : [];
    });
    return told.length === 0 ? undefined : xml`<t:${name}>${told}</t:${name}>`;
  };

/** By element: the properties behind its fields (MS-OXOCAL 2.2.1, MS-OXOTASK 2.2.2, MS-OXOCNTC 2.2.1). */
const MAKERS: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  CalendarItem: { Start: simple('Start', START), End: simple('End', END) },
  Task: {
    Status: simple('Status', TASK_STATUS, (text) => STATUS[Number(text)]),
    StartDate: simple('StartDate', task(0x8104, 'SystemTime')),
    DueDate: simple('DueDate', task(0x8105, 'SystemTime')),
    CompleteDate: simple('CompleteDate', task(0x810f, 'SystemTime')),
  },
  Contact: {
    EmailAddresses: entries('EmailAddresses', 'EmailAddress', EMAIL_ADDRESSES),
    ImAddresses: entries('ImAddresses', 'ImAddress', [IM_ADDRESS]),
  },
};

/** The item, with fields that the server left out but returned as properties. */
export function withFieldsOf(item: XmlElement): XmlElement {
  const made = Object.entries(MAKERS[item.name] ?? {}).flatMap(([name, make]) => {
    const markup = child(item, name) ? undefined : make(item);
    return markup ? [parseXml(concat([markup]))] : [];
  });
  return made.length === 0 ? item : { ...item, children: [...item.children, ...made] };
}

/** Whether a task came with its status as a field alone: it was asked for as a property as well, and all have it. */
export function isReportedOnce(item: XmlElement): boolean {
  return item.name === 'Task' && child(item, 'Status') !== undefined && extendedValue(item, TASK_STATUS) === undefined;
}

/** Fields that every item of its kind has, by element. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  CalendarItem: ['Start', 'End'],
  Task: ['Status'],
};

/** Those that are missing in an answer. */
export function lackingFields(item: XmlElement): string[] {
  const known = withFieldsOf(item);
  return (ALWAYS[item.name] ?? []).filter((name) => {
    const found = child(known, name);
    return found === undefined || found.start === found.end;
  });
}
