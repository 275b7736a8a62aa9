import { describe, expect, test } from 'vitest';
import { writeScript } from '../../../worker/features/scripts/write-script.ts';
import { changesServer, SCRIPT_IDS, SCRIPTS, undoOf, versionsOf } from '../../../worker/lib/script-facts.ts';
import { inputOf } from './script-world.ts';

const CASES = SCRIPT_IDS.flatMap((id) => versionsOf(id).map((version) => ({ id, version })));

describe.each(CASES)('$id for $version', ({ id, version }) => {
  const side = SCRIPTS[id].sides[0]!;
  const input = inputOf({ version, side });
  const { fileName, text } = writeScript(id, input);

  test('is ASCII with CRLF, in lines that can be read', () => {
    expect(fileName).toBe(`mailferry-${id}-${side}.ps1`);
    expect(text).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
    const code = text.split('\r\n').filter((line) => !line.includes('[char]'));
    expect(Math.max(...code.map((line) => line.length))).toBeLessThan(260);
  });

  test('says what it does, how to run it, and how to go back', () => {
    expect(text).toContain(SCRIPTS[id].title);
    expect(text).toContain('How to run it');
    const undo = undoOf(id);
    if (undo) expect(text).toContain(`mailferry-${undo}-${side}.ps1`);
  });

  test('shows only what it would do where that was asked for', () => {
    const preview = writeScript(id, { ...input, whatIf: true }).text;
    expect(preview === text).toBe(!changesServer(id));
    if (changesServer(id)) expect(preview.replace('$preview = $true', '$preview = $false')).toBe(text);
  });

  test('knows no tenant unless one is named, and none where it is about the server', () => {
    const isOfServer = id.startsWith('size-limits');
    expect(text.includes(`$organization = ''`)).toBe(!isOfServer);
    const ofTenant = writeScript(id, { ...input, organization: `O'Neil $(x)` }).text;
    expect(ofTenant.includes(`$organization = 'O''Neil $(x)'`)).toBe(!isOfServer);
  });

  test('defines everything that it uses', () => {
    const defined = new Set([...text.matchAll(/^function ([\w-]+)/gm)].map((match) => match[1]));
    const called = [
      ...text.matchAll(
        /(?<![\w'"-])((?:Get|Test|Find|Assert|Add|Read|Invoke|New|Open|Set|Save|Remove)-(?:Pin|Each|Record|Recorded|Grant|True|Policy|Ours|Forward|Chosen|Domain|Key|Address|Mailbox\b(?= \$)|Limit\w*|Listed|Right|Password\w*|Plain|Own|OrNull|State|Bytes|Prefixed|Added|RequestLimits|Account|Shell|NotAdministrator|NotBlocked))(?![\w-])/g,
      ),
    ].map((match) => match[1]!);
    const ofExchange = /^(?:Get|Set|New|Remove)-(?:Mailbox|MailboxPermission)$/;
    expect([...new Set(called)].filter((name) => !defined.has(name) && !ofExchange.test(name))).toEqual([]);
    for (const name of ['tenant', 'owner', 'write', 'folder', 'account', 'organization'])
      if (new RegExp(`[@$]${name}\\b`).test(text.replace(/^#.*$/gm, '')))
        expect(text).toMatch(new RegExp(`^\\$${name} = `, 'm'));
  });
});

describe('by version', () => {
  test('AutoMapping from 2010 SP2 on', () => {
    const has = versionsOf('full-access').filter((version) =>
      writeScript('full-access', inputOf({ version })).text.includes('-AutoMapping'),
    );
    expect(has).toEqual(['2010-sp2', '2013', '2016', '2019', 'se']);
  });

  test('limits are empty in 2010 and Unlimited from 2013 on', () => {
    expect(writeScript('throttling', inputOf({ version: '2010' })).text).toContain('-EWSMaxConcurrency $null');
    expect(writeScript('throttling', inputOf({ version: '2013' })).text).toContain('-EwsMaxConcurrency Unlimited');
  });
});

test('impersonation of many mailboxes takes several scopes, of 50 addresses each', () => {
  const mailboxes = Array.from({ length: 101 }, (_none, at) => ({
    source: `m${at}@old.example`,
    destination: `m${at}@new.example`,
    name: null,
  }));
  const { text } = writeScript('impersonation', inputOf({ mailboxes }));
  expect(text.match(/^ {4}'\(EmailAddresses -eq .*'.?\r$/gm)).toHaveLength(3);
  const all = writeScript('impersonation', inputOf({ mailboxes, scope: 'domains' })).text;
  expect(all).toContain(`$filters = @(\r\n    '(EmailAddresses -like ''*@old.example'')'\r\n)`);
});
