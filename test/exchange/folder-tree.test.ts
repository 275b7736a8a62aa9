import { afterEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { listFolders } from '../../worker/exchange/folders/list-folders.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { connect } from './connect.ts';

const EMAIL = 'ann@example.com';
const SEED = 31;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** What the engine lists of a lifelike mailbox, as lines `path class`, through a server that does something else. */
async function listed(through: Fetch): Promise<{ lines: string[]; requests: number }> {
  let requests = 0;
  const source = sandbox.source;
  const counting: Fetch = (url, init) => {
    requests += 1;
    return through(url, init);
  };
  const connection = connect(source, 'source', { through: counting });
  const folders = await listFolders(connection, new AbortController().signal);
  const paths = new Map<string, string>();
  for (const { id, parentId, name, distinguishedId } of folders) {
    const parent = paths.get(parentId);
    expect(parent !== undefined || distinguishedId === 'msgfolderroot', 'parents precede').toBe(true);
    paths.set(id, parent === undefined ? '' : `${parent}/${name}`);
  }
  const lines = folders.map(({ id, folderClass }) => `${paths.get(id)} ${folderClass}`).toSorted();
  return { lines, requests };
}

const changingRequest =
  (change: (body: string) => string): Fetch =>
  async (url, init) =>
    fetch(url, { ...init, body: change(await new Response(init.body).text()) });

const changingAnswer =
  (change: (body: string) => string): Fetch =>
  async (url, init) => {
    const answer = await fetch(url, init);
    const isFindFolder = new Headers(init.headers).get('soapaction')?.includes('FindFolder') ?? false;
    const text = await answer.text();
    return new Response(isFindFolder ? change(text) : text, {
      status: answer.status,
      headers: { 'content-type': 'text/xml' },
    });
  };

const FAULT =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>' +
  '<faultstring>Deep is not supported.</faultstring></s:Fault></s:Body></s:Envelope>';

describe('folders of a server that', () => {
  let usual: Awaited<ReturnType<typeof listed>>;
  const start = async () => {
    process.stdout.write(`folder tree seed ${SEED}\n`);
    sandbox = await startSandbox({
      source: { profile: 'Exchange2016', mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 10, folders: 40 } }] },
      destination: { profile: 'Exchange2016', mailboxes: [{ email: EMAIL }] },
    });
    usual = await listed(fetch);
    expect(Math.max(...usual.lines.map((line) => line.split('/').length))).toBeGreaterThan(2);
  };

  test('takes Deep for Shallow', async () => {
    await start();
    const lesser = await listed(changingRequest((body) => body.replace('Traversal="Deep"', 'Traversal="Shallow"')));
    expect(lesser.lines).toEqual(usual.lines);
    // Only where there are children is another one asked for.
    expect(lesser.requests - usual.requests).toBeLessThan(usual.lines.length / 2);
  });

  test('refuses Deep', async () => {
    await start();
    const lesser = await listed(async (url, init) => {
      const body = await new Response(init.body).text();
      return body.includes('Traversal="Deep"')
        ? new Response(FAULT, { status: 500, headers: { 'content-type': 'text/xml' } })
        : fetch(url, { ...init, body });
    });
    expect(lesser.lines).toEqual(usual.lines);
  });

  test('counts no children, and lists one level', async () => {
    await start();
    const find = changingAnswer((text) => text.replaceAll(/<t:ChildFolderCount>\d+<\/t:ChildFolderCount>/g, ''));
    const lesser = await listed(async (url, init) => {
      const body = await new Response(init.body).text();
      return body.includes('Traversal="Deep"')
        ? new Response(FAULT, { status: 500, headers: { 'content-type': 'text/xml' } })
        : find(url, { ...init, body });
    });
    expect(lesser.lines).toEqual(usual.lines);
  });

  test('does not say who the parents are', async () => {
    await start();
    const lesser = await listed(changingAnswer((text) => text.replaceAll(/<t:ParentFolderId [^>]*\/>/g, '')));
    expect(lesser.lines).toEqual(usual.lines);
  });

  test('hides the parent of some: they stand below the root, and are not lost', async () => {
    await start();
    const hidden = usual.lines.find((line) => line.split('/').length > 2)!.split('/')[1]!;
    const lesser = await listed(
      changingAnswer((text) =>
        text.replaceAll(/<t:(\w*Folder)><t:FolderId.*?<\/t:\1>/gs, (folder) =>
          folder.includes(`<t:DisplayName>${hidden}</t:DisplayName>`) ? '' : folder,
        ),
      ),
    );
    const namesOf = (lines: readonly string[]) => lines.map((line) => line.split('/').at(-1) ?? '').toSorted();
    expect(lesser.lines).not.toEqual(usual.lines);
    expect(namesOf(lesser.lines)).toEqual(namesOf(usual.lines.filter((line) => !line.startsWith(`/${hidden} `))));
  });

  test('answers each page with all it has', async () => {
    await start();
    const lesser = await listed(
      changingAnswer((text) => text.replace('IncludesLastItemInRange="true"', 'IncludesLastItemInRange="false"')),
    );
    expect(lesser.lines).toEqual(usual.lines);
  });
});
