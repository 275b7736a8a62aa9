import { expect, test } from 'vitest';
import type { Told } from '../../worker/lib/event-sentence.ts';
import { sentenceOf } from '../../worker/lib/event-sentence.ts';
import { EVENT_TYPES } from '../../worker/lib/event-types.ts';

const ADA = { kind: 'agent' as const, name: 'Ada' };
const CONTOSO = { kind: 'project', id: 'prj_1', name: 'Contoso' };
const OLD = { kind: 'endpoint', id: 'end_1', name: 'old' };
const ANNA = { kind: 'mailbox', id: 'mbx_1', name: 'anna@old.example' };
const FULL = { kind: 'pass', id: 'pas_1', name: 'full' };

const told = (type: Told['type'], more: Partial<Told> = {}): string =>
  sentenceOf({ type, actor: ADA, subject: CONTOSO, changes: [], data: {}, ...more });

test.each<[Told['type'], Partial<Told>, string]>([
  [
    'project.updated',
    {
      changes: [
        { field: 'name', from: 'Contoso', to: 'Fabrikam' },
        { field: 'options.maximumErrors', from: null, to: 9 },
        { field: 'options.archive', from: false, to: true },
        { field: 'options.excludedFolders', from: ['a', 'b', 'c', 'd'], to: [] },
        { field: 'options.folderMapping', from: null, to: [{ from: 'a', to: 'b' }] },
        { field: 'options.settings', from: null, to: { outOfOffice: true, rules: false } },
      ],
    },
    'Ada changed the project “Contoso”: name from “Contoso” to “Fabrikam”; maximum errors from none to 9; archive mailbox from off to on; excluded folders from “a”, “b”, “c” and 1 more to none; folder mapping from none to 1 entry; settings to copy from none to out of office on, rules off.',
  ],
  [
    'project.updated',
    {
      changes: [{ field: 'sourceEndpointId', from: 'end_1', to: 'end_2' }],
      data: { names: { end_1: 'old', end_2: 'older' } },
    },
    'Ada changed the project “Contoso”: source endpoint from “old” to “older”.',
  ],
  [
    'agent.role-changed',
    {
      subject: { kind: 'agent', id: 'agt_2', name: 'Kim' },
      changes: [{ field: 'role', from: 'manager', to: 'inactive' }],
    },
    'Ada changed the role of Kim from manager to inactive.',
  ],
  [
    'invitation.accepted',
    {
      actor: { kind: 'agent', name: 'Kim' },
      subject: { kind: 'invitation', id: 'inv_1', name: 'kim@new.example' },
      data: { role: 'agent' },
    },
    'Kim (kim@new.example) accepted the invitation and joined as agent.',
  ],
  [
    'notice.created',
    {
      subject: { kind: 'notice', id: 'ntc_1', name: 'migration-notice' },
      data: { projectName: 'Contoso', count: 41, sendAt: '2027-02-01T13:00:00.000Z' },
    },
    'Ada scheduled the notice “Migration notice” of the project “Contoso” for 41 mailboxes.',
  ],
  [
    'notice.sent',
    { subject: { kind: 'notice', id: 'ntc_1', name: 'completion' }, data: { count: 1, skipped: 2 } },
    'The notice “Completion” went to 1 user; 2 skipped.',
  ],
  [
    'project.step-marked',
    { data: { step: 'cutover', isDone: true } },
    'Ada marked the step “Change MX and Autodiscover” of the project “Contoso” as done.',
  ],
  ['project.updated', {}, 'Ada changed the project “Contoso” without a difference.'],
  [
    'endpoint.updated',
    {
      subject: OLD,
      actor: { kind: 'api-key', name: 'Nightly' },
      changes: [
        { field: 'url', from: 'https://a.example/', to: 'https://b.example/' },
        { field: 'password', from: 'set', to: 'changed' },
      ],
    },
    'The API key “Nightly” changed the endpoint “old”: address from “https://a.example/” to “https://b.example/”; password changed.',
  ],
  [
    'endpoint.tested',
    { subject: OLD, data: { health: 'ok' } },
    'Ada tested the connection of the endpoint “old”: it works.',
  ],
  [
    'endpoint.tested',
    { subject: OLD, data: { health: 'failing', detail: 'No such host: it is unknown.' } },
    'Ada tested the connection of the endpoint “old”: No such host: it is unknown.',
  ],
  [
    'certificate.trusted',
    { subject: OLD, data: { host: 'mail' }, changes: [{ field: 'x', from: null, to: '0123456789abcdef0123' }] },
    'Ada trusted the certificate 0123456789abcdef… of mail for the endpoint “old”.',
  ],
  [
    'mailbox.added',
    { data: { count: 1, examples: ['anna@old.example'] } },
    'Ada added the mailbox anna@old.example to the project “Contoso”.',
  ],
  ['mailbox.added', { data: { count: 20, examples: [] } }, 'Ada added 20 mailboxes to the project “Contoso”.'],
  ['mailbox.deleted', { subject: ANNA }, 'Ada deleted the mailbox anna@old.example.'],
  [
    'mailbox.completed',
    { subject: ANNA, data: { passType: 'full', errors: 2 } },
    'The full pass on the mailbox anna@old.example completed with 2 errors.',
  ],
  [
    'mailbox.failed',
    { subject: ANNA, data: { passType: 'verify', failure: { title: 'Password refused' } } },
    'The verify pass on the mailbox anna@old.example failed: Password refused.',
  ],
  [
    'pass.started',
    { subject: FULL, data: { projectName: 'Contoso', mailboxCount: 25 } },
    'Ada started a full pass of the project “Contoso” on 25 mailboxes.',
  ],
  [
    'pass.completed',
    {
      subject: FULL,
      data: { projectName: 'Contoso', mailboxCount: 25, runs: { completed: 24, failed: 1, stopped: 0 } },
    },
    'The full pass of the project “Contoso” completed: 25 mailboxes, 24 completed, 1 failed.',
  ],
  [
    'project.completed',
    { data: { mailboxCount: 25, errors: 1 } },
    'The project “Contoso” is completed: 25 mailboxes with 1 error.',
  ],
  ['pass.stop-requested', { subject: FULL, data: { count: 1 } }, 'Ada stopped 1 mailbox of the full pass.'],
])('%s reads as a sentence', (type, more, sentence) => {
  expect(told(type, more)).toBe(sentence);
});

test('every type has a sentence that names who or what, and one of a newer version does not break', () => {
  for (const { type } of EVENT_TYPES) expect(told(type), type).toMatch(/^(Ada|The) .*\.$/);
  expect(told('wave.started' as never)).toBe('wave.started: Contoso.');
});
