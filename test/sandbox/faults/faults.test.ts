import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { FaultRule } from './rule.ts';
import { call, codesOf, distinguished, envelope, getFolderBody, syncBody, textsOf } from '../kit/raw-client.ts';
import { CorruptItems, requireItemRow } from '../store/corrupt-items.ts';
import { create, NEW, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();
const inbox = getFolderBody(distinguished('inbox'));
const note = (subject: string): string => `<t:Message><t:Subject>${subject}</t:Subject></t:Message>`;
const getInbox = () => call(pair.recent, pair.owner, inbox, V16);
const add = (rule: FaultRule): (() => void) => pair.recent.side.faults.add(rule);
const countOf = (subject: string): number =>
  (
    pair.recent.store.sql('select count(*) as n from items where subject = ? and owner is null').get(subject) as {
      n: number;
    }
  ).n;

afterEach(() => {
  for (const { side } of [pair.old, pair.recent]) {
    side.faults.clear();
    side.faults.resetHits();
  }
});

/** What a client sees that does not know HTTP: all bytes, and how the connection ended. */
function raw(body: string, url = pair.recent.url): Promise<{ text: string; end: 'closed' | 'reset' | 'open' }> {
  const { port, hostname, pathname } = new URL(url);
  const content = envelope(body, V16);
  const login = Buffer.from(`${NEW}:${pair.owner.password}`).toString('base64');
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    let end: 'closed' | 'reset' | 'open' = 'closed';
    socket.setEncoding('utf8');
    socket.setTimeout(400, () => {
      end = 'open';
      socket.destroy();
    });
    socket.on('data', (piece: string) => (text += piece));
    socket.on('error', () => (end = 'reset'));
    socket.on('close', () => resolve({ text, end }));
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Basic ${login}\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
    );
  });
}

const split = (text: string): { head: string; body: string } => {
  const at = text.indexOf('\r\n\r\n');
  return { head: text.slice(0, at), body: text.slice(at + 4) };
};

describe('when a fault strikes', () => {
  const codes = async (count: number): Promise<string[]> => {
    const all: string[] = [];
    for (let at = 0; at < count; at += 1)
      // oxlint-disable-next-line no-await-in-loop
      all.push(...codesOf(await getInbox()));
    return all;
  };
  const effect = { kind: 'batch-error', code: 'ErrorMailboxFailover' } as const;
  const shape = (all: readonly string[]): string => all.map((code) => (code === 'NoError' ? '.' : 'x')).join('');

  test('at the n-th, at each n-th, so many times, and not after it was taken away', async () => {
    const remove = add({ operation: 'GetFolder', nth: 2, effect });
    expect(shape(await codes(4))).toBe('.x..');
    remove();
    add({ operation: 'GetFolder', every: 2, times: 2, effect });
    expect(shape(await codes(7))).toBe('.x.x...');
    expect(pair.recent.side.faults.hits).toEqual({ 'batch-error ErrorMailboxFailover': 3 });
  });

  test('by chance, the same with the same seed and another with another', async () => {
    const row = async (seed: number): Promise<string> => {
      const remove = add({ name: 'by chance', chance: 0.5, seed, effect });
      const seen = shape(await codes(12));
      remove();
      return seen;
    };
    const first = await row(5);
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    expect(await row(5)).toBe(first);
    expect(await row(6)).not.toBe(first);
  });

  test('for other operations and other mailboxes it does not', async () => {
    add({ operation: ['SyncFolderItems', 'CreateItem'], effect });
    expect(shape(await codes(1))).toBe('.');
    const { side, admin } = pair.old;
    side.faults.add({ mailbox: 'other@old.example', effect });
    const there = (mailbox: string) => call(pair.old, admin, getFolderBody(distinguished('inbox', mailbox)));
    expect(codesOf(await there(OLD))).toEqual(['NoError']);
    expect(codesOf(await there('other@old.example'))).toEqual(['ErrorMailboxFailover']);
    const as = (impersonate: string) => call(pair.old, admin, inbox, { impersonate });
    expect(codesOf(await as(OLD))).toEqual(['NoError']);
    expect(codesOf(await as('other@old.example'))).toEqual(['ErrorMailboxFailover']);
    const id = /<t:FolderId [^>]*\/>/.exec((await there(OLD)).text)?.[0] as string;
    expect(codesOf(await call(pair.old, admin, getFolderBody(id)))).toEqual(['NoError']);
    side.faults.add({ mailbox: OLD, effect });
    expect(codesOf(await call(pair.old, admin, getFolderBody(id)))).toEqual(['ErrorMailboxFailover']);
  });

  test('a mailbox fails over for a time', async () => {
    const { side } = pair.recent;
    const before = side.now;
    let now = 1_000_000;
    side.now = () => now;
    add({ mailbox: NEW, forMs: 30_000, effect: { kind: 'batch-error', code: 'ErrorMailboxStoreUnavailable' } });
    expect(codesOf(await getInbox())).toEqual(['ErrorMailboxStoreUnavailable']);
    now += 30_000;
    expect(codesOf(await getInbox())).toEqual(['NoError']);
    side.now = before;
  });

  test('a rule that could never strike is refused', () => {
    expect(() => add({ operation: 'GetItem', effect: { kind: 'connection', how: 'reset' } })).toThrow(RangeError);
    expect(() => add({ item: { index: 1 }, effect })).toThrow(RangeError);
  });
});

