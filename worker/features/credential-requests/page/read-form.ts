import { SECOND_MS } from '../../../lib/units.ts';

const MOST_BYTES = 16 * 1024;
const LONGEST_MS = 10 * SECOND_MS;

export type ReadForm = { fields: URLSearchParams } | { status: 408 | 413 | 415 };

/**
 * The fields of a form, each byte of them as it was entered. A body that is larger than any form, or takes too long, is
 * not read to its end.
 */
export async function readForm(request: Request, longestMs = LONGEST_MS): Promise<ReadForm> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded(?:;|$)/i.test(type)) return { status: 415 };
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return { status: 413 };
  if (request.body === null) return { fields: new URLSearchParams() };
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), longestMs);
  });
  const bytes = new Uint8Array(MOST_BYTES);
  let length = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'late') return { status: 408 };
      if (next.done) return { fields: new URLSearchParams(new TextDecoder().decode(bytes.subarray(0, length))) };
      if (length + next.value.length > MOST_BYTES) return { status: 413 };
      bytes.set(next.value, length);
      length += next.value.length;
    }
  } finally {
    clearTimeout(timer);
    // Nothing of it is needed, whether the client goes on or not.
    reader.cancel().catch(() => {});
  }
}
