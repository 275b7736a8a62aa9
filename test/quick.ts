import type { Check } from './checks.ts';
import { CHECKS, runBeside } from './checks.ts';

/**
 * `npm run quick`: what a change breaks most often, in less than a minute and a half on two cores: most static
 * checks, and those tests that take seconds and need no browser and no other program, side by side. Seeded tests try few
 * seeds, and the linter leaves out rules that ask for types. `npm test` runs everything.
 */
const SEEDS = '10';
/** Of the API: whole tables, waits, many passwords and mailboxes. They take most of the time of all. */
const LONG = [
  '{archive-project,bound-secrets,mail/settings,pass-preview,passes,project-sharing}',
  '{mailbox-lists,sign-in,mailboxes,webhooks,people,edit-mailboxes,key-rules,vault,customers,folder-preview}',
  '{project-options,webhook-load,webhook-pause,outbox,end-events,project-coordinator,gateway,discover,api-keys}',
  '{account/reset-two-factor,account/own-account,agents/unproven,agents/roles,credential-page/both-sides}',
  '{licences/coordinator,licences/orders,mail/binding,plan/plan,scripts/routes}',
  '{matrix,probe,event-routes,open-sign-up,silent-ports,live,attempts,no-secrets,customer-users,events}',
  '{account/password-reset,account/two-factor,agents/invitations,credential-page/answers,mail/sending}',
  '{credential-requests/waiting,credential-requests/links,credential-requests/runs,notices/notices,notices/automatic}',
  '{tenancy,endpoints,permissions,credential-page/markup,waves,saved-filters}',
  '{licences/assignments,licences/model,licences/runs,licences/stripe,password-trials,credential-page/links}',
];

const test = (config: string, args: readonly string[] = []): readonly string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  config,
  ...args,
];
const exclude = (name: string): string[] => ['--exclude', `test/worker/${name}.test.ts`];
const API: Check = ['API', test('test/worker/vitest.config.ts', LONG.flatMap(exclude))];
const OTHERS: Check = ['engine, exchange and app', test('test/vitest.quick.config.ts')];

/** What is no longer used does no harm before `npm test`, and the rules that ask for types take as long as all others. */
const QUICK_CHECKS = CHECKS.filter(([title]) => title !== 'unused code').map(([title, args]): Check => [
  title,
  args.filter((word) => title !== 'lint' || word !== '--type-aware'),
]);

const startedAt = performance.now();
const env = { ...process.env, SEEDS: process.env.SEEDS ?? SEEDS };
// One workerd keeps one core busy at most, all the time.
const api = runBeside(API, env);
const statuses = await Promise.all(QUICK_CHECKS.map((check) => runBeside(check)));
statuses.push(await runBeside(OTHERS, env), await api);
const seconds = Math.round((performance.now() - startedAt) / 1000);
const isGreen = statuses.every((code) => code === 0);
process.stdout.write(`\n${isGreen ? 'Green' : 'Red'} after ${seconds} s\n`);
process.exit(isGreen ? 0 : 1);