describe('items of a batch', () => {
  test('one is refused and not done, its neighbours are', async () => {
    add({ operation: 'CreateItem', item: { subject: 'bad' }, effect: { kind: 'item-error', code: 'ErrorItemSave' } });
    const answer = await create(pair, note('good one') + note('bad one') + note('good two'));
    expect(codesOf(answer)).toEqual(['NoError', 'ErrorItemSave', 'NoError']);
    expect([countOf('good one'), countOf('bad one'), countOf('good two')]).toEqual([1, 0, 1]);
  });

  test('one is refused and done all the same', async () => {
    add({ item: { index: 0 }, effect: { kind: 'item-error', code: 'ErrorTimeoutExpired', done: true } });
    expect(codesOf(await create(pair, note('hidden')))).toEqual(['ErrorTimeoutExpired']);
    expect(countOf('hidden')).toBe(1);
  });

  test('one that ends its batch: what follows is not processed', async () => {
    add({ item: { index: 1 }, effect: { kind: 'item-error', code: 'ErrorQuotaExceeded' } });
    const answer = await create(pair, note('room') + note('none') + note('after'));
    expect(codesOf(answer)).toEqual(['NoError', 'ErrorQuotaExceeded', 'ErrorBatchProcessingStopped']);
    expect([countOf('room'), countOf('none'), countOf('after')]).toEqual([1, 0, 0]);
    pair.recent.side.faults.clear();
    add({ effect: { kind: 'batch-error', code: 'ErrorMailboxMoveInProgress' } });
    const moved = codesOf(await create(pair, note('a') + note('b')));
    expect(moved).toEqual(['ErrorMailboxMoveInProgress', 'ErrorBatchProcessingStopped']);
  });

  test('each n-th of all items, over batches; with values and texts of its own', async () => {
    const values = { BackOffMilliseconds: 1200, PolicyName: 'X & Y' };
    add({ every: 3, effect: { kind: 'item-error', code: 'ErrorServerBusy', message: 'Wait.', values } });
    const first = await create(pair, note('1') + note('2'));
    const second = await create(pair, note('3') + note('4'));
    expect([...codesOf(first), ...codesOf(second)]).toEqual(['NoError', 'NoError', 'ErrorServerBusy', 'NoError']);
    expect(second.text).toContain(
      '<m:MessageXml><t:Value Name="BackOffMilliseconds">1200</t:Value><t:Value Name="PolicyName">X &amp; Y</t:Value></m:MessageXml>',
    );
    expect(textsOf(second, 'MessageText')).toEqual(['Wait.']);
  });

  const exported = async (ids: readonly string[]) =>
    call(pair.old, pair.oldOwner, `<m:ExportItems><m:ItemIds>${ids.join('')}</m:ItemIds></m:ExportItems>`);
  const someIds = async (): Promise<string[]> =>
    [...(await call(pair.old, pair.oldOwner, syncBody(distinguished('inbox')))).text.matchAll(/<t:ItemId [^>]*\/>/g)]
      .slice(0, 3)
      .map(([id]) => id);
  const upload = (data: string) =>
    call(
      pair.recent,
      pair.owner,
      `<m:UploadItems><m:Items><t:Item CreateAction="CreateNew">${parent}<t:Data>${data}</t:Data></t:Item></m:Items></m:UploadItems>`,
      V16,
    );
  let parent = '';

  test('one is exported corrupt, and the other server says so; by id and by class', async () => {
    parent = (/<t:FolderId ([^>]*)\/>/.exec((await getInbox()).text) as RegExpExecArray)[0]
      .replace('t:FolderId', 't:ParentFolderId')
      .replace(/ ChangeKey="[^"]*"/, '');
    const ids = await someIds();
    const id = /Id="([^"]*)"/.exec(ids[1] as string)?.[1] as string;
    pair.old.side.faults.add({ item: { id }, effect: { kind: 'corrupt-data' } });
    const answer = await exported(ids);
    expect(codesOf(answer)).toEqual(['NoError', 'NoError', 'NoError']);
    const codes = [];
    for (const data of textsOf(answer, 'Data'))
      // oxlint-disable-next-line no-await-in-loop
      codes.push(...codesOf(await upload(data)));
    expect(codes).toEqual(['NoError', 'ErrorCorruptData', 'NoError']);
    add({ item: { itemClass: 'IPM.Note' }, effect: { kind: 'item-error', code: 'ErrorItemSave' } });
    expect(codesOf(await upload(textsOf(answer, 'Data')[0] as string))).toEqual(['ErrorItemSave']);
  });

  test('one is marked as corrupt in the store, for one way or for all', async () => {
    const ids = await someIds();
    const id = /Id="([^"]*)"/.exec(ids[0] as string)?.[1] as string;
    const message = 'RpcFormat: End of buffer reached unexpectedly';
    pair.old.markCorrupt(id, { ExportItems: { code: 'ErrorCorruptData', message } });
    const answer = await exported(ids);
    expect(codesOf(answer)).toEqual(['ErrorCorruptData', 'NoError', 'NoError']);
    expect(textsOf(answer, 'MessageText')).toEqual([message]);
    const read = (): Promise<Awaited<ReturnType<typeof call>>> =>
      call(
        pair.old,
        pair.oldOwner,
        `<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ItemIds>${ids[0]}</m:ItemIds></m:GetItem>`,
      );
    expect(codesOf(await read())).toEqual(['NoError']);
    pair.old.markCorrupt(id);
    expect(codesOf(await read())).toEqual(['ErrorCorruptData']);
    // As a server that starts again reads it.
    const again = new CorruptItems(pair.old.store);
    expect(again.of(requireItemRow(id), 'ExportItems')).toEqual({ code: 'ErrorCorruptData' });
    pair.old.heal(id);
    expect(codesOf(await read())).toEqual(['NoError']);
  });
});

