import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatPercent, localizeInstants } from '../../app/lib/format.ts';
import { parseMailboxes } from '../../app/lib/parse-mailboxes.ts';
import { etaOf, overallOf, sumMailboxes, uncountedOf } from '../../app/features/projects/overall.ts';
import { listOf, patchMailboxes } from '../../app/features/mailboxes/mailbox-list.ts';
import { retryDelay } from '../../app/live.ts';
import { mailbox } from './fixtures.ts';

describe('numbers for people', () => {
  it('formats sizes in steps of a thousand', () => {
    expect([0, 999, 1_000, 1_500_000, 999_999_999, 2e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.5 MB',
      '1.0 GB',
      '2.0 TB',
    ]);
  });

  it('never says 100 % before it is done, nor 0 % once it has begun', () => {
    expect([0, 0.0001, 0.5, 0.9999, 1].map(formatPercent)).toEqual(['0 %', '1 %', '50 %', '99 %', '100 %']);
  });

  it('rounds durations as an estimate requires', () => {
    expect([4_000, 61_000, 7_800_000, 200_000_000].map(formatDuration)).toEqual([
      '4 s',
      '1 min',
      '2 h 10 min',
      '2 d 7 h',
    ]);
  });

  it('converts instants of the server to the reader’s time zone', () => {
    const sentence = 'Throttled by the source until 2026-01-01T10:00:00.000Z';
    const text = localizeInstants(sentence, new Date('2026-01-01T09:58:00Z'));
    expect(text).not.toContain('T10:00');
    expect(text).not.toContain('2026');
    expect(text).toMatch(/^Throttled by the source until .*\d\d.*00/);
    expect(localizeInstants(sentence, new Date('2026-02-01T09:58:00Z'))).toContain('2026');
  });
});

describe('pasted mailboxes', () => {
  it('accepts commas, semicolons, tabs and arrows, and skips a header row', () => {
    const text =
      'Source,Destination\na@o.example,a@n.example\nb@o.example;b@n.example\nc@o.example\tc@n.example\nd@o.example -> d@n.example';
    expect(
      parseMailboxes(text).map((line) => ('mailbox' in line ? line.mailbox.destinationEmail : line.problem)),
    ).toEqual(['a@n.example', 'b@n.example', 'c@n.example', 'd@n.example']);
  });

  it('fills in a missing destination from the domain, and reports what is wrong with a line', () => {
    const lines = parseMailboxes('a@o.example\nnot an address\na@o.example\n\nb@o.example, what?', {
      destinationDomain: 'n.example',
    });
    expect(lines).toMatchObject([
      { line: 1, mailbox: { sourceEmail: 'a@o.example', destinationEmail: 'a@n.example' } },
      { line: 2, problem: 'not an address is not an e-mail address.' },
      { line: 3, problem: 'a@o.example is in the list twice.' },
      { line: 5, problem: 'what? is not an e-mail address.' },
    ]);
    expect(parseMailboxes('a@o.example')).toMatchObject([{ problem: 'The destination address is missing.' }]);
  });

  it('accepts every address of RFC 5322 and nothing else', () => {
    const taken = [
      'r&d@o.example',
      'info!@o.example',
      'a/b@o.example',
      'smith$@o.example',
      "o'x@xn--e1afmkfd.xn--p1ai",
    ];
    const refused = [
      'a..b@o.example',
      '.a@o.example',
      'a b@o.example',
      'a@o',
      'a@-o.example',
      `${'a'.repeat(65)}@o.example`,
    ];
    const lines = parseMailboxes([...taken, ...refused].join('\n'), { destinationDomain: 'n.example' });
    expect(lines.map((line) => ('mailbox' in line ? line.mailbox.destinationEmail : 'refused'))).toEqual([
      ...taken.map((address) => `${address.split('@')[0] ?? ''}@n.example`),
      ...refused.map(() => 'refused'),
    ]);
  });

  it('reads a file by its header row: any case, any order, quoted passwords, unknown columns', () => {
    const text = [
      'Source Login Name;SOURCE PASSWORD;Source Email;Destination Email;Destination Password;Flags',
      'OLD\\anna;"se;cr""et ";a@o.example;a@n.example;;0',
      ';;b@o.example;;x,y;',
    ].join('\n');
    expect(parseMailboxes(text, { destinationDomain: 'n.example' })).toEqual([
      {
        line: 2,
        mailbox: {
          sourceLogin: 'OLD\\anna',
          sourcePassword: 'se;cr"et ',
          sourceEmail: 'a@o.example',
          destinationEmail: 'a@n.example',
        },
      },
      {
        line: 3,
        mailbox: { sourceEmail: 'b@o.example', destinationEmail: 'b@n.example', destinationPassword: 'x,y' },
      },
    ]);
  });

  it('reads who is written to, and logins that only users know, which can have no password', () => {
    const text = [
      'Source Email,Source Login Name,Source Password,Contact Email,Contact Name',
      'a@o.example,Unknown,,a@home.example,Ann',
      'b@o.example,unknown,secret,,',
      'c@o.example,,,at home,',
    ].join('\n');
    expect(parseMailboxes(text, { destinationDomain: 'n.example' })).toEqual([
      {
        line: 2,
        mailbox: {
          sourceEmail: 'a@o.example',
          sourceLogin: 'Unknown',
          destinationEmail: 'a@n.example',
          contactEmail: 'a@home.example',
          contactName: 'Ann',
        },
      },
      { line: 3, problem: 'b@o.example has a source password, but its source login is unknown.' },
      { line: 4, problem: 'at home is not an e-mail address.' },
    ]);
  });

  it('recognises addresses that the project already has, on both sides', () => {
    const lines = parseMailboxes('A@o.example, new@n.example\nb@o.example, taken@n.example\nc@o.example, c@n.example', {
      takenSources: new Set(['a@o.example']),
      takenDestinations: new Set(['taken@n.example']),
    });
    expect(lines).toMatchObject([
      { problem: 'A@o.example is already in this project.' },
      { problem: 'taken@n.example is already in this project.' },
      { mailbox: { sourceEmail: 'c@o.example' } },
    ]);
  });

  it('reads ten thousand lines while someone types', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `m${i}@o.example, m${i}@n.example`).join('\n');
    const begin = performance.now();
    expect(parseMailboxes(text)).toHaveLength(10_000);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });
});

