import { describe, expect, test } from 'vitest';
import { createPeopleMap } from '../../worker/engine/settings/people-map.ts';
import { decideSetting, fingerprint } from '../../worker/engine/settings/merge.ts';
import type { PlanContext } from '../../worker/engine/settings/plan.ts';
import { planDelegates } from '../../worker/engine/settings/plan-delegates.ts';
import { planPermissions, withEntries } from '../../worker/engine/settings/plan-permissions.ts';
import { planCategories, planOutOfOffice } from '../../worker/engine/settings/plan-reply.ts';
import { planRules } from '../../worker/engine/settings/plan-rules.ts';
import type {
  Delegate,
  FolderPermissions,
  OutOfOffice,
  Permission,
  Rule,
  RulePart,
} from '../../worker/engine/model/setting.ts';

const OWN = { source: 'ann@old.example', destination: 'ann@new.example' };
const map = createPeopleMap(OWN, new Map([['eve@old.example', 'eve.adams@new.example']]));

function contextWith(carried: readonly (readonly [string, string])[] = []): PlanContext {
  return { map, carried: new Map(carried), folders: new Map([['from', 'to']]), owner: OWN.source };
}

describe('people', () => {
  test.each([
    ['Eve@OLD.example', 'eve.adams@new.example', 'who moves too, by the list of mailboxes'],
    ['ANN@old.example', 'ann@new.example', 'the owner'],
    ['ben@old.example', 'ben@new.example', 'others of the domain, where this one kept the name'],
    ['Help@elsewhere.example', 'Help@elsewhere.example', 'people of other domains'],
  ])('%s becomes %s: %s', (from, to) => expect(map(from)).toBe(to));

  test('nobody is guessed if names changed with the domain', () => {
    const changed = createPeopleMap({ source: 'ann@old.example', destination: 'ann.bell@new.example' }, new Map());
    expect(changed('ben@old.example')).toBeUndefined();
    expect(changed('ann@old.example')).toBe('ann.bell@new.example');
  });

  test('everyone keeps their address on the same domain', () => {
    const same = createPeopleMap({ source: 'ann@x.example', destination: 'ann2@x.example' }, new Map());
    expect(same('Ben@x.example')).toBe('Ben@x.example');
  });
});

test.each([
  ['same', 'a', 'a', undefined],
  ['same', 'a', 'a', 'b'],
  ['carry', 'a', undefined, undefined],
  ['conflict', 'a', 'b', undefined],
  // Carried before, and changed or taken away there since.
  ['keep', 'a', 'b', 'a'],
  ['keep', 'a', undefined, 'a'],
  // Changed at the source since it was carried.
  ['carry', 'b', 'a', 'a'],
  ['carry', 'b', undefined, 'a'],
  ['conflict', 'b', 'c', 'a'],
] as const)('%s: wanted %s, present %s, carried %s', (verdict, wanted, present, carried) => {
  expect(decideSetting(wanted, present, carried && fingerprint(carried))).toBe(verdict);
});

