import { EwsError } from './errors.ts';
import { deleteExtended, propertyPath } from '../items/extended.ts';
import { changeOccurrence, dropStrayExceptions } from '../items/exceptions.ts';
import { fieldOf, readPath } from '../items/fields.ts';
import { BESIDE_MIME, materialise } from '../items/materialise.ts';
import { isMessageLike, type Item, type ItemElement, type NewItem, type Value } from '../items/model.ts';
import { localise } from '../items/localise.ts';
import { isReceived } from '../items/meeting-fields.ts';
import { isReadOnly, readOnlyError } from '../items/read-only.ts';
import { settleUpdated } from '../items/settle.ts';
import { ADDRESS_PARTS, dictionaryField } from '../items/indexed.ts';
import { itemId } from '../items/read-item.ts';
import { itemOfNode, setField } from '../items/write-item.ts';
import { type Context, countOutgoing, countWrite } from '../side.ts';
import { getItem, removeStrayAttachments, replaceItem, setRead, updateItemRow } from '../store/items.ts';
import { withinLimits } from '../store/limits.ts';
import { type Node, requireChild } from '../xml/node.ts';
import { mistakeFollowUp } from './create-item.ts';
import { requireItem } from './item-ids.ts';
import { attendeesOf, sendMeetingUpdate } from './meeting-messages.ts';
import { forEach, type Operation } from './operation.ts';
import { sendReceipt } from './receipts.ts';

type Change = { kind: string; path: Node; name: string; node?: Node; wire: ItemElement };

/** One change, its path and its property held against each other. */
function readChange(context: Context, item: Item, node: Node): Change {
  const [path, holder] = node.children as [Node, Node | undefined];
  const property = holder?.children[0];
  if (holder && (holder.children.length !== 1 || !property)) throw new EwsError('ErrorPropertyUpdate');
  const wire = (holder?.name ?? item.element) as ItemElement;
  if (holder) localise(holder, context);
  const base = { kind: node.name, path, wire, ...(property ? { node: property } : {}) };
  if (path.name === 'ExtendedFieldURI') return { ...base, name: 'ExtendedProperty' };
  const read = readPath(path, context.level);
  if (read.kind === 'indexed') return { ...base, name: dictionaryField(read.uri) };
  const uri = read.kind === 'field' ? read.uri : '';
  const field = fieldOf(wire, uri) ?? fieldOf(item.element, uri);
  if (!field) throw new EwsError('ErrorInvalidPropertySet');
  if (property && property.name !== field.name)
    throw new EwsError(
      'ErrorUpdatePropertyMismatch',
      'The property to be updated does not match the property that is given.',
    );
  return { ...base, name: field.name };
}

/** Dictionary entries of contacts are set and deleted one by one. */
function changeEntry(item: Item, change: Change): void {
  const key = change.path.attributes['FieldIndex'];
  const part = (change.path.attributes['FieldURI'] ?? '').split(':')[2];
  const current = item.properties.fields[change.name];
  const entries = (typeof current === 'string' || !current ? [] : (current.c ?? [])).filter(Boolean);
  const keyOf = (value: Value): string | undefined => (typeof value === 'string' ? undefined : value.a?.['Key']);
  const old = entries.find(([, value]) => keyOf(value) === key)?.[1];
  const rest = entries.filter(([, value]) => keyOf(value) !== key);
  const given = change.node?.children[0];
  if (part) {
    const parts = (typeof old === 'string' || !old ? [] : (old.c ?? [])).filter(([name]) => name !== part);
    const text = given?.children.find((each) => each.name === part)?.text;
    if (text !== undefined) parts.push([part, text]);
    parts.sort(([x], [y]) => ADDRESS_PARTS.indexOf(x) - ADDRESS_PARTS.indexOf(y));
    if (parts.length > 0) rest.push(['Entry', { a: { Key: key ?? '' }, c: parts }]);
  } else if (given) rest.push(['Entry', { a: given.attributes, x: given.text }]);
  if (rest.length > 0) item.properties.fields[change.name] = { c: rest };
  else delete item.properties.fields[change.name];
}

