/** An event of a trace; times in microseconds. */
export type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { data?: Record<string, unknown> };
};

/** Lighthouse's phone is four times as slow as this computer, and a task blocks from 50 ms on. */
const LONG_US = 12_500;
const MOST_PARTS = 6;

const inMs = (us: number): string => `${(us / 1000).toFixed(1)} ms`;
const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;

/** The thread that lays the page out. */
function mainThread(events: readonly TraceEvent[]): string | undefined {
  const counts = new Map<string, number>();
  for (const event of events)
    if (event.name === 'Layout') counts.set(threadOf(event), (counts.get(threadOf(event)) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function partName({ name, args }: TraceEvent): string {
  const data = args?.data ?? {};
  const address = typeof data.url === 'string' ? data.url.replace(/^.*\//, '') : '';
  return [name, address, data.functionName, data.type].filter((word) => typeof word === 'string' && word).join(' ');
}

/** The time that each part of a task took itself, the longest first. */
function partsOf(task: TraceEvent, inside: readonly TraceEvent[]): [name: string, us: number][] {
  const own = new Map<string, number>();
  const open: TraceEvent[] = [task];
  const add = (event: TraceEvent, us: number) => own.set(partName(event), (own.get(partName(event)) ?? 0) + us);
  for (const event of inside) {
    while (open.length > 1 && event.ts >= open.at(-1)!.ts + open.at(-1)!.dur!) open.pop();
    add(event, event.dur!);
    add(open.at(-1)!, -event.dur!);
    open.push(event);
  }
  return [...own].filter(([name]) => name !== task.name).toSorted(([, a], [, b]) => b - a);
}

/** A line for each task that would block such a phone: when, how long, how much of it computing, and what took the time. */
export function longTasks(events: readonly TraceEvent[]): string[] {
  const thread = mainThread(events);
  const ours = events
    .filter((event) => threadOf(event) === thread && event.ph === 'X' && event.dur !== undefined)
    .toSorted((a, b) => a.ts - b.ts || b.dur! - a.dur!);
  const start = ours[0]?.ts ?? 0;
  return ours
    .filter(({ name, dur }) => name === 'RunTask' && dur! > LONG_US)
    .map((task) => {
      const inside = ours.filter(({ ts, name }) => name !== 'RunTask' && ts >= task.ts && ts < task.ts + task.dur!);
      const parts = partsOf(task, inside)
        .slice(0, MOST_PARTS)
        .map(([name, us]) => `${name} ${inMs(us)}`);
      return `task at ${inMs(task.ts - start)}: ${inMs(task.dur!)}, computing ${inMs(task.tdur ?? 0)}: ${parts.join(', ')}`;
    });
}
