import { FaultError, faultOf } from '../../engine/model/fault.ts';
import type { Category, CategoryList } from '../../engine/model/setting.ts';
import { fromBase64, toBase64 } from '../../lib/encoding.ts';
import { utf8 } from '../xml/bytes.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import {
  getUserConfigurationBody,
  putUserConfigurationBody,
  readConfigurationXml,
} from '../operations/settings/user-configuration.ts';
import { requireMessage } from '../client/responses.ts';
import { legalText } from '../xml/legal.ts';
import { rawAttribute } from '../xml/raw-attribute.ts';
import { attributeOf, attributesOf, parseXml, XmlError } from '../xml/scan.ts';
import { requireVersion } from './require-version.ts';

/** The list of colour categories, as Outlook keeps it (MS-OXOCFG 2.2.5.1). */
const LIST = { name: 'CategoryList', folder: { distinguishedId: 'calendar' } };
const EMPTY =
  '<?xml version="1.0"?><categories default="" lastSavedSession="0" lastSavedTime="1601-01-01T00:00:00.000" ' +
  'xmlns="CategoryList.xsd"></categories>';

/** The categories of the mailbox. Throws FaultError, also where the server is too old to tell. */
export async function readCategories(connection: Connection, signal: AbortSignal): Promise<CategoryList> {
  const xml = await readList(connection, signal);
  if (!xml) return { categories: [] };
  try {
    const categories = parseXml(utf8(xml)).children.flatMap((element): Category[] => {
      const name = attributeOf(element, 'name');
      if (element.name !== 'category' || name === undefined) return [];
      const attributes = attributesOf(element).map((each) => legalText(rawAttribute(each).markup));
      return [{ name, element: `<category${attributes.join('')}/>` }];
    });
    return { categories, whole: legalText(xml) };
  } catch (error) {
    if (error instanceof XmlError) throw new FaultError(unreadable(connection));
    throw error;
  }
}

/** Appends categories to the list, and keeps everything else in it. Throws FaultError. */
export async function addCategories(
  connection: Connection,
  { categories, whole }: CategoryList,
  signal: AbortSignal,
): Promise<void> {
  const present = await readList(connection, signal);
  const operation = present === undefined ? 'CreateUserConfiguration' : 'UpdateUserConfiguration';
  const xml = !present && whole ? whole : withCategories(connection, present || EMPTY, categories);
  const body = () => putUserConfigurationBody(operation, LIST, ownerOf(connection), toBase64(utf8(xml)));
  requireMessage(await connection.call({ operation, body, signal }), connection.side);
}

function withCategories(connection: Connection, list: string, categories: readonly Category[]): string {
  const open = withEnd(list);
  const end = open.lastIndexOf('</categories>');
  if (end < 0) throw new FaultError(unreadable(connection));
  return open.slice(0, end) + categories.map(({ element }) => element).join('') + open.slice(end);
}

/** `<categories …/>` at the end of a list as a start and an end. */
function withEnd(list: string): string {
  const text = list.trimEnd();
  const at = text.lastIndexOf('<categories');
  if (at < 0 || !text.endsWith('/>') || text.indexOf('>', at) !== text.length - 1) return list;
  return `${text.slice(0, -'/>'.length)}></categories>`;
}

/** Undefined where there is no list yet; empty where it says nothing. */
async function readList(connection: Connection, signal: AbortSignal): Promise<string | undefined> {
  await requireVersion(connection, 'Exchange2010', 'categories', signal);
  const body = () => getUserConfigurationBody(LIST, ownerOf(connection));
  try {
    const response = await connection.call({ operation: 'GetUserConfiguration', body, signal });
    const base64 = readConfigurationXml(requireMessage(response, connection.side));
    return base64 === undefined ? '' : new TextDecoder().decode(fromBase64(base64));
  } catch (error) {
    if (faultOf(error).kind === 'vanished') return undefined;
    throw error;
  }
}

function ownerOf({ mailbox, impersonates }: Connection) {
  return { mailbox, impersonates };
}

function unreadable({ side }: Connection) {
  return makeFault('corrupt', 'mailbox', 'list-unreadable', 'The category list cannot be read.', side);
}
