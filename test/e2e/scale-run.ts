import { parseArgs } from 'node:util';
import { runScale } from './scale.ts';

/** `npm exec -c 'node test/e2e/scale-run.ts --items 100000 --folders 300'`: the large mailbox, with what it cost. */
const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    folders: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '120' },
  },
});
const result = await runScale(
  { items: Number(values.items), folders: Number(values.folders), timeoutMs: Number(values.minutes) * 60_000 },
  (line) => process.stdout.write(`${line}\n`),
);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
process.exit(result.statuses.every((status) => status === 'Completed') ? 0 : 1);
