/**
 * The raw pipe: a Worker that forwards bytes of one server's answer into the request to the other, and nothing else.
 * It gets their addresses beforehand: it searches for nothing, compares nothing, and keeps no record.
 */
export type PipeBatch = {
  /** Body of the ExportItems request. */
  request: string;
  /** Bytes of the answer that are content, in order: what lies before them, and how long they are. */
  parts: { skip: number; length: number }[];
};

export type PipeOrder = {
  source: { url: string; authorization: string };
  destination: { url: string; authorization: string };
  batches: PipeBatch[];
  /** Pieces of the UploadItems request. */
  open: string;
  itemOpen: string;
  itemClose: string;
  close: string;
  concurrency: number;
};

type ByobReader = ReadableStreamBYOBReader & {
  readAtLeast(min: number, view: Uint8Array): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
};
type FixedLengthPipe = new (bytes: number) => TransformStream<Uint8Array, Uint8Array>;

const CHUNK_BYTES = 256 * 1024;
const encoder = new TextEncoder();

async function carry(order: PipeOrder, { request, parts }: PipeBatch): Promise<void> {
  const answer = await fetch(order.source.url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', authorization: order.source.authorization },
    body: request,
  });
  if (!answer.ok || !answer.body) throw new Error(`The source answered ${answer.status}`);
  const open = encoder.encode(order.open);
  const itemOpen = encoder.encode(order.itemOpen);
  const itemClose = encoder.encode(order.itemClose);
  const close = encoder.encode(order.close);
  const content = parts.reduce((sum, { length }) => sum + length, 0);
  const total = open.length + parts.length * (itemOpen.length + itemClose.length) + content + close.length;
  const { FixedLengthStream } = globalThis as unknown as { FixedLengthStream: FixedLengthPipe };
  const { readable, writable } = new FixedLengthStream(total);
  const sending = fetch(order.destination.url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', authorization: order.destination.authorization },
    body: readable,
  });
  const writer = writable.getWriter();
  const reader = answer.body.getReader({ mode: 'byob' }) as ByobReader;
  let buffer = new ArrayBuffer(CHUNK_BYTES);
  const take = async (bytes: number): Promise<Uint8Array<ArrayBuffer>> => {
    const { value } = await reader.readAtLeast(bytes, new Uint8Array(buffer, 0, bytes));
    if (value?.byteLength !== bytes) throw new Error('The answer is shorter than it was');
    buffer = value.buffer;
    return value;
  };
  await writer.write(open);
  for (const { skip, length } of parts) {
    for (let left = skip; left > 0; left -= Math.min(left, CHUNK_BYTES)) await take(Math.min(left, CHUNK_BYTES));
    await writer.write(itemOpen);
    for (let left = length; left > 0; left -= Math.min(left, CHUNK_BYTES))
      await writer.write(await take(Math.min(left, CHUNK_BYTES)));
    await writer.write(itemClose);
  }
  await writer.write(close);
  await writer.close();
  await reader.cancel();
  const response = await sending;
  const text = await response.text();
  if (!response.ok || text.includes('ResponseClass="Error"')) throw new Error(text.slice(0, 500));
}

// oxlint-disable-next-line import/no-default-export -- the runtime takes a Worker so
export default {
  async fetch(request: Request): Promise<Response> {
    const order = (await request.json()) as PipeOrder;
    const waiting = [...order.batches];
    const lane = async (): Promise<void> => {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) await carry(order, batch);
    };
    const startedAt = Date.now();
    try {
      await Promise.all(Array.from({ length: order.concurrency }, lane));
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 500 });
    }
    return Response.json({ ms: Date.now() - startedAt });
  },
};
