import { execFileSync, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SNIPPETS } from '../../app/features/webhooks/snippets.ts';
import { makeSecret, signedHeaders } from '../../worker/features/webhooks/signature.ts';
import { utf8 } from '../../worker/lib/encoding.ts';
import { findPowerShell } from '../powershell/setup.ts';

type Case = { name: string; secret: string; headers: Record<string, string>; body: string; isValid: boolean };

const fillRandom = (bytes: Uint8Array): void => void randomFillSync(bytes);
let folder: string;
let cases: Case[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailferry-snippets-'));
  const [secret, old, other] = [0, 1, 2].map(() => makeSecret(fillRandom)) as [string, string, string];
  const body = '{"text":"Zoë / Łódź 🚢 \\"x\\" \\\\","large":9007199254740991}';
  const sign = (secrets: string[], at = Date.now()) => signedHeaders('msg_01', at, utf8(body), secrets);
  cases = [
    { name: 'signed', secret, headers: await sign([secret]), body, isValid: true },
    { name: 'rotated, new secret', secret, headers: await sign([secret, old]), body, isValid: true },
    { name: 'rotated, old secret', secret: old, headers: await sign([secret, old]), body, isValid: true },
    { name: 'another secret', secret: other, headers: await sign([secret, old]), body, isValid: false },
    { name: 'another body', secret, headers: await sign([secret]), body: `${body} `, isValid: false },
    { name: 'too old', secret, headers: await sign([secret], Date.now() - 6 * 60_000), body, isValid: false },
    {
      name: 'no signature',
      secret,
      headers: { ...(await sign([secret])), 'webhook-signature': 'v1, v1,é v2,x' },
      body,
      isValid: false,
    },
  ];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verdicts = () => cases.map(({ name, isValid }) => [name, isValid]);

/** What a program that reads the cases as JSON says of each. */
function run(file: string, code: string, command: string, args: string[] = []): unknown {
  const path = join(folder, file);
  writeFileSync(path, code);
  const input = JSON.stringify(cases);
  const said = JSON.parse(execFileSync(command, [...args, path], { input, encoding: 'utf8' })) as boolean[];
  return said.map((isValid, index) => [cases[index]!.name, isValid]);
}

it('the TypeScript verifies what it should, and nothing else', () => {
  const main = `
const cases = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
Promise.all(cases.map((one: any) => verifyWebhook(one.secret, new Headers(one.headers), one.body)))
  .then((said) => console.log(JSON.stringify(said)));`;
  const code = SNIPPETS.typescript.code.replace('export ', '');
  expect(run('verify.cts', code + main, process.execPath, ['--disable-warning=ExperimentalWarning'])).toEqual(
    verdicts(),
  );
});

it('the Python verifies what it should, and nothing else', () => {
  const main = `
import json, sys
cases = json.load(sys.stdin)
print(json.dumps([verify_webhook(one["secret"], one["headers"], one["body"].encode()) for one in cases]))`;
  expect(run('verify.py', SNIPPETS.python.code + main, 'python3')).toEqual(verdicts());
});

it('the PowerShell verifies what it should, and nothing else', ({ skip }) => {
  const pwsh = findPowerShell();
  if (!pwsh) return skip('PowerShell is not here: install PowerShell 7, or name it in the variable PWSH.');
  const main = `
$said = @([Console]::In.ReadToEnd() | ConvertFrom-Json) | ForEach-Object { $_ } | ForEach-Object {
  $headers = @{}
  $_.headers.PSObject.Properties | ForEach-Object { $headers[$_.Name] = $_.Value }
  Test-Webhook $_.secret $headers ([Text.Encoding]::UTF8.GetBytes($_.body))
}
ConvertTo-Json @($said) -Compress`;
  expect(run('verify.ps1', SNIPPETS.powershell.code + main, pwsh, ['-NoProfile', '-File'])).toEqual(verdicts());
});

it('the shell verifies what it should, and signs what the reference library verifies', async () => {
  const said = cases.map(({ name, secret, headers, body }) => {
    const values = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((header) => headers[header]!);
    const env = { PATH: process.env.PATH, WEBHOOK_SECRET: secret };
    const script = `${SNIPPETS.shell.code}\nverify "$1" "$2" "$3"`;
    return [name, execFileSync('sh', ['-c', script, 'sh', ...values], { env, input: body, encoding: 'utf8' }).trim()];
  });
  // It is for a check by hand, where the age of a request does not matter.
  expect(said).toEqual(cases.map(({ name, isValid }) => [name, isValid || name === 'too old' ? 'valid' : 'invalid']));

  const { secret } = cases[0]!;
  let seen: unknown;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen = new Webhook(secret).verify(Buffer.concat(chunks).toString(), request.headers as Record<string, string>);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  const env = { PATH: process.env.PATH, WEBHOOK_SECRET: secret };
  const sending = spawn('sh', ['-c', `${SNIPPETS.shell.code}\nsend_try ${url}`], { env, stdio: 'ignore' });
  await once(sending, 'exit');
  server.close();
  expect(seen).toMatchObject({ type: 'webhook.test' });
});