describe('whole requests', () => {
  test('a batch that is refused has the error for each part', async () => {
    add({ effect: { kind: 'batch-error', code: 'ErrorInternalServerTransientError' } });
    const codes = codesOf(await create(pair, note('a') + note('b')));
    expect(codes).toEqual(['ErrorInternalServerTransientError', 'ErrorInternalServerTransientError']);
    expect(countOf('a')).toBe(0);
  });

  test('SOAP faults, done or not', async () => {
    const values = { BackOffMilliseconds: 297_749 };
    add({ times: 1, effect: { kind: 'soap-fault', code: 'ErrorServerBusy', values } });
    const refused = await create(pair, note('busy'));
    expect([refused.status, ...codesOf(refused), ...textsOf(refused, 'Value')]).toEqual([
      500,
      'ErrorServerBusy',
      '297749',
    ]);
    expect(countOf('busy')).toBe(0);
    add({ effect: { kind: 'soap-fault', code: 'ErrorTimeoutExpired', done: true } });
    expect(codesOf(await create(pair, note('slow')))).toEqual(['ErrorTimeoutExpired']);
    expect(countOf('slow')).toBe(1);
  });

  test('answers of what stands before the server', async () => {
    const fetchPage = async (effect: FaultRule['effect']) => {
      add({ times: 1, effect });
      const { text } = await raw(inbox);
      return split(text);
    };
    expect((await fetchPage({ kind: 'http', page: 'unavailable', headers: { 'Retry-After': '7' } })).head).toMatch(
      /^HTTP\/1.1 503 [^]*Retry-After: 7/,
    );
    expect((await fetchPage({ kind: 'http', page: 'server-error' })).body).toContain(
      "Server Error in '/EWS' Application",
    );
    expect((await fetchPage({ kind: 'http', page: 'generic-error' })).head).toMatch(
      /^HTTP\/1.1 302 [^]*Location: \/ews\/genericerrorpage.htm/,
    );
    expect((await fetchPage({ kind: 'http', page: 'owa' })).head).toContain('Location: /owa/');
    expect((await fetchPage({ kind: 'http', page: 'proxy-error' })).head).toContain('X-CasErrorCode');
    expect((await fetchPage({ kind: 'http', page: 'too-large-404' })).head).toMatch(/^HTTP\/1.1 404 /);
    const unauthorised = (await fetchPage({ kind: 'http', page: 'unauthorised' })).head;
    expect(unauthorised).toMatch(/^HTTP\/1.1 401 [^]*WWW-Authenticate: Basic/);
    expect((await fetchPage({ kind: 'http', status: 418, body: 'tea' })).body).toContain('tea');
  });

  test('something that is done is answered with 503', async () => {
    add({ effect: { kind: 'http', page: 'unavailable', done: true } });
    expect((await create(pair, note('doubt'))).status).toBe(503);
    expect(countOf('doubt')).toBe(1);
  });

  test('a reset before the operation, after it, within the answer, and while the request comes in', async () => {
    const run = async (at: 'before' | 'after' | 'within' | 'upload'): Promise<[string, boolean, number]> => {
      const remove = add({ effect: { kind: 'reset', at, ...(at === 'within' ? { bytes: 100 } : {}) } });
      const body = `<m:CreateItem MessageDisposition="SaveOnly"><m:Items>${note(`reset ${at}`)}</m:Items></m:CreateItem>`;
      const { text, end } = await raw(body);
      remove();
      return [end, text.length > 0, countOf(`reset ${at}`)];
    };
    expect(await run('before')).toEqual(['reset', false, 0]);
    expect(await run('upload')).toEqual(['reset', false, 0]);
    expect(await run('after')).toEqual(['reset', false, 1]);
    const [end, , count] = await run('within');
    expect([end, count]).toEqual(['reset', 1]);
    expect(pair.recent.side.faults.hits).toEqual({ reset: 4 });
  });

  test('a connection that is refused before a word', async () => {
    const remove = add({ effect: { kind: 'connection', how: 'reset' } });
    expect(await raw(inbox)).toEqual({ text: '', end: 'reset' });
    remove();
    add({ times: 1, effect: { kind: 'connection', how: 'silent' } });
    expect(await raw(inbox)).toEqual({ text: '', end: 'open' });
    expect((await raw(inbox)).text).toContain('NoError');
  });
});

