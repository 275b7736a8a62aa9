import { describe, expect, test } from 'vitest';
import { parseXml, XmlError } from '../../worker/exchange/xml/scan.ts';
import { spliceElement } from '../../worker/exchange/xml/splice.ts';
import { createRandom } from '../fakes/prng.ts';
import { arriving, cutAt, textOf, utf8 } from './kit.ts';

const CONTENT = 'QUJDREVGR0g='.repeat(20);
const ANSWER = `<?xml version="1.0"?><s:E xmlns:s="s" xmlns:m="m"><m:Item Id="a>b"/><m:Data>${CONTENT}</m:Data><m:Z/></s:E>`;

function splice(body: ReadableStream<Uint8Array>, verify: () => void = () => {}) {
  return spliceElement(body, { name: 'Data', verify, explain: (error) => error });
}

async function contentOf(body: ReadableStream<Uint8Array>, verify?: () => void): Promise<string> {
  const found = await splice(body, verify);
  if (!('content' in found)) throw new Error('not found');
  return textOf(found.content);
}

describe('one element out of a stream', () => {
  test('crosses whole, cut in two at every offset', async () => {
    const bytes = utf8(ANSWER);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await contentOf(arriving(cutAt(bytes, cut))), `cut at ${cut}`).toBe(CONTENT);
    }
  });

  test('crosses whole in random pieces', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    process.stdout.write(`splice seed ${seed}\n`);
    const random = createRandom(seed);
    const bytes = utf8(ANSWER);
    for (let round = 0; round < 300; round++) {
      const cuts = Array.from({ length: Math.floor(random() * 12) }, () => Math.floor(random() * bytes.length));
      expect(await contentOf(arriving(cutAt(bytes, ...cuts))), `seed ${seed}, cuts ${cuts.join(' ')}`).toBe(CONTENT);
    }
  });

  test('never ends well when the answer was cut short, wherever', async () => {
    const bytes = utf8(ANSWER);
    for (let end = ANSWER.indexOf('<m:Data>') + 8; end < bytes.length; end++) {
      await expect(contentOf(arriving([bytes.subarray(0, end)])), `cut at ${end}`).rejects.toThrow(XmlError);
    }
  });

  test('breaks where the connection breaks', async () => {
    const bytes = utf8(ANSWER);
    for (const end of [ANSWER.indexOf(CONTENT) + 10, ANSWER.indexOf('</m:Data>') + 3, bytes.length]) {
      await expect(contentOf(arriving([bytes.subarray(0, end)], new Error('reset')))).rejects.toThrow('reset');
    }
    await expect(splice(arriving([bytes.subarray(0, 30)], new Error('reset')))).rejects.toThrow('reset');
  });

  test('ends only after the rest was judged', async () => {
    let judged = false;
    expect(await contentOf(arriving([utf8(ANSWER)]), () => (judged = true))).toBe(CONTENT);
    expect(judged).toBe(true);
    const refuse = () => {
      throw new Error('not sound');
    };
    await expect(contentOf(arriving([utf8(ANSWER)]), refuse)).rejects.toThrow('not sound');
  });

  test('an answer without it, or with it empty, comes back whole', async () => {
    for (const body of ['<A><B/></A>', '<A><Data/></A>']) {
      const found = await splice(arriving(cutAt(utf8(body), 5)));
      expect('document' in found && parseXml(found.document).name).toBe('A');
    }
  });

  test('memory stays flat: a consumer that stops reading stops the source', async () => {
    let produced = 0;
    const piece = utf8('A'.repeat(64 * 1024));
    const body = new ReadableStream<Uint8Array>({
      type: 'bytes',
      pull(controller) {
        controller.enqueue(produced === 0 ? utf8('<A><Data>') : piece.slice());
        produced += 1;
      },
    });
    const found = await splice(body);
    if (!('content' in found)) throw new Error('not found');
    const reader = found.content.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(produced).toBeLessThan(20);
    await reader.cancel();
  });
});
