import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, codesOf, distinguished, getFolderBody } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { routeOf } from './mail-flow.ts';
import { type Managed, manage } from './manage.ts';
import type { Shown } from './cmdlet.ts';

const ADA = 'ada@old.example';
const inbox = getFolderBody(distinguished('inbox'));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    controlPort: 0,
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: ADA, name: "Ada O'Neill" }, { email: 'bob@old.example' }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'ada@new.example' }] },
  });
});
afterAll(() => sandbox.close());

const order = (cmdlet: string, parameters: Record<string, unknown> = {}, on = sandbox.source): Managed =>
  manage(on.side, cmdlet, parameters);
const one = (cmdlet: string, parameters: Record<string, unknown>): Shown | undefined =>
  order(cmdlet, parameters).objects[0];

describe('mailboxes', () => {
  test('are found by any name that is one of a kind, and by filters', () => {
    const guid = one('Get-Mailbox', { Identity: ADA })?.['Guid'];
    const names = ["Ada O'Neill", 'ada', 'OLD\\ada', "CN=Ada O'Neill,CN=Users,DC=old,DC=example", guid];
    expect(names.map((Identity) => one('Get-Mailbox', { Identity })?.['Guid'])).toEqual(names.map(() => guid));
    const found = (Filter: string): unknown[] => order('Get-Mailbox', { Filter }).objects.map(({ Alias }) => Alias);
    expect(found("DisplayName -eq 'Ada O''Neill'")).toEqual(['ada']);
    expect(found("(Alias -like '*b' -and RecipientTypeDetails -eq 'UserMailbox') -or Name -eq 'x'")).toEqual(['bob']);
    expect(found("-not (Alias -eq 'ada') -and ForwardingAddress -eq $null")).toEqual(['bob']);
    expect(() => found("DisplayName -eq 'Ada O'Neill'")).toThrow(/Invalid filter syntax/);
    expect(() => found('Alias -eq $alias')).toThrow(/Invalid filter syntax/);
  });

  test('that are new can be signed in to, and are gone when they are disabled', async () => {
    const on = sandbox.destination;
    const made = { Name: 'Eve', UserPrincipalName: 'eve@new.example', PrimarySmtpAddress: 'eve@new.example' };
    expect(() => order('New-Mailbox', { ...made, Password: 'short' }, on)).toThrow(/security requirements/);
    order('New-Mailbox', { ...made, Password: 'Long-Enough-1', WhatIf: true }, on);
    order('New-Mailbox', { ...made, Password: 'Long-Enough-1' }, on);
    expect(() => order('New-Mailbox', { ...made, Password: 'Long-Enough-1' }, on)).toThrow(/already being used/);
    const enter = () => call(on, { email: 'eve@new.example', password: 'Long-Enough-1' }, inbox);
    expect(codesOf(await enter())).toEqual(['NoError']);
    order('Disable-Mailbox', { Identity: 'eve' }, on);
    expect((await enter()).status).toBe(401);
  });

  test('gain X500 addresses, by which they are found, and keep what they had', async () => {
    const dn = '/o=Elsewhere/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=ada';
    const resolve = async (): Promise<string[]> =>
      codesOf(
        await call(
          sandbox.source,
          { email: ADA, password: 'pass-ada' },
          `<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>${dn}</m:UnresolvedEntry></m:ResolveNames>`,
        ),
      );
    expect(await resolve()).toEqual(['ErrorNameResolutionNoResults']);
    order('Set-Mailbox', { Identity: ADA, EmailAddresses: { Add: `X500:${dn}` } });
    expect(await resolve()).toEqual(['NoError']);
    expect(one('Get-Mailbox', { Identity: ADA })?.['EmailAddresses']).toEqual([`SMTP:${ADA}`, `X500:${dn}`]);
    expect(() => order('Set-Mailbox', { Identity: ADA, EmailAddresses: [`X500:${dn}`] })).toThrow(/primary/);
    order('Set-Mailbox', { Identity: ADA, EmailAddresses: { remove: [`X500:${dn}`] } });
    expect(await resolve()).toEqual(['ErrorNameResolutionNoResults']);
  });

  test('of two tenants may have one alias; the tenant or the unit tells them apart', () => {
    const base = { Password: 'Long-Enough-1', Name: 'Sam', Alias: 'sam' };
    for (const tenant of ['one', 'two'])
      order('New-Mailbox', {
        ...base,
        UserPrincipalName: `sam@${tenant}.example`,
        Organization: tenant,
        OrganizationalUnit: `old.example/Hosting/${tenant}`,
      });
    expect(() => order('Get-Mailbox', { Identity: 'sam' })).toThrow(/matches multiple entries/);
    const two = { PrimarySmtpAddress: 'sam@two.example' };
    expect(one('Get-Mailbox', { Identity: 'sam', Organization: 'two' })).toMatchObject(two);
    expect(one('Get-Mailbox', { Identity: 'sam', OrganizationalUnit: 'old.example/Hosting/two' })).toMatchObject(two);
  });

  test('are forwarded to an address of the directory before a plain one', () => {
    const set = (more: Record<string, unknown>): void => void order('Set-Mailbox', { Identity: ADA, ...more });
    expect(routeOf(sandbox.source.side, ADA)).toEqual({ keeps: true });
    set({ ForwardingSmtpAddress: 'ada@new.example' });
    expect(routeOf(sandbox.source.side, ADA)).toEqual({ keeps: false, sentOnTo: 'ada@new.example' });
    order('New-MailContact', { Name: 'Elsewhere', ExternalEmailAddress: 'SMTP:ada@elsewhere.example' });
    set({ ForwardingAddress: 'Elsewhere', DeliverToMailboxAndForward: true });
    expect(routeOf(sandbox.source.side, ADA)).toEqual({ keeps: true, sentOnTo: 'ada@elsewhere.example' });
    order('Remove-MailContact', { Identity: 'Elsewhere' });
    expect(routeOf(sandbox.source.side, ADA).sentOnTo).toBe('ada@new.example');
    set({ ForwardingSmtpAddress: null });
    expect(routeOf(sandbox.source.side, ADA)).toEqual({ keeps: true });
  });

  test('are shown a thousand at most, unless someone asks for all', () => {
    const { store } = sandbox.destination;
    for (let at = 0; at < 1001; at += 1) store.insertMailbox(`user${at}@new.example`, 'x');
    const shown = (more: Record<string, unknown>): number =>
      order('Get-Mailbox', more, sandbox.destination).objects.length;
    expect([shown({}), shown({ ResultSize: 'Unlimited' }), shown({ ResultSize: 5 })]).toEqual([1000, 1002, 5]);
  });
});

test('the control port takes the same orders, and passes on what Exchange refuses', async () => {
  const post = async (body: unknown): Promise<unknown> =>
    (
      await fetch(`${sandbox.controlUrl}/management`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json();
  const get = { side: 'source', cmdlet: 'get-mailbox' };
  expect(await post({ ...get, parameters: { Identity: 'bob' } })).toMatchObject({
    source: { objects: [{ Alias: 'bob' }], warnings: [] },
  });
  expect(await post({ ...get, parameters: { Identity: 'nobody' } })).toMatchObject({
    source: { error: { kind: 'ManagementObjectNotFoundException' } },
  });
});
