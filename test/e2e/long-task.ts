import type { Page } from 'playwright-core';

/** Turns of a loop: about as much work as a phone, four times slower than a computer, does in a tenth of a second. */
const TURNS = 4_000_000;

type TraceEvent = { name: string; ph: string; pid: number; tid: number; tdur?: number; args: { name?: string } };

/**
 * The longest task of the page's main thread while `work` is done, in milliseconds of its own: what other processes
 * take from it meanwhile does not count.
 */
async function longestTaskMs(page: Page, work: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const isOver = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  await work();
  await session.send('Tracing.end');
  await isOver;
  await session.detach();
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = events.filter((event) => event.name.endsWith('RunTask') && main.has(threadOf(event)));
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}

/** The longest task while `work` is done, as a multiple of a piece of work that the same browser does. */
export async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
  const longest = await longestTaskMs(page, work);
  const known = await longestTaskMs(page, () =>
    page.evaluate((turns) => {
      let sum = 0;
      for (let turn = 0; turn < turns; turn++) sum = (sum * 31 + turn) % 1_000_003;
      return sum;
    }, TURNS),
  );
  return longest / known;
}