describe('permissions', () => {
  const entry = (address: string, level: string): Permission => ({ who: { address }, level });
  const folder = (entries: Permission[], isCalendar = false): FolderPermissions => ({
    folderId: 'to',
    changeKey: 'k',
    isCalendar,
    element: isCalendar ? 'CalendarFolder' : 'Folder',
    entries,
  });
  const everyone = (level: string): Permission => ({ who: { everyone: 'Default' }, level });

  test('default entries and the owner are skipped; people who are gone are listed', () => {
    const source = folder([
      everyone('None'),
      entry('ANN@old.example', 'Owner'),
      { who: { unknown: 'S-1-5-21' }, level: 'Editor' },
      entry('ben@old.example', 'Editor'),
    ]);
    const plan = planPermissions(source, folder([everyone('None')]), 'Inbox', contextWith());
    expect(plan.puts.map(({ entry: put }) => put)).toEqual([entry('ben@new.example', 'Editor')]);
    expect(plan.omissions).toMatchObject([{ name: 'Inbox (S-1-5-21)', code: 'user-unknown' }]);
  });

  test('a calendar that everyone may read stays readable, unless someone changed that at the destination', () => {
    const source = folder([everyone('Reviewer')], true);
    const untouched = planPermissions(source, folder([everyone('FreeBusyTimeOnly')], true), 'C', contextWith());
    expect(untouched.puts).toHaveLength(1);
    const closed = planPermissions(source, folder([everyone('None')], true), 'C', contextWith());
    expect(closed).toMatchObject({ puts: [], omissions: [{ code: 'changed-at-destination' }] });
  });

  test('permission lists of the other kind are not merged', () => {
    const plan = planPermissions(folder([entry('ben@old.example', 'Editor')]), folder([], true), 'X', contextWith());
    expect(plan.omissions).toMatchObject([{ code: 'folder-kind-differs' }]);
  });

  test('an incomplete list is not written, and an entry without rights is not copied', () => {
    const unclear: Permission = { who: { everyone: 'Default' }, level: 'Custom', rights: {}, isUnclear: true };
    const there: FolderPermissions = { ...folder([unclear], true), isUnclear: true };
    const plan = planPermissions(folder([entry('ben@old.example', 'Editor')], true), there, 'C', contextWith());
    expect(plan).toMatchObject({
      puts: [],
      omissions: [{ name: 'C (ben@old.example)', code: 'permission-list-unclear' }],
    });
    const same = planPermissions(
      folder([entry('ben@old.example', 'Editor')], true),
      { ...there, entries: [unclear, entry('ben@new.example', 'Editor')] },
      'C',
      contextWith(),
    );
    expect(same).toMatchObject({ puts: [], omissions: [], carried: [expect.anything()] });
    const half: Permission = { who: { address: 'ben@old.example' }, level: 'Custom', rights: {}, isUnclear: true };
    const carried = planPermissions(folder([unclear, half], true), folder([], true), 'C', contextWith());
    expect(carried).toMatchObject({
      puts: [],
      omissions: [{ name: 'C (ben@old.example)', code: 'permission-unclear' }],
    });
  });

  test('single rights are the same in any order; other entries stay in the list', () => {
    const rights = { EditItems: 'All', ReadItems: 'FullDetails' };
    const custom = (address: string, parts: Record<string, string>): Permission => ({
      who: { address },
      level: 'Custom',
      rights: parts,
    });
    const there = folder([custom('ben@new.example', { ReadItems: 'FullDetails', EditItems: 'All' }), everyone('None')]);
    const plan = planPermissions(folder([custom('ben@old.example', rights)]), there, 'X', contextWith());
    expect([plan.puts, plan.carried.length]).toEqual([[], 1]);
    const list = withEntries(there, [entry('BEN@new.example', 'Editor'), entry('eve@new.example', 'Author')]);
    expect(list.entries.map(({ level }) => level)).toEqual(['None', 'Editor', 'Author']);
  });
});

