import { describe, expect, it } from 'vitest';
import { createBudget } from '../../worker/engine/pacing/budget.ts';
import type { Folder } from '../../worker/engine/model/item.ts';
import { pace, startPace } from '../../worker/engine/pacing/pacer.ts';
import { readFolderRules } from '../../worker/lib/folder-rules.ts';
import type { FolderStep } from '../../worker/engine/folders/folder-plan.ts';
import { planFolders } from '../../worker/engine/folders/plan-folders.ts';

function folder(id: string, parentId: string, name: string, distinguishedId?: string): Folder {
  return { id, parentId, name, folderClass: 'IPF.Note', totalCount: 0, ...(distinguishedId && { distinguishedId }) };
}

const SOURCE = [
  folder('s0', '', '', 'msgfolderroot'),
  folder('s1', 's0', 'Posteingang', 'inbox'),
  folder('s2', 's1', 'Kunden'),
  folder('s3', 's2', 'Alt'),
];
const DESTINATION = [
  folder('d0', '', '', 'msgfolderroot'),
  folder('d1', 'd0', 'Inbox', 'inbox'),
  folder('d2', 'd1', 'KUNDEN'),
];

const shown = (step: FolderStep) => [
  step.do === 'make' ? step.key : step.path,
  step.do === 'use' ? step.destinationId : step.do,
];

describe('the plan of folders', () => {
  it('matches well-known folders by id, others by name in any case, and creates the rest', () => {
    const plan = planFolders(SOURCE, DESTINATION, []);
    expect('steps' in plan && plan.steps.map(shown)).toEqual([
      ['', 'd0'],
      ['Posteingang', 'd1'],
      ['Posteingang/Kunden', 'd2'],
      ['Posteingang/Kunden/Alt', 'create'],
    ]);
  });

  it('never merges a folder into another well-known one of its name: it keeps its name with a number', () => {
    const german = [
      folder('s0', '', '', 'msgfolderroot'),
      folder('s1', 's0', 'Posteingang', 'inbox'),
      folder('s2', 's0', 'Kalender', 'calendar'),
      folder('s3', 's0', 'Gelöschte Elemente', 'deleteditems'),
      folder('s4', 's0', 'Deleted Items'),
      folder('s5', 's0', 'CALENDAR'),
      folder('s6', 's5', 'Below'),
      folder('s7', 's0', 'Calendar (2)'),
      { ...folder('s8', 's0', 'Journal'), folderClass: 'IPF.Note' },
      folder('s9', 's0', 'Conversation History'),
    ];
    const english = [
      folder('d0', '', '', 'msgfolderroot'),
      folder('d1', 'd0', 'Inbox', 'inbox'),
      { ...folder('d2', 'd0', 'Calendar', 'calendar'), folderClass: 'IPF.Appointment' },
      folder('d3', 'd0', 'Deleted Items', 'deleteditems'),
      { ...folder('d4', 'd0', 'Journal', 'journal'), folderClass: 'IPF.Journal' },
      // An older server does not know that this one is well known.
      folder('d5', 'd0', 'Conversation History', 'conversationhistory'),
    ];
    const plan = planFolders(german, english, []);
    const renamed = [
      { path: 'Deleted Items', name: 'Deleted Items (2)' },
      { path: 'CALENDAR', name: 'CALENDAR (3)' },
      { path: 'Journal', name: 'Journal (2)' },
    ];
    expect(plan).toMatchObject({ renamed });
    const steps = 'steps' in plan ? plan.steps : [];
    expect(steps.map((step) => (step.do === 'use' ? step.destinationId : 'name' in step && step.name))).toEqual([
      'd0',
      'd1',
      'd2',
      'd3',
      'Deleted Items (2)',
      'CALENDAR (3)',
      'Below',
      'Calendar (2)',
      'Journal (2)',
      'd5',
    ]);
    // Once it is there, it is found by that name, and is listed as long as it has it.
    const made = [...english, folder('d6', 'd0', 'Deleted Items (2)')];
    expect(planFolders(german, made, [])).toMatchObject({ renamed });
    const known = [{ sourceId: 's4', destinationId: 'd6', path: 'Deleted Items' }];
    const again = planFolders(german, made, known);
    expect('steps' in again && again.steps[4]).toMatchObject({ do: 'use', destinationId: 'd6' });
    expect(again).toMatchObject({ renamed });
  });

  it('keeps to the mapping of earlier passes when a folder was renamed since', () => {
    const renamed = DESTINATION.map((there) => (there.id === 'd2' ? { ...there, name: 'Clients' } : there));
    const known = [{ sourceId: 's2', destinationId: 'd2', path: 'Posteingang/Kunden' }];
    const plan = planFolders(SOURCE, renamed, known);
    expect('steps' in plan && plan.steps[2]).toMatchObject({ do: 'use', destinationId: 'd2' });
  });

  it('leaves out excluded folders and their subfolders', () => {
    const plan = planFolders(SOURCE, DESTINATION, [], { excludedFolders: ['posteingang/kunden/'] });
    expect('steps' in plan && plan.steps.map(shown)).toEqual([
      ['', 'd0'],
      ['Posteingang', 'd1'],
    ]);
  });

  it.each([
    ['inbox/Kunden', 'Posteingang/Kunden', true],
    ['*/alt', 'Posteingang/Kunden/Alt', false],
    ['**/alt', 'Posteingang/Kunden/Alt', true],
    ['**/alt', 'Alt', true],
    ['**/alt', 'Altes', false],
    ['Post*/*', 'Posteingang/Kunden', true],
    ['Post*', 'Posteingang/Kunden/Alt', true],
    ['a.c', 'abc', false],
    ['(x', '(X/y', true],
    ['inbox/**', 'Posteingang/Kunden', true],
    ['inbox/**', 'Posteingang', false],
    ['**/**/alt', 'Alt', true],
    ['a*b*c', 'axxbxxc', true],
    ['a*b*c', 'axxcxxb', false],
    ['a*a', 'a', false],
    ['*', 'Anything', true],
    ['ΣΊΣΥΦΟΣ', 'Σίσυφος', true],
    ['**/x*y/**/z', 'a/xy/b/c/Z/d', true],
    ['**/x*y/**/z', 'a/xy/b/c/d', false],
  ])('the pattern %s on %s: %s', (pattern, path, expected) => {
    const plain = path.replace('Posteingang', 'inbox');
    expect(readFolderRules({ excludedFolders: [pattern] }).isExcluded({ shown: path, plain })).toBe(expected);
  });

  it('maps folders by their rule, creates parent folders, and moves subfolders along', () => {
    const folderMapping = [
      { from: 'inbox/Kunden', to: 'Archive/Clients' },
      { from: 'inbox/Kunden/Alt', to: 'Archive/Old' },
    ];
    const plan = planFolders([...SOURCE, folder('s5', 's2', 'Neu')], DESTINATION, [], { folderMapping });
    expect('steps' in plan && plan.steps).toMatchObject([
      { do: 'use', destinationId: 'd0' },
      { do: 'use', destinationId: 'd1' },
      { do: 'make', key: '=archive', parent: '#d0', name: 'Archive' },
      { do: 'create', path: 'Posteingang/Kunden', parent: '=archive', name: 'Clients' },
      { do: 'create', path: 'Posteingang/Kunden/Alt', parent: '=archive', name: 'Old' },
      { do: 'create', path: 'Posteingang/Kunden/Neu', parent: 's2', name: 'Neu' },
    ]);
  });

  it('follows a folder renamed at the source, unless it was moved at the destination', () => {
    const known = [
      { sourceId: 's0', destinationId: 'd0', path: '', distinguishedId: 'msgfolderroot' },
      { sourceId: 's1', destinationId: 'd1', path: 'Posteingang', distinguishedId: 'inbox' },
      { sourceId: 's2', destinationId: 'd2', path: 'Posteingang/Kunden' },
    ];
    const renamed = SOURCE.map((each) => (each.id === 's2' ? { ...each, name: 'Clients' } : each));
    const follows = planFolders(renamed, DESTINATION, known);
    expect('steps' in follows && follows.steps[2]).toMatchObject({ do: 'place', destinationId: 'd2', name: 'Clients' });
    const moved = DESTINATION.map((each) => (each.id === 'd2' ? { ...each, parentId: 'd0' } : each));
    const stays = planFolders(renamed, moved, known);
    expect('steps' in stays && stays.steps[2]).toMatchObject({ do: 'use', destinationId: 'd2' });
  });

  it('never lets two source folders share one of the destination', () => {
    const source = [...SOURCE, folder('s4', 's1', 'kunden ')].map((f) => ({ ...f, name: f.name.trim() }));
    const plan = planFolders(source, DESTINATION, []);
    expect('steps' in plan && plan.steps.filter((step) => step.do === 'use').length).toBe(3);
  });

  it('stops and asks when a side has lost every known folder', () => {
    const known = [{ sourceId: 'old', destinationId: 'd2', path: 'Kunden' }];
    expect(planFolders(SOURCE, DESTINATION, known)).toEqual({ emptySide: 'source' });
    expect(planFolders(SOURCE, DESTINATION.slice(0, 1), [])).toEqual({ emptySide: 'destination' });
  });
});