describe('spoiled answers', () => {
  const whole = 'a whole envelope';
  const struck = async (effect: FaultRule['effect'], body = inbox) => {
    const remove = add({ effect });
    const { text, end } = await raw(body);
    remove();
    const { head, body: content } = split(text);
    const length = /Content-Length: (\d+)/.exec(head)?.[1];
    return {
      head,
      content,
      end,
      length: length === undefined ? undefined : Number(length),
      bytes: Buffer.byteLength(content),
    };
  };
  const isWhole = (text: string): string => (text.endsWith('</s:Envelope>') ? whole : 'cut');

  test('cut: before its length, with the length of what is there, in chunks with and without an end, without tags', async () => {
    const early = await struck({ kind: 'cut', how: 'length', bytes: 300 });
    expect([early.bytes, early.end]).toEqual([300, 'closed']);
    expect(early.length).toBeGreaterThan(600);
    const clean = await struck({ kind: 'cut', how: 'short-length', bytes: 300 });
    expect([clean.bytes, clean.length]).toEqual([300, 300]);
    const open = await struck({ kind: 'cut', how: 'chunked', bytes: 300 });
    expect(open.content).toMatch(/^12c\r\n[^]*[^0]\r\n$/);
    const closed = await struck({ kind: 'cut', how: 'chunked-end', bytes: 300 });
    expect(closed.content).toMatch(/^12c\r\n[^]*\r\n0\r\n\r\n$/);
    const unclosed = await struck({ kind: 'cut', how: 'unclosed' });
    expect([isWhole(unclosed.content), unclosed.length]).toEqual(['cut', unclosed.bytes]);
    expect(unclosed.content).toContain('DisplayName');
  });

  test('stalled for a while, and for ever', async () => {
    const begin = performance.now();
    const slow = await struck({ kind: 'stall', ms: 120, bytes: 50 });
    expect(performance.now() - begin).toBeGreaterThan(115);
    expect([isWhole(slow.content), slow.bytes]).toEqual([whole, slow.length]);
    const stuck = await struck({ kind: 'stall', bytes: 50 });
    expect([stuck.end, stuck.bytes]).toEqual(['open', 50]);
  });

  test('with a wrong length, empty, and not there', async () => {
    const long = await struck({ kind: 'wrong-length', by: 10 });
    expect([isWhole(long.content), (long.length ?? 0) - long.bytes]).toEqual([whole, 10]);
    const short = await struck({ kind: 'wrong-length', by: -10 });
    expect((short.length ?? 0) - short.bytes).toBe(-10);
    const empty = await struck({ kind: 'empty' });
    expect([empty.length, empty.content]).toEqual([0, '']);
    expect(await struck({ kind: 'empty', how: 'connection' })).toMatchObject({ head: '', content: '', end: 'closed' });
  });

  test('an export that says at its end that its data are truncated', async () => {
    await create(pair, note('to export'));
    const list = await call(pair.recent, pair.owner, syncBody(distinguished('drafts')), V16);
    const id = /<t:ItemId [^>]*\/>/.exec(list.text)?.[0] as string;
    const torn = await struck(
      { kind: 'truncated-data' },
      `<m:ExportItems><m:ItemIds>${id}</m:ItemIds></m:ExportItems>`,
    );
    expect(torn.content).toMatch(/<m:Data>[A-Za-z0-9+/]+=== Truncated Data ===$/);
    expect(torn.length).toBe(torn.bytes);
  });

  test('later than it could be', async () => {
    const begin = performance.now();
    expect(isWhole((await struck({ kind: 'delay', ms: 80 })).content)).toBe(whole);
    expect(performance.now() - begin).toBeGreaterThan(78);
  });
});

testEnvelopes(pair, 40);
