import type { Network, Workload } from './cases.ts';
import type { Contender } from './contender.ts';
import type { Figures } from './run-case.ts';

/** Medians over the rounds of one contender in one case. */
export type Medians = {
  contender: string;
  workload: Workload['name'];
  network: Network['name'];
  items: number;
  itemsPerSecond: number;
  /** From the first item written to the last one; not a number where one write brought everything. */
  steadyItemsPerSecond: number;
  megabytesPerSecond: number;
  cpuSecondsPerGigabyte: number;
  peakMegabytes: number;
  requestsPerItem: number;
  refused: number;
  chargedSecondsPerGigabyte?: number;
  note?: string;
};

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Medians of runs of one contender in one case, of those that brought something; `items` is 0 where none did. */
export function mediansOf(all: readonly Figures[]): Medians {
  const runs = all.filter(({ items }) => items > 0);
  const of = (value: (run: Figures) => number) => (runs.length === 0 ? Number.NaN : medianOf(runs.map(value)));
  const { contender, workload, network } = all[0]!;
  const failed = all.length - runs.length;
  const some = failed > 0 && runs.length > 0 ? `${failed} of ${all.length} rounds ` : '';
  const told = (all.find((run) => run.items === 0) ?? all.find((run) => run.note))?.note;
  const note = told === undefined ? undefined : some + told;
  return {
    contender,
    workload,
    network,
    items: runs.length === 0 ? 0 : of(({ items }) => items),
    itemsPerSecond: of(({ items, seconds }) => items / seconds),
    steadyItemsPerSecond: of(({ steady }) => (steady ? steady.items / steady.seconds : Number.NaN)),
    megabytesPerSecond: of(({ bytes, seconds }) => bytes / 1e6 / seconds),
    cpuSecondsPerGigabyte: of(({ cpuSeconds, bytes }) => cpuSeconds / (bytes / 1e9)),
    peakMegabytes: of(({ peakBytes }) => peakBytes / 1e6),
    requestsPerItem: of(({ requests, items }) => requests / items),
    refused: of(({ refused }) => refused),
    ...(runs.length > 0 &&
      runs.every(({ chargedMs }) => chargedMs !== undefined) && {
        chargedSecondsPerGigabyte: of(({ chargedMs, bytes }) => chargedMs! / 1000 / (bytes / 1e9)),
      }),
    ...(note && { note }),
  };
}

const number = (value: number): string =>
  !Number.isFinite(value)
    ? '–'
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);

/** A table for each case, in Markdown. */
export function tablesOf(
  all: readonly Medians[],
  contenders: readonly Pick<Contender, 'name' | 'title'>[],
  workloads: readonly Workload[],
  networks: readonly Network[],
): string {
  const parts: string[] = [];
  for (const workload of workloads)
    for (const network of networks) {
      const rows = contenders.flatMap(({ name, title }) => {
        const row = all.find(
          (each) => each.contender === name && each.workload === workload.name && each.network === network.name,
        );
        if (!row) return [];
        const cells = [
          row.itemsPerSecond,
          row.steadyItemsPerSecond,
          row.megabytesPerSecond,
          row.cpuSecondsPerGigabyte,
          row.peakMegabytes,
          row.requestsPerItem,
        ].map(number);
        const part = row.note ? ` (${row.items === 0 ? '' : `${Math.round(row.items)} items; `}${row.note})` : '';
        return [`| ${title}${part} | ${row.items === 0 ? '– | – | – | – | – | –' : cells.join(' | ')} |`];
      });
      if (rows.length === 0) continue;
      parts.push(
        `**${workload.items.toLocaleString('en')} ${workload.title}, ${network.title}**`,
        '',
        '| | items/s | steady items/s | MB/s | CPU s/GB | peak MB | requests/item |',
        '|---|---|---|---|---|---|---|',
        ...rows,
        '',
      );
    }
  return parts.join('\n');
}