describe('the pace', () => {
  it('grows by one after successes and halves at a refusal', () => {
    let state = startPace(4);
    for (let i = 0; i < 20; i++) state = pace(state, { type: 'success', tookMs: 100, items: 10 });
    expect(state.concurrency).toBe(4);
    state = pace(state, { type: 'slow-down', delayMs: 5_000, now: 100 });
    expect(state).toMatchObject({ concurrency: 2, notBeforeAt: 5_100, failures: 1 });
  });

  it('makes batches smaller after one was too slow or too large', () => {
    const state = startPace(4);
    expect(pace(state, { type: 'success', tookMs: 30_000, items: 20 }).batchItems).toBe(10);
    expect(pace(state, { type: 'split' }).batchItems).toBe(10);
  });
});

describe('the memory budget', () => {
  it('makes requests without room wait in order', async () => {
    const budget = createBudget(100);
    const never = new AbortController().signal;
    const order: string[] = [];
    const first = await budget.acquire(80, never);
    const second = budget.acquire(50, never).then((release) => (order.push('second'), release));
    const third = budget.acquire(10, never).then((release) => (order.push('third'), release));
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    (await second)();
    (await third)();
    expect(order).toEqual(['second', 'third']);
    const all = await budget.acquire(5_000, never);
    all();
    all();
    const half = await budget.acquire(100, never);
    const aborted = new AbortController();
    const late = budget.acquire(1, aborted.signal);
    aborted.abort(new Error('over'));
    await expect(late).rejects.toThrow('over');
    half();
  });
});
