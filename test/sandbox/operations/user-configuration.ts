import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { admit, type Need, noteCreator } from '../http/folder-rights.ts';
import {
  type Configuration,
  CONFIGURATION_CLASS,
  type DictionaryObject,
  newConfiguration,
  readConfiguration,
  writeConfiguration,
} from '../items/configuration.ts';
import type { Item } from '../items/model.ts';
import { type Context, countWrite } from '../side.ts';
import type { StoredFolder } from '../store/folders.ts';
import { changeKeyText, folderIdText, itemIdText } from '../store/ids.ts';
import { insertItem, itemFromRow, removeItem, updateItemRow } from '../store/items.ts';
import type { Mailbox } from '../store/store.ts';
import { attributesOf, child, leaf, type Node, requireChild, textOf } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';

type Found = { folder: StoredFolder; mailbox: Mailbox; name: string; nameXml: string; item?: Item };

// What the server takes for a name: no more than this, and no other signs.
const NAME = /^[A-Za-z0-9.]{1,237}$/;

/** The folder that a UserConfigurationName means, and the configuration where there is one. */
function find(context: Context, node: Node, need: Need): Found {
  const target = node.children[0] as Node;
  const { folder, mailbox } = requireFolder(context, target);
  if (need === 'read' || need === 'create') admit(context, mailbox, folder.id, need);
  const name = node.attributes['Name'] as string;
  if (!NAME.test(name)) throw new EwsError('ErrorInvalidArgument', 'The name of the configuration is not valid.');
  const row = context.store
    .sql('select * from items where folder = ? and owner is null and associated = 1 and class = ? collate nocase')
    .get(folder.id, CONFIGURATION_CLASS + name) as Parameters<typeof itemFromRow>[0] | undefined;
  const id =
    target.name === 'DistinguishedFolderId'
      ? `<t:DistinguishedFolderId Id="${target.attributes['Id']}"/>`
      : `<t:FolderId Id="${folderIdText(mailbox.guid, folder.id)}" ChangeKey="${changeKeyText(mailbox.guid, folder.change, true)}"/>`;
  const nameXml = `<t:UserConfigurationName${attributesOf({ Name: name })}>${id}</t:UserConfigurationName>`;
  const item = row && itemFromRow(row);
  if (item && (need === 'edit' || need === 'delete')) admit(context, mailbox, folder.id, need, item.id);
  return { folder, mailbox, name, nameXml, ...(item ? { item } : {}) };
}

const FORMS: Readonly<Record<string, RegExp>> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
  Boolean: /^(?:true|false|1|0)$/i,
  Byte: /^\d{1,3}$/,
  Integer32: /^-?\d{1,10}$/,
  UnsignedInteger32: /^\d{1,10}$/,
  Integer64: /^-?\d{1,19}$/,
  UnsignedInteger64: /^\d{1,20}$/,
  ByteArray: /^[A-Za-z0-9+/]*={0,2}$/,
};

function readObject(node: Node): DictionaryObject {
  const values = node.children.filter((each) => each.name === 'Value').map((each) => each.text);
  const type = textOf(node, 'Type') ?? 'String';
  const isWrong = values.some((value) => FORMS[type]?.test(value.trim()) === false);
  if (isWrong || (values.length > 1 && type !== 'StringArray')) throw new EwsError('ErrorInvalidValueForProperty');
  return { type, values };
}

function readParts(node: Node): Configuration {
  const base64 = (name: string): string | undefined => textOf(node, name)?.replace(/\s+/g, '');
  const [xml, binary] = [base64('XmlData'), base64('BinaryData')];
  const entries = child(node, 'Dictionary')?.children;
  return {
    ...(entries
      ? {
          dictionary: entries.map((entry): [DictionaryObject, DictionaryObject] => [
            readObject(requireChild(entry, 'DictionaryKey')),
            readObject(requireChild(entry, 'DictionaryValue')),
          ]),
        }
      : {}),
    ...(xml === undefined ? {} : { xml }),
    ...(binary === undefined ? {} : { binary }),
  };
}