describe('rules', () => {
  const part = (name: string, ...children: RulePart[]): RulePart => ({ name, children });
  const leaf = (name: string, text: string): RulePart => ({ name, text, children: [] });
  const address = (email: string) =>
    part('Address', leaf('Name', 'X'), leaf('EmailAddress', email), leaf('RoutingType', 'SMTP'));
  const move = (id: string): RulePart =>
    part('Actions', part('MoveToFolder', { name: 'FolderId', attributes: { Id: id, ChangeKey: 'k' }, children: [] }));
  const rule = (name: string, priority: number, ...parts: RulePart[]): Rule => ({
    id: `id-${name}-${String(priority)}`,
    name,
    priority,
    isEnabled: true,
    parts,
  });
  const list = (...rules: Rule[]) => ({ rules, hasOutlookRules: false });

  test('folders and people become those of the destination, after the existing rules', () => {
    const source = list(
      rule('B', 2, part('Actions', part('ForwardToRecipients', address('eve@old.example')))),
      rule('A', 1, move('from')),
    );
    const { puts, omissions } = planRules(source, list(rule('Own', 5, move('x'))), contextWith());
    expect(omissions).toEqual([]);
    expect(puts.map(({ rule: { id, name, priority } }) => [id, name, priority])).toEqual([
      [undefined, 'A', 6],
      [undefined, 'B', 7],
    ]);
    expect(puts[0]?.rule.parts).toEqual([
      part('Actions', part('MoveToFolder', { name: 'FolderId', attributes: { Id: 'to' }, children: [] })),
    ]);
    expect(JSON.stringify(puts[1])).toContain('eve.adams@new.example');
  });

  test.each([
    ['rule-folder', move('elsewhere')],
    ['rule-reply', part('Actions', { name: 'ServerReplyWithMessage', attributes: { Id: 'x' }, children: [] })],
    ['rule-account', part('Conditions', part('FromConnectedAccounts', leaf('String', 'x')))],
    ['user-unknown', part('Conditions', part('FromAddresses', address('/o=old/cn=ben')))],
  ])('%s: the whole rule is omitted', (code, problem) => {
    const plan = planRules(list(rule('R', 1, problem, move('from'))), list(), contextWith());
    expect(plan).toMatchObject({ puts: [], omissions: [{ name: 'R', code }] });
  });

  test('rules that the server cannot describe, or reports as broken, are listed', () => {
    const source = list({ ...rule('U', 1), isUnsupported: true }, { ...rule('B', 2), isBroken: true });
    const plan = planRules(source, list(), contextWith());
    expect(plan.omissions.map(({ code }) => code)).toEqual(['rule-not-shown', 'rule-broken']);
  });

  test('rules of the same name are distinguished; copied ones are not recreated, changed ones are replaced', () => {
    const source = list(rule('R', 1, move('from')), rule('R', 2, part('Actions', leaf('Delete', 'true'))));
    const first = planRules(source, list(), contextWith());
    const carried = first.puts.map(({ key, fingerprint: print }) => [key, print] as const);
    const there = list(...first.puts.map(({ rule: put }, index) => ({ ...put, id: `there-${String(index)}` })));
    expect(planRules(source, there, contextWith(carried)).puts).toEqual([]);
    expect(planRules(source, list(), contextWith(carried)).puts).toEqual([]);

    const changed = list({ ...source.rules[0]!, isEnabled: false }, source.rules[1]!);
    const { puts, omissions } = planRules(changed, there, contextWith(carried));
    expect(puts.map(({ rule: { id, priority, isEnabled } }) => [id, priority, isEnabled])).toEqual([
      ['there-0', 1, false],
    ]);
    expect(omissions).toEqual([]);
  });

  test('Outlook’s own rules are dropped only if something is written, and that is reported', () => {
    const there = { rules: [], hasOutlookRules: true };
    const nothing = planRules({ rules: [], hasOutlookRules: true }, there, contextWith());
    expect([nothing.dropsOutlookRules, nothing.omissions.map(({ code }) => code)]).toEqual([false, ['outlook-rules']]);
    const some = planRules(list(rule('R', 1, move('from'))), there, contextWith());
    expect([some.dropsOutlookRules, some.omissions.map(({ code }) => code)]).toEqual([true, ['outlook-rules-dropped']]);
  });
});

