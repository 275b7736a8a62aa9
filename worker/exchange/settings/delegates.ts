import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { Delegate, DelegateList } from '../../engine/model/setting.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { changeDelegatesBody } from '../operations/settings/change-delegates.ts';
import { delegateMessages, getDelegateBody, readDelegates } from '../operations/settings/get-delegate.ts';
import { child, childText, textOf, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import { readWho, whoXml } from './who.ts';

const LEVEL = 'FolderPermissionLevel';
/** In the order of the schema. */
const FOLDERS = ['Calendar', 'Tasks', 'Inbox', 'Contacts', 'Notes', 'Journal'];

/** The delegates of the mailbox. Throws FaultError. */
export async function readDelegateList(connection: Connection, signal: AbortSignal): Promise<DelegateList> {
  const body = () => getDelegateBody(connection.mailbox);
  const response = await connection.call({ operation: 'GetDelegate', body, signal });
  const fault = responseFault(response, connection.side);
  if (fault) throw new FaultError(fault);
  const { delegates, deliver } = readDelegates(response);
  return { delegates: delegates.map(readDelegate), deliver };
}

function readDelegate(element: XmlElement): Delegate {
  const levels = (child(element, 'DelegatePermissions')?.children ?? []).map(
    (level) => [level.name.replace(LEVEL, ''), textOf(level).trim()] as const,
  );
  const isTrue = (name: string) => childText(element, name)?.trim().toLowerCase() === 'true';
  return {
    who: readWho(element),
    levels: Object.fromEntries(levels),
    receivesCopies: isTrue('ReceiveCopiesOfMeetingMessages'),
    viewsPrivate: isTrue('ViewPrivateItems'),
  };
}

/** Adds or changes delegates; see SettingsDestination. */
export async function putDelegates(
  connection: Connection,
  delegates: readonly Delegate[],
  { isNew, deliver }: { isNew: boolean; deliver?: string },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Fault>> {
  const operation = isNew ? 'AddDelegate' : 'UpdateDelegate';
  const response = await connection.call({
    operation,
    body: () => changeDelegatesBody(connection.mailbox, operation, delegates.map(delegateXml), deliver),
    signal,
  });
  const messages = delegateMessages(response);
  const whole = responseFault(response, connection.side);
  if (whole && messages.length === 0) throw new FaultError(whole);
  const faults = new Map<number, Fault>();
  for (const index of delegates.keys()) {
    const message = messages[index];
    const text = 'The server did not report the result for the delegate.';
    const fault = message
      ? responseFault(message, connection.side)
      : makeFault('unknown', 'item', 'missing-result', text, connection.side);
    if (fault) faults.set(index, fault);
  }
  return faults;
}

function delegateXml({ who, levels, receivesCopies, viewsPrivate }: Delegate): Xml {
  const permissions = FOLDERS.flatMap((folder) => {
    const level = levels[folder];
    // What is no level of its own is the business of the folder's permissions.
    return level === undefined || level === 'Custom' ? [] : [xml`<t:${folder}${LEVEL}>${level}</t:${folder}${LEVEL}>`];
  });
  return xml`
    <t:DelegateUser>
      ${whoXml(who)}
      <t:DelegatePermissions>${permissions}</t:DelegatePermissions>
      <t:ReceiveCopiesOfMeetingMessages>${receivesCopies}</t:ReceiveCopiesOfMeetingMessages>
      <t:ViewPrivateItems>${viewsPrivate}</t:ViewPrivateItems>
    </t:DelegateUser>`;
}
