import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, soap } from '../exchange/kit.ts';

/** What a hostile server says in place of an answer; undefined where it lets the real one speak. */
export type Attack = (operation: string, body: string) => Buffer | undefined;

export type HostileServer = { url: string; asked: Map<string, number>; close: () => Promise<void> };

/** Stands before a server, and answers for mailboxes whose name (before the `@`) is that of an attack. */
export async function startHostileServer(
  behind: string,
  attacks: Readonly<Record<string, Attack>>,
): Promise<HostileServer> {
  const asked = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing, behind, attacks, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/EWS/Exchange.asmx`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  behind: string,
  attacks: Readonly<Record<string, Attack>>,
  asked: Map<string, number>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const name = String(incoming.headers['x-anchormailbox'] ?? '').split('@')[0] ?? '';
  const operation = /<s:Body><m:(\w+)/.exec(body.toString('latin1', 0, 4096))?.[1] ?? '';
  const said = incoming.headers.authorization && attacks[name]?.(operation, body.toString());
  if (said) {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    outgoing.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': said.length }).end(said);
    return;
  }
  const forwarded = request(behind, { method: incoming.method, headers: incoming.headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  });
  forwarded.on('error', () => outgoing.destroy());
  forwarded.end(body);
}

const envelope = (xml: string) => Buffer.from(soap(xml));
const findFolder = (folders: string, isLast: boolean) =>
  answer('FindFolder', [
    `<m:RootFolder TotalItemsInView="9" IncludesLastItemInRange="${String(isLast)}"><t:Folders>${folders}</t:Folders></m:RootFolder>`,
  ]);
const folder = (id: string, name: string) =>
  `<t:Folder><t:FolderId Id="${id}"/><t:ParentFolderId Id="p"/><t:DisplayName>${name}</t:DisplayName></t:Folder>`;
const offsetIn = (body: string) => Number(/Offset="(\d+)"/.exec(body)?.[1] ?? 0);
const syncItems = (state: string, ids: readonly string[]) =>
  answer('SyncFolderItems', [
    `<m:SyncState>${state}</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>${ids
      .map((id) => `<t:Create><t:Message><t:ItemId Id="${id}" ChangeKey="c"/></t:Message></t:Create>`)
      .join('')}</m:Changes>`,
  ]);

/** For one operation, always the same. */
const always =
  (wanted: string, said: Buffer): Attack =>
  (operation) =>
    operation === wanted ? said : undefined;

let count = 0;
/** The folder that never ends: one is enough. */
let endless: string | undefined;

/** The attacks of the review, and their like, by the name of the mailbox that they are made on. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  elements: always('FindFolder', envelope(`<m:FindFolderResponse>${'<a/>'.repeat(7_000_000)}</m:FindFolderResponse>`)),
  nested: always('FindFolder', envelope(`<m:FindFolderResponse>${'<a>'.repeat(1_000_000)}`)),
  tag: always(
    'FindFolder',
    envelope(findFolder(`<t:Folder><t:FolderId ${'b'.repeat(400_000)} Id="x"/></t:Folder>`, true)),
  ),
  attributes: always(
    'FindFolder',
    envelope(findFolder(`<t:Folder><t:FolderId ${'b="" '.repeat(50_000)} Id="x"/></t:Folder>`, true)),
  ),
  text: always(
    'FindFolder',
    envelope(
      findFolder(`<t:Folder><t:DisplayName><b c="${'><![CDATA['.repeat(20_000)}"/></t:DisplayName></t:Folder>`, true),
    ),
  ),
  folders: (operation, body) => {
    if (operation !== 'FindFolder') return undefined;
    const from = offsetIn(body);
    return envelope(findFolder(Array.from({ length: 500 }, (_, at) => folder(`f${from + at}`, 'x')).join(''), false));
  },
  names: (operation, body) => {
    if (operation !== 'FindFolder') return undefined;
    const from = offsetIn(body);
    return envelope(
      findFolder(Array.from({ length: 40 }, (_, at) => folder(`f${from + at}`, 'n'.repeat(200_000))).join(''), false),
    );
  },
  states: (operation, body) => {
    if (operation !== 'SyncFolderItems') return undefined;
    return envelope(syncItems(body.includes('<m:SyncState>one<') ? 'two' : 'one', []));
  },
  items: (operation, body) => {
    if (operation !== 'SyncFolderItems') return undefined;
    const [, folderId = ''] = /<m:SyncFolderId><t:FolderId Id="([^"]*)"/.exec(body) ?? [];
    endless ??= folderId;
    if (folderId !== endless) return undefined;
    count += 1;
    return envelope(syncItems(`s${count}`, [`i${count}`]));
  },
  header: (operation, body) => {
    if (operation !== 'GetItem') return undefined;
    const ids = [...body.matchAll(/<t:ItemId Id="([^"]*)"/g)].map(([, id = '']) => id);
    return envelope(answer('GetItem', ids.map(itemWithLongHeader)));
  },
};

const LONG_HEADER = Buffer.from(
  `From: ${'a'.repeat(100_000)}\r\nTo: ${'"\\'.repeat(50_000)}\r\nSubject: x\r\n\r\nbody`,
).toString('base64');

function itemWithLongHeader(id: string): string {
  return `<m:Items><t:Message><t:MimeContent CharacterSet="UTF-8">${LONG_HEADER}</t:MimeContent><t:ItemId Id="${id}" ChangeKey="c"/><t:ItemClass>IPM.Note</t:ItemClass></t:Message></m:Items>`;
}