function objectXml(name: string, { type, values }: DictionaryObject): string {
  if (values.length === 0) return `<t:${name} xsi:nil="true"/>`;
  return `<t:${name}><t:Type>${type}</t:Type>${values.map((value) => leaf('t:Value', value)).join('')}</t:${name}>`;
}

function partsXml({ dictionary, xml, binary }: Configuration, wanted: ReadonlySet<string>): string {
  let out = '';
  if (dictionary && wanted.has('Dictionary')) {
    const entries = dictionary.map(
      ([key, value]) =>
        `<t:DictionaryEntry>${objectXml('DictionaryKey', key)}${objectXml('DictionaryValue', value)}</t:DictionaryEntry>`,
    );
    out += `<t:Dictionary>${entries.join('')}</t:Dictionary>`;
  }
  if (xml !== undefined && wanted.has('XmlData')) out += `<t:XmlData>${xml}</t:XmlData>`;
  if (binary !== undefined && wanted.has('BinaryData')) out += `<t:BinaryData>${binary}</t:BinaryData>`;
  return out;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuserconfiguration-operation */
export const getUserConfigurationOperation: Operation = {
  name: 'GetUserConfiguration',
  since: 10,
  run: (context, request) =>
    once(() => {
      const { item, mailbox, nameXml } = find(context, requireChild(request, 'UserConfigurationName'), 'read');
      if (!item) throw new EwsError('ErrorItemNotFound');
      const asked = (textOf(request, 'UserConfigurationProperties') ?? '').split(/\s+/);
      const wanted = new Set(asked.includes('All') ? ['Id', 'Dictionary', 'XmlData', 'BinaryData'] : asked);
      const id = wanted.has('Id')
        ? `<t:ItemId Id="${itemIdText(mailbox.guid, item.folder, item.id)}" ChangeKey="${changeKeyText(mailbox.guid, item.change)}"/>`
        : '';
      return `<m:UserConfiguration>${nameXml}${id}${partsXml(readConfiguration(item.properties), wanted)}</m:UserConfiguration>`;
    }),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createuserconfiguration-operation */
export const createUserConfigurationOperation: Operation = {
  name: 'CreateUserConfiguration',
  since: 10,
  run: (context, request) =>
    once(() => {
      const node = requireChild(request, 'UserConfiguration');
      const { folder, mailbox, name, item } = find(context, requireChild(node, 'UserConfigurationName'), 'create');
      if (item) throw new EwsError('ErrorItemSave', 'The folder has a configuration of this name already.');
      const made = newConfiguration(name, readParts(node), context.side.now());
      noteCreator(context, mailbox, insertItem(context.store, mailbox.id, folder.id, made));
      countWrite(context, 'CreateUserConfiguration');
      return undefined;
    }),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateuserconfiguration-operation */
export const updateUserConfigurationOperation: Operation = {
  name: 'UpdateUserConfiguration',
  since: 10,
  run: (context, request) =>
    once(() => {
      const node = requireChild(request, 'UserConfiguration');
      const { item } = find(context, requireChild(node, 'UserConfigurationName'), 'edit');
      if (!item) throw new EwsError('ErrorItemNotFound');
      writeConfiguration(item.properties, readParts(node));
      updateItemRow(context.store, { ...item, modifiedAt: context.side.now() });
      countWrite(context, 'UpdateUserConfiguration');
      return undefined;
    }),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteuserconfiguration-operation */
export const deleteUserConfigurationOperation: Operation = {
  name: 'DeleteUserConfiguration',
  since: 10,
  run: (context, request) =>
    once(() => {
      const { item } = find(context, requireChild(request, 'UserConfigurationName'), 'delete');
      if (!item) throw new EwsError('ErrorItemNotFound');
      removeItem(context.store, item);
      countWrite(context, 'DeleteUserConfiguration');
      return undefined;
    }),
};