describe('the state of a project', () => {
  const counters = { notStarted: 0, waiting: 0, running: 0, attention: 0, done: 2, total: 2 };
  const totals = { itemsDone: 10, itemsTotal: 20, bytesDone: 0, bytesTotal: 0, errors: 0 };

  it('is running, needs attention, or is done', () => {
    expect(overallOf({ counters: { ...counters, running: 1 }, totals })).toEqual({ fraction: 0.5, tone: 'run' });
    expect(overallOf({ counters: { ...counters, attention: 1 }, totals }).tone).toBe('bad');
    expect(overallOf({ counters, totals }).tone).toBe('ok');
  });

  it('sums the mailboxes, and estimates the time left', () => {
    const sum = sumMailboxes([
      mailbox('a', { itemsDone: 1, itemsTotal: 4 }),
      mailbox('b', { itemsDone: 2, itemsTotal: 2 }),
    ]);
    expect(sum).toMatchObject({ itemsDone: 3, itemsTotal: 6 });
    expect(etaOf(sum, { itemsPerSecond: 1, bytesPerSecond: 0 })).toBe(3_000);
    expect(etaOf(sum, { itemsPerSecond: 0, bytesPerSecond: 0 })).toBeUndefined();
  });
});

describe('mailboxes that have not been counted', () => {
  it('differ from empty ones, and show whether they are part of the pass', () => {
    const list = [
      mailbox('counted', { itemsTotal: 5 }, { state: 'running', status: 'Processing' }),
      mailbox('idle'),
      mailbox('next', {}, { state: 'waiting', status: 'Queued' }),
      mailbox('verified', {}, { state: 'done', status: 'Completed (Verification)' }),
      mailbox('empty', {}, { state: 'done', status: 'Completed' }),
    ];
    expect(uncountedOf(list)).toEqual({ all: 3, inPass: 1 });
  });
});

describe('the live connection', () => {
  it('patches known mailboxes and leaves the others unchanged', () => {
    const list = listOf([mailbox('a'), mailbox('b')]);
    const patched = patchMailboxes(list, [{ id: 'b', status: 'Processing' }, { id: 'unknown' }]);
    expect([...patched.values()].map((each) => each.status)).toEqual(['Not Submitted', 'Processing']);
    expect(patched.get('a')).toBe(list.get('a'));
    expect(list.get('b')?.status).toBe('Not Submitted');
  });

  it('waits longer before each reconnect, up to a quarter of a minute', () => {
    expect(retryDelay(0, 0.5)).toBe(500);
    expect(retryDelay(3, 0.5)).toBe(4_000);
    expect(retryDelay(30, 1)).toBeLessThan(20_000);
  });
});
