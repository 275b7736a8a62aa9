import type { ProbeFacts, Try } from '../../lib/probe-facts.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { exportItemsBody } from '../operations/items/export-items.ts';
import { uploadItemsBody } from '../operations/items/upload-items.ts';
import { isAtLeast } from '../operations/versions.ts';
import type { Piece } from '../xml/bytes.ts';
import { utf8 } from '../xml/bytes.ts';
import { getMailTipsBody, mailTipsMessage, readMailTips } from '../operations/settings/get-mail-tips.ts';
import { tryOf, WENT, type Tries } from './tries.ts';

/** The id of no item and no folder: a server that has the operation says so, and has nothing to do. */
const NOTHING = 'AAA=';
const NO_CONTENT = utf8('AAAA');
/** What servers say of such an id; which of these an Exchange says is unproven. */
const OF_THE_ID = /^Error(?:InvalidId|ItemNotFound|FolderNotFound|InvalidFolderId|ParentFolderNotFound|CorruptData)/;

/** Whether the server exports items. Reads nothing: it asks for an item that cannot exist. */
export function tryExport(connection: Connection, tries: Tries, signal: AbortSignal): Promise<Try> {
  return tryOperation(connection, 'ExportItems', () => exportItemsBody([NOTHING]), tries, signal);
}

/** Whether the server takes exported items. Writes nothing: it names a folder that cannot exist. */
export function tryUpload(connection: Connection, tries: Tries, signal: AbortSignal): Promise<Try> {
  return tryOperation(connection, 'UploadItems', () => uploadItemsBody(NOTHING, [NO_CONTENT]), tries, signal);
}

function tryOperation(
  connection: Connection,
  operation: string,
  body: () => Piece[],
  tries: Tries,
  signal: AbortSignal,
): Promise<Try> {
  return tries.ask(async () => {
    if (!isAtLeast(await connection.version(signal), 'Exchange2010_SP1'))
      return { ok: false, kind: 'unsupported', code: 'too-old', message: '' } as const;
    const response = await connection.call({ operation, body, count: 1, signal });
    const said = tryOf(responseMessages(response)[0], connection.side);
    return said.ok || OF_THE_ID.test(said.code) ? WENT : said;
  });
}

/** What senders learn of the mailbox, from Exchange 2010 on; undefined where the server shows nothing. Never rejects. */
export async function askMailTips(
  connection: Connection,
  account: string,
  tries: Tries,
  signal: AbortSignal,
): Promise<ProbeFacts['mailTips']> {
  const { mailbox, impersonates, side } = connection;
  // First as who is signed in. Whether servers let others ask in a mailbox's name is unproven.
  const senders = impersonates || !account.includes('@') ? [mailbox] : [account, mailbox];
  for (const sendingAs of new Set(senders)) {
    const told = await tries.ask(async () => {
      if (!isAtLeast(await connection.version(signal), 'Exchange2010')) return undefined;
      const body = () => getMailTipsBody(sendingAs, mailbox);
      const response = await connection.call({ operation: 'GetMailTips', takesEmpty: true, body, signal });
      const message = mailTipsMessage(response);
      return message && tryOf(message, side).ok ? readMailTips(message) : undefined;
    });
    if (told !== undefined && !('ok' in told)) return told;
  }
  return undefined;
}
