import { parseArgs } from 'node:util';
import { measureFairness } from './coordinator/fairness.ts';
import { measureSlots } from './coordinator/slots.ts';
import { measureThroughput } from './coordinator/throughput.ts';
import { prepareMeasuredRun } from './coordinator/world.ts';

/**
 * `npm run bench:coordinator`, or with `-- --only throughput`, `slots` or `fairness`: what the coordinator costs with
 * 100 to 10,000 mailboxes, whether as many slots are filled as a project's option says and how soon, and how projects
 * share a computer. Prints a table for each, in Markdown.
 */
const PARTS = {
  throughput: { title: 'Verify passes by size of the project, 20 slots', run: measureThroughput },
  slots: { title: '60 mailboxes with 50 slots on slow servers (1 s an answer)', run: measureSlots },
  fairness: { title: 'Three projects started together (200 ms an answer)', run: measureFairness },
};
const { values } = parseArgs({ options: { only: { type: 'string' }, verbose: { type: 'boolean', default: false } } });
const endRun = prepareMeasuredRun();
for (const [name, { title, run }] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const table = await run((line) => {
    if (values.verbose) process.stdout.write(`  ${line}\n`);
  });
  process.stdout.write(`\n### ${title}\n\n${table}\n`);
}
endRun();