describe('delegates', () => {
  const delegate = (address: string, levels: Record<string, string> = {}): Delegate => ({
    who: { address },
    levels,
    receivesCopies: true,
    viewsPrivate: false,
  });
  const UNTOUCHED = 'DelegatesAndSendInformationToMe';

  test('new ones are added, and the recipient of meeting requests follows', () => {
    const source = { delegates: [delegate('eve@old.example', { Calendar: 'Editor' })], deliver: 'DelegatesOnly' };
    const plan = planDelegates(source, { delegates: [], deliver: UNTOUCHED }, contextWith(), true);
    expect(plan.adds.map(({ delegate: { who } }) => who)).toEqual([{ address: 'eve.adams@new.example' }]);
    expect(plan.deliver?.value).toBe('DelegatesOnly');
    const there = {
      delegates: [delegate('eve.adams@new.example', { Calendar: 'Editor', Tasks: 'None' })],
      deliver: 'DelegatesOnly',
    };
    const again = planDelegates(source, there, contextWith(), true);
    expect([again.adds, again.changes, again.deliver, again.omissions]).toEqual([[], [], undefined, []]);
  });

  test('a delegate set up differently at the destination stays; custom rights are listed if permissions are off', () => {
    const source = {
      delegates: [delegate('ben@old.example', { Calendar: 'Custom', Inbox: 'Editor' })],
      deliver: UNTOUCHED,
    };
    const there = { delegates: [delegate('ben@new.example', { Inbox: 'Reviewer' })], deliver: 'DelegatesOnly' };
    const plan = planDelegates(source, there, contextWith(), false);
    expect(plan.omissions.map(({ name, code }) => [name, code])).toEqual([
      ['ben@old.example', 'custom-rights'],
      ['ben@old.example', 'changed-at-destination'],
      ['', 'changed-at-destination'],
    ]);
  });
});

describe('out of office', () => {
  const reply = (text: string) => ({ content: new TextEncoder().encode(text) });
  const settings = (more: Partial<OutOfOffice> = {}): OutOfOffice => ({
    state: 'Disabled',
    audience: 'None',
    internal: reply(''),
    external: reply(''),
    ...more,
  });
  const NOW = Date.parse('2026-05-05T00:00:00Z');

  test('a mailbox without a reply has nothing to copy', () => {
    const plan = planOutOfOffice(settings(), settings({ state: 'Enabled' }), contextWith(), NOW);
    expect(plan).toEqual({ carried: [], omissions: [] });
  });

  test('a reply whose period is over is copied turned off, with its texts', () => {
    const away = { state: 'Scheduled', startAt: '2026-01-01T00:00:00Z', internal: reply('Away') } as const;
    const over = planOutOfOffice(settings({ ...away, endAt: '2026-02-01T00:00:00Z' }), settings(), contextWith(), NOW);
    expect(over.put?.settings).toEqual(settings({ internal: reply('Away') }));
    const soon = planOutOfOffice(settings({ ...away, endAt: '2026-06-01T00:00:00Z' }), settings(), contextWith(), NOW);
    expect(soon.put?.settings.endAt).toBe('2026-06-01T00:00:00Z');
  });

  test('an existing one is not overwritten; different line ends are no difference', () => {
    const source = settings({ state: 'Enabled', internal: reply('a&#xD;\nb') });
    const other = planOutOfOffice(source, settings({ state: 'Enabled', internal: reply('x') }), contextWith(), NOW);
    expect(other).toMatchObject({ omissions: [{ code: 'changed-at-destination' }] });
    const same = planOutOfOffice(source, settings({ state: 'Enabled', internal: reply('a\nb') }), contextWith(), NOW);
    expect([same.put, same.omissions, same.carried.length]).toEqual([undefined, [], 1]);
  });
});

test('categories are added once by name, and one removed at the destination is not added again', () => {
  const category = (name: string) => ({ name, element: `<category name="${name}"/>` });
  const source = ['Red', 'BLUE', 'Old', 'red'].map(category);
  const first = planCategories(source, [category('blue')], contextWith());
  expect(first.adds.map(({ name }) => name)).toEqual(['Red', 'Old']);
  const again = planCategories(source, ['Red', 'blue'].map(category), contextWith([...first.keys, ...first.carried]));
  expect(again.adds).toEqual([]);
});
