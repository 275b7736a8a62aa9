import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import type { Browser, CookieData } from 'puppeteer-core';
import type { Run } from '../../../worker/local/demo.ts';
import { launchChromium, signInByForm } from '../by-puppeteer.ts';
import { callApi, mailboxesOf, readRun, startFullPass, untilCompleted } from '../npm-start.ts';
import type { OwnStart } from '../own-start.ts';
import { startOwn } from '../own-start.ts';
import { runBeforeAllOthers } from './before-all-others.ts';
import { endUserPage } from './end-user-page.ts';
import type { Score } from './measure.ts';
import { CATEGORIES, measure } from './measure.ts';
import type { Screen } from './screens.ts';
import { SET_UP, SIGN_IN, screensOf } from './screens.ts';

/**
 * `npm run lighthouse`: starts Mailferry with the demo, moves its mailboxes, and measures every screen as on a phone. Prints
 * a line for each; of one below the least score also what blocks and shifts it, and fails. `--rounds 3`: of so many, the
 * one in the middle counts for performance, the lowest for the rest. Words behind it choose screens by their names.
 */
const LEAST = 0.95;
const PASS_MS = 180_000;
const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The cookies of the demo's agent. */
async function cookiesOf(browser: Browser, run: Run): Promise<CookieData[]> {
  const context = await browser.createBrowserContext();
  await signInByForm(await context.newPage(), run.url, run);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

const receiver = createServer((request, response) => request.resume().once('end', () => response.end('taken')));

/** Where webhooks are delivered. */
async function startReceiver(): Promise<string> {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`;
}

/** One score for a screen out of several rounds. */
function combine(scores: readonly Score[]): Score {
  const byPerformance = scores.toSorted((a, b) => a.performance - b.performance);
  const middle = byPerformance[Math.floor((scores.length - 1) / 2)]!;
  const lowest = (key: 'accessibility' | 'best-practices') => Math.min(...scores.map((score) => score[key]));
  return { ...middle, accessibility: lowest('accessibility'), 'best-practices': lowest('best-practices') };
}

const starts: OwnStart[] = [];
let browser: Browser | undefined;
let isGreen = true;
try {
  say(
    runBeforeAllOthers()
      ? 'Everything that this starts runs before all other processes.'
      : 'Other processes of this computer slow down what is measured: only root may run before them, on Linux.',
  );
  say('Starting Mailferry with the demo, and another one that nobody owns …');
  const demo = await startOwn([], { SANDBOX_SCALE: '0.2' });
  starts.push(demo);
  const empty = await startOwn(['--no-sandbox']);
  starts.push(empty);
  const run = readRun(demo.stateDir);
  const webhook = await callApi<{ id: string }>(run, 'POST', '/api/webhooks', {
    url: await startReceiver(),
    events: ['*'],
    description: 'Service desk',
  });
  say('Moving its mailboxes …');
  await startFullPass(run);
  await untilCompleted(run, PASS_MS);
  const [mailbox] = await mailboxesOf(run);
  const { items: customers } = await callApi<{ items: { id: string }[] }>(run, 'GET', '/api/customers');
  const { items: endpoints } = await callApi<{ items: { id: string }[] }>(run, 'GET', '/api/endpoints');
  await callApi(run, 'POST', `/api/endpoints/${endpoints[0]!.id}/probe`, {});
  browser = await launchChromium();
  const cookies = await cookiesOf(browser, run);
  const all: [screen: Screen, url: string, cookies: readonly CookieData[]][] = [
    [SIGN_IN, run.url, []],
    [SET_UP, empty.url, []],
    [await endUserPage(run), run.url, []],
    ...screensOf(run, {
      mailbox: mailbox!.id,
      webhook: webhook.id,
      customer: customers[0]!.id,
      endpoint: endpoints[0]!.id,
    }).map((screen): [Screen, string, CookieData[]] => [screen, run.url, cookies]),
  ];
  const chosen = all.filter(([{ name }]) => positionals.length === 0 || positionals.includes(name));
  say(`\n| screen | ${CATEGORIES.join(' | ')} | largest paint | blocked |\n|---|--:|--:|--:|--:|--:|`);
  for (const [screen, url, jar] of chosen) {
    const scores: Score[] = [];
    for (let round = 0; round < Number(values.rounds); round++) scores.push(await measure(browser, url, screen, jar));
    const score = combine(scores);
    const figures = CATEGORIES.map((category) => score[category].toFixed(2));
    say(
      `| ${screen.name} | ${figures.join(' | ')} | ${Math.round(score.largestPaint)} ms | ${Math.round(score.blocked)} ms |`,
    );
    if (CATEGORIES.every((category) => score[category] >= (screen.least ?? LEAST))) continue;
    isGreen = false;
    for (const cost of [...score.costs, ...score.causes]) say(`  ${cost}`);
  }
} finally {
  await browser?.close();
  for (const start of starts) await start.close();
  receiver.close();
}
say(isGreen ? '\nEvery screen reaches its least score.' : '\nA screen is below its least score.');
process.exit(isGreen ? 0 : 1);
