import type { Medians } from './report.ts';

export type Target = { text: string; isMet: boolean; detail: string };

const RECHARGE_SECONDS_PER_HOUR = 900;
const BURST_SECONDS = 300;
const LEAST_GIGABYTES_PER_HOUR = 7.5;

/** What the figures have to reach; those that were not measured are left out. */
export function targetsOf(all: readonly Medians[]): Target[] {
  const find = (contender: string, workload: string, network: string) =>
    all.find((row) => row.contender === contender && row.workload === workload && row.network === network && row.items);
  const targets: Target[] = [];
  const compare = (
    text: string,
    [ours, theirs]: readonly [Medians | undefined, Medians | undefined],
    value: (row: Medians) => number,
    bound: { least: number } | { most: number },
  ) => {
    if (!ours || !theirs) return;
    const ratio = value(ours) / value(theirs);
    const isMet = 'least' in bound ? ratio >= bound.least : ratio <= bound.most;
    const limit = 'least' in bound ? `at least ${bound.least}` : `at most ${bound.most}`;
    targets.push({ text, isMet, detail: `${ratio.toFixed(2)} × (${limit})` });
  };
  const speed = (row: Medians) => row.megabytesPerSecond;
  const items = (row: Medians) => row.itemsPerSecond;
  const cpu = (row: Medians) => row.cpuSecondsPerGigabyte;

  const large = [find('mailferry', '20mb', 'loopback'), find('raw-pipe', '20mb', 'loopback')] as const;
  compare('20 MB on loopback: MB/s of the raw pipe', large, speed, { least: 0.7 });
  compare('20 MB on loopback: CPU of the raw pipe', large, cpu, { most: 2.5 });
  const ours = find('mailferry', 'mixed', '40ms');
  for (const [name, title, least] of [
    ['exchangelib', 'exchangelib as documented', 5],
    ['exchangelib-tuned', 'exchangelib tuned', 2],
    ['ews-javascript-api', 'ews-javascript-api', 10],
  ] as const)
    compare(`mixed at 40 ms: items/s of ${title}`, [ours, find(name, 'mixed', '40ms')], items, { least });
  for (const [name, title] of [
    ['exchangelib', 'exchangelib'],
    ['ews-javascript-api', 'ews-javascript-api'],
  ] as const)
    compare(`mixed at 40 ms: CPU per GB of ${title}`, [ours, find(name, 'mixed', '40ms')], cpu, { most: 0.2 });
  for (const workload of ['mixed', '1mb', '20mb']) {
    const row = find('mailferry', workload, 'throttled');
    if (row) targets.push(throttleTarget(row));
  }
  return targets;
}

/** What a mailbox gets under the throttle in an hour: bounded by what was seen, and by what its budget pays for. */
function throttleTarget(row: Medians): Target {
  const seen = row.megabytesPerSecond * 3.6;
  const cost = row.chargedSecondsPerGigabyte ?? 0;
  const sustained = cost > 0 ? RECHARGE_SECONDS_PER_HOUR / cost : Number.POSITIVE_INFINITY;
  const first = cost > 0 ? (RECHARGE_SECONDS_PER_HOUR + BURST_SECONDS) / cost : Number.POSITIVE_INFINITY;
  const perHour = Math.min(seen, sustained);
  return {
    text: `${row.workload} under the throttle: GB an hour and mailbox`,
    isMet: perHour >= LEAST_GIGABYTES_PER_HOUR,
    detail:
      `${perHour.toFixed(1)} (at least ${LEAST_GIGABYTES_PER_HOUR}): ${row.megabytesPerSecond.toFixed(1)} MB/s seen are ` +
      `${seen.toFixed(1)} GB/h; a GB costs ${cost.toFixed(0)} s of the server's time, of which it grants ` +
      `${RECHARGE_SECONDS_PER_HOUR} s an hour (${sustained.toFixed(1)} GB/h for ever) and ${BURST_SECONDS} s at once ` +
      `(${first.toFixed(1)} GB in the first hour)`,
  };
}