function deleteField(item: Item, change: Change): void {
  if (change.path.name === 'ExtendedFieldURI') deleteExtended(item, propertyPath(change.path));
  else if (change.name === 'Body') item.properties.body = { kind: 'Text', text: '' };
  else if (change.name === 'Subject') item.subject = '';
  else if (/^(?:ItemClass|IsRead|MimeContent|Attachments)$/.test(change.name) || isReadOnly(change.name))
    throw new EwsError('ErrorInvalidPropertyDelete');
  else delete item.properties.fields[change.name];
}

function append(item: Item, change: Change): void {
  const node = change.node as Node;
  if (node.name === 'Body') {
    const { body } = item.properties;
    if (body && body.kind !== node.attributes['BodyType']) throw new EwsError('ErrorInvalidPropertyAppend');
    item.properties.body = {
      kind: body?.kind ?? (node.attributes['BodyType'] as 'HTML' | 'Text'),
      text: (body?.text ?? '') + node.text,
    };
    return;
  }
  const current = item.properties.fields[node.name];
  const before = typeof current === 'string' || !current ? undefined : current.c;
  if (!/Recipients|Attendees|ReplyTo/.test(node.name)) throw new EwsError('ErrorInvalidPropertyAppend');
  setField(item, node, change.wire);
  const added = item.properties.fields[node.name];
  if (before && added && typeof added !== 'string') added.c = [...before, ...(added.c ?? [])];
}

function apply(item: Item, change: Change): void {
  if (change.name === 'MimeContent' || change.name === 'Attachments') throw new EwsError('ErrorInvalidPropertySet');
  if (!item.isDraft && isMessageLike(item.element) && /^Is(?:Read|Delivery)ReceiptRequested$/.test(change.name))
    throw new EwsError('ErrorInvalidPropertyUpdateSentMessage');
  if (change.path.name === 'IndexedFieldURI') changeEntry(item, change);
  else if (change.kind === 'DeleteItemField') deleteField(item, change);
  else if (change.kind === 'AppendToItemField') append(item, change);
  else setField(item, change.node as Node, change.wire);
}

// A time of an occurrence, or of the series that it comes from.
const TIMES = /^(?:Start|End|IsAllDayEvent|StartTimeZone|EndTimeZone|MeetingTimeZone|Recurrence)$/;
const TASK_FIELDS = /^(?:Status|PercentComplete|CompleteDate|Recurrence)$/;

function change(item: Item, changes: readonly Change[], occurrence: number | undefined, now: number): void {
  const { element } = item;
  if (occurrence !== undefined) {
    if (changes.some(({ name }) => name === 'Recurrence')) throw new EwsError('ErrorInvalidPropertySet');
    changeOccurrence(item, occurrence, (view) => changes.forEach((each) => apply(view, each)));
    return;
  }
  const wasDraft = item.isDraft;
  for (const each of changes) apply(item, each);
  // Whether it is a draft is settled when a message is made, whatever PR_MESSAGE_FLAGS says later.
  item.isDraft = wasDraft;
  if (item.element !== element) throw new EwsError('ErrorObjectTypeChanged');
  const isTimed = element === 'CalendarItem' && changes.some(({ name }) => TIMES.test(name));
  if (isTimed || (element === 'Task' && changes.some(({ name }) => TASK_FIELDS.test(name)))) settleUpdated(item, now);
  if (isTimed) dropStrayExceptions(item);
}

// What only the organiser of a meeting changes (ecederstrand/exchangelib#464 and #498, OfficeDev/ews-java-api#702).
const ORGANIZERS =
  /^(?:IsResponseRequested|(?:Required|Optional)Attendees|Resources|Recurrence|(?:Start|End|Meeting)TimeZone)$/;

