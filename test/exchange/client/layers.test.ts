import { expect, test } from 'vitest';
import type { Fault } from '../../../worker/engine/model/fault.ts';
import type { Gate } from '../../../worker/exchange/client/gate.ts';
import { inTurn } from '../../../worker/exchange/client/in-turn.ts';
import { inVersion, type Versioned } from '../../../worker/exchange/client/in-version.ts';
import { createNegotiation } from '../../../worker/exchange/client/negotiation.ts';
import type { AnyCall, Reply, StreamReply } from '../../../worker/exchange/client/send.ts';
import { withDeadline, type Timed } from '../../../worker/exchange/client/with-deadline.ts';
import { describeVersion } from '../../../worker/exchange/operations/versions.ts';
import { parseXml } from '../../../worker/exchange/xml/scan.ts';
import { answer, EXCHANGE_2019, never, soap, utf8 } from '../kit.ts';
import { callOf, faultError, replyOf, sender } from './layers-kit.ts';

const answered = replyOf('FindItem', ['<m:RootFolder/>']);

function streaming(): { reply: StreamReply; end: () => void } {
  const { promise: arrived, resolve: end } = Promise.withResolvers<void>();
  return { reply: { stream: { head: new Uint8Array(0), content: new ReadableStream() }, arrived }, end };
}

/** Keeps with what turns were left, `undefined` for without a fault. */
function gateOf(heldMs = 0): { gate: Gate; left: (Fault['code'] | undefined)[] } {
  const left: (Fault['code'] | undefined)[] = [];
  const gate: Gate = { enter: async () => (fault) => void left.push(fault?.code), heldForMs: () => heldMs };
  return { gate, left };
}

test('a turn ends with the answer, and the gate learns its first error', async () => {
  const { gate, left } = gateOf();
  const busy = replyOf('FindItem', [{ error: 'ErrorServerBusy' }]);
  const { send } = sender<AnyCall, Reply>([answered, busy, faultError('transient')]);
  const call = inTurn(gate, 'source', send);
  await call(callOf('FindItem'));
  await call(callOf('FindItem'));
  await expect(call(callOf('FindItem'))).rejects.toMatchObject({ fault: { kind: 'transient' } });
  expect(left).toEqual([undefined, 'ErrorServerBusy', 'code-transient']);
});

test('a stream keeps its turn until it is over', async () => {
  const { gate, left } = gateOf();
  const { reply, end } = streaming();
  await inTurn(gate, 'source', async () => reply)(callOf('ExportItems'));
  expect(left).toEqual([]);
  end();
  await reply.arrived;
  expect(left).toEqual([undefined]);
});

test('a busy server is left alone for as long as it or the gate says, whichever is longer', async () => {
  const busy = faultError('busy', { retryAfterMs: 3_000 });
  const retryAfter = (heldMs: number) =>
    inTurn(gateOf(heldMs).gate, 'source', () => Promise.reject(busy))(callOf('FindItem'));
  await expect(retryAfter(9_000)).rejects.toMatchObject({ fault: { retryAfterMs: 9_000 } });
  await expect(retryAfter(1_000)).rejects.toMatchObject({ fault: { retryAfterMs: 3_000 } });
});

test('a deadline ends with its answer, and that of a stream with the stream', async () => {
  const deadlines: Timed['deadline'][] = [];
  const { reply, end } = streaming();
  const replies: Reply[] = [answered, reply];
  const call = withDeadline<AnyCall, Reply>(10, async ({ deadline }) => {
    deadlines.push(deadline);
    return replies[deadlines.length - 1]!;
  });
  await call(callOf('FindItem'));
  await call(callOf('ExportItems'));
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(deadlines.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  end();
});

test('a call that fails leaves no deadline behind', async () => {
  const stop = new AbortController();
  let seen: AbortSignal | undefined;
  const call = withDeadline<AnyCall, Reply>(10_000, async ({ deadline }) => {
    seen = deadline.signal;
    throw faultError('transient');
  });
  await expect(call(callOf('FindItem', { signal: stop.signal }))).rejects.toThrow('code-transient');
  stop.abort();
  expect(seen?.aborted).toBe(false);
});

const told = () => parseXml(utf8(soap(answer('GetFolder', ['<m:Folders/>']), EXCHANGE_2019)));

test('the version is asked for once by calls that come together, and again after a failure', async () => {
  let probes = 0;
  const negotiation = createNegotiation(async () => {
    probes += 1;
    if (probes === 1) throw faultError('transient');
    return told();
  });
  expect(negotiation.current()).toBe('Exchange2007_SP1');
  const both = () => Promise.all([negotiation.version(never()), negotiation.server(never())]);
  await expect(both()).rejects.toThrow('code-transient');
  const [version, server] = await both();
  expect([version, server.major, negotiation.current(), probes]).toEqual([
    'Exchange2013_SP1',
    15,
    'Exchange2013_SP1',
    2,
  ]);
});

test('a refused version is replaced by older ones, until one is taken or none is left', async () => {
  const refused = faultError('version');
  const negotiation = createNegotiation(async () => told());
  const { send, calls } = sender<AnyCall & Versioned, Reply>([
    refused,
    refused,
    answered,
    refused,
    refused,
    refused,
    refused,
  ]);
  const call = inVersion(negotiation, send);
  expect(await call(callOf('FindItem'))).toBe(answered);
  expect(calls.map(({ version }) => version)).toEqual(['Exchange2013_SP1', 'Exchange2013', 'Exchange2010_SP2']);
  await expect(call(callOf('FindItem'))).rejects.toMatchObject({ fault: { kind: 'version' } });
  expect(negotiation.current()).toBe('Exchange2007_SP1');
});

test('a call that cannot be repeated fails, and the next one is made in the older version', async () => {
  const negotiation = createNegotiation(async () => told());
  const { send, calls } = sender<AnyCall & Versioned, Reply>([faultError('version'), answered]);
  const call = inVersion(negotiation, send, { isRepeatable: false });
  await expect(call(callOf('UploadItems'))).rejects.toMatchObject({ fault: { kind: 'version' } });
  await call(callOf('UploadItems'));
  expect(calls.map(({ version }) => version)).toEqual(['Exchange2013_SP1', 'Exchange2013']);
});

test('a server that takes one version alone is asked upward, and remembered by it', async () => {
  const silent = () => parseXml(utf8('<Envelope><Body/></Envelope>'));
  const asked: string[] = [];
  const probe = async (version: string) => {
    asked.push(version);
    if (version !== 'Exchange2010_SP2') throw faultError('version');
    return silent();
  };
  const negotiation = createNegotiation(probe);
  expect(await negotiation.version(never())).toBe('Exchange2010_SP2');
  expect(describeVersion(await negotiation.server(never()))).toBe('Exchange2010_SP2');
  expect(asked).toEqual(['Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2']);
  await createNegotiation(probe, { first: 'Exchange2010_SP2' }).version(never());
  expect(asked).toHaveLength(5);
});

test('where every version is refused, the first refusal is reported, and other trouble ends the search at once', async () => {
  const asked: string[] = [];
  const refused = createNegotiation(async (version) => {
    asked.push(version);
    throw faultError('version', { code: version });
  });
  await expect(refused.version(never())).rejects.toMatchObject({ fault: { code: 'Exchange2007_SP1' } });
  expect(asked).toHaveLength(6);
  const broken = createNegotiation(async (version) => {
    asked.push(version);
    throw faultError('credentials');
  });
  await expect(broken.version(never())).rejects.toMatchObject({ fault: { kind: 'credentials' } });
  expect(asked).toHaveLength(7);
});
