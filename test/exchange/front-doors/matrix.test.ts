import { afterAll, expect, test } from 'vitest';
import { WINDOWS } from '../../sandbox/front-doors/windows-tls.ts';
import { type Cell, CELLS, type Outcome, runCell } from './cells.ts';

// All of them by `npm run doors`; here those that differ most.
const FEW: readonly string[] = [
  '2003 basic source',
  '2008 R2 ntlm source',
  '2012 R2 basic destination',
  '2019 ntlm destination',
  '2022 ntlm destination',
];
const nameOf = ({ windows, scheme, as }: Cell): string => `${windows} ${scheme} ${as}`;
const isWhole = process.env.DOORS === 'all';
const cells = CELLS.filter((cell) => isWhole || FEW.includes(nameOf(cell)));

const rows: (Cell & Outcome)[] = [];
afterAll(() => {
  const inOrder = cells.flatMap((cell) => rows.filter((row) => nameOf(row) === nameOf(cell)));
  const lines = inOrder.map(
    ({ windows, as, scheme, protocol, cipher, requests, deltaRequests, connections }) =>
      `| ${windows} | ${as} | ${scheme} | ${protocol} | ${cipher} | ${requests} | ${deltaRequests} | ${connections} |`,
  );
  const head = '| Windows | as | sign-in | protocol | cipher | requests | delta | connections |';
  process.stdout.write(`\n${[head, '|-|-|-|-|-|-|-|-|', ...lines].join('\n')}\n`);
});

test.each(cells.map((cell) => [nameOf(cell), cell] as const))(
  'a mailbox moves by the gateway, request for request as by http: Windows %s',
  { timeout: 120_000 },
  async (_name, cell) => {
    const outcome = await runCell(cell);
    rows.push({ ...cell, ...outcome });
    expect(outcome.protocol).toBe(WINDOWS[cell.windows].maxVersion);
    expect(outcome.deltaRequests).toBeLessThan(outcome.requests);
  },
);
