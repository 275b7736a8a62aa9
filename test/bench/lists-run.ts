import { prepareRun } from '../e2e/prepared.ts';
import { startMailferry } from '../e2e/mailferry.ts';
import { createMigration } from '../e2e/migration.ts';
import { startSandbox } from '../sandbox/sandbox.ts';

/**
 * How long a list of 10,000 mailboxes takes by API, with logins and passwords on both sides: to preview, to save, to export
 * and to take back. ROWS changes how many.
 */
const ROWS = Number(process.env.ROWS ?? 10_000);

const lines = Array.from({ length: ROWS }, (_, index) => {
  const name = `person${String(index)}`;
  return `${name}@old.example,OLD\\${name},"first, secret ${String(index)}",${name}@new.example,${name},second secret`;
});
const heading =
  'Source Email,Source Login Name,Source Password,Destination Email,Destination Login Name,Destination Password';
const text = `${heading}\r\n${lines.join('\r\n')}\r\n`;

const clear = prepareRun();
const sandbox = await startSandbox({
  source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'there@old.example' }] },
  destination: { profile: 'Exchange2019', mailboxes: [{ email: 'there@new.example' }] },
});
const mailferry = await startMailferry();
try {
  const project = `/api/projects/${await createMigration(mailferry, sandbox)}`;
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    process.stdout.write(`${what}: ${((performance.now() - from) / 1000).toFixed(2)} s\n`);
    return result;
  };
  process.stdout.write(`${ROWS.toLocaleString('en')} rows, ${(text.length / 1e6).toFixed(1)} MB\n`);
  await timed('preview', () => mailferry.call('POST', `${project}/mailboxes/preview`, { text }));
  const { id } = await timed('save', () =>
    mailferry.call<{ id: string }>('POST', `${project}/mailboxes/import`, { text }),
  );
  await timed('export', async () => {
    const headers = { authorization: mailferry.authorization() };
    await (await fetch(`${mailferry.url}${project}/mailboxes/export`, { headers })).text();
  });
  await timed('undo', () => mailferry.call('POST', `/api/mailbox-imports/${id}/undo`));
} finally {
  await mailferry.close();
  await sandbox.close();
  clear();
}