/** The item that a change of MimeContent makes, with all that is set besides; undefined for every other change. */
function recreated(context: Context, updates: Node): NewItem | undefined {
  const holders = updates.children.flatMap(({ name, children }) =>
    name === 'SetItemField' ? (children[1] ?? []) : [],
  );
  const [holder] = holders;
  const properties = holders.flatMap(({ children }) => children);
  if (!holder || !properties.some(({ name }) => name === 'MimeContent')) return undefined;
  const owner = context.caller.mailbox?.email ?? 'admin';
  return itemOfNode({ ...holder, children: properties }, context.side.now(), owner, context).item;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation */
export const updateItemOperation: Operation = {
  name: 'UpdateItem',
  since: 8,
  emptyBody: '<m:Items/>',
  run(context, request) {
    const { store, side } = context;
    const { ConflictResolution, MessageDisposition, SendMeetingInvitationsOrCancellations, SuppressReadReceipts } =
      request.attributes;
    const changesOf = requireChild(request, 'ItemChanges').children;
    return forEach(context, changesOf, (entry) => {
      const [idNode, updates] = entry.children as [Node, Node];
      const found = requireItem(context, idNode, 'edit');
      let { item } = found;
      if (ConflictResolution !== 'AlwaysOverwrite' && !found.hasChangeKey)
        throw new EwsError('ErrorChangeKeyRequiredForWriteOperations', 'A change key is required for this operation.');
      if (ConflictResolution === 'NeverOverwrite' && found.isStale) throw new EwsError('ErrorIrresolvableConflict');
      if (isMessageLike(item.element) && MessageDisposition === undefined)
        throw new EwsError('ErrorMessageDispositionRequired');
      if (item.element === 'CalendarItem' && SendMeetingInvitationsOrCancellations === undefined)
        throw new EwsError('ErrorSendMeetingInvitationsOrCancellationsRequired');
      const { changesMime, followUpIsSubject } = side.profile.quirks;
      const whole = changesMime ? recreated(context, updates) : undefined;
      if (whole) {
        if (followUpIsSubject) mistakeFollowUp(whole);
        replaceItem(store, item, whole);
        countWrite(context, 'UpdateItem');
        const updated = getItem(store, item.id) as Item;
        return `<m:Items><t:${updated.element}>${itemId(updated, found.mailbox.guid)}</t:${updated.element}></m:Items><m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>`;
      }
      const changes = updates.children.map((node) => readChange(context, item, node));
      const foreign = isReceived(item) ? changes.find(({ name }) => ORGANIZERS.test(name)) : undefined;
      if (foreign) throw readOnlyError(item.element, foreign.name);
      const wasRead = item.isRead;
      const before = attendeesOf(item);
      store.transaction(() => {
        if (item.hasMime && changes.some((change) => !BESIDE_MIME.has(change.name))) item = materialise(store, item);
        if (changes.every((change) => change.name === 'IsRead' && change.kind === 'SetItemField')) {
          for (const change of changes) apply(item, change);
          setRead(store, item, item.isRead);
          return;
        }
        change(item, changes, found.occurrence, side.now());
        const sends = item.element === 'CalendarItem' && SendMeetingInvitationsOrCancellations !== 'SendToNone';
        if (sends && attendeesOf(item).length > 0) item.properties.fields['MeetingRequestWasSent'] = 'true';
        item.modifiedAt = side.now();
        withinLimits(store, item.mailbox, () => {
          updateItemRow(store, item);
          removeStrayAttachments(store, item);
          return item.id;
        });
      });
      if (!wasRead && item.isRead) sendReceipt(context, item, SuppressReadReceipts);
      if (item.element === 'CalendarItem')
        sendMeetingUpdate(context, item, before, SendMeetingInvitationsOrCancellations as string);
      if (isMessageLike(item.element) && MessageDisposition !== 'SaveOnly') countOutgoing(context);
      countWrite(context, 'UpdateItem');
      const stored = getItem(store, item.id) as Item;
      const id = itemId(stored, found.mailbox.guid, found.occurrence);
      return `<m:Items><t:${stored.element}>${id}</t:${stored.element}></m:Items><m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>`;
    });
  },
};
