import type { Sandbox, SandboxSide } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { folderIdText } from '../sandbox/store/ids.ts';
import { permissionsOf, setPermission } from '../sandbox/store/permissions.ts';
import { saveRule } from '../sandbox/store/settings.ts';
import { ANN } from './passes-kit.ts';

export const idOf = (side: SandboxSide, email: string) => side.store.mailbox(email)!.id;
export const folderOf = (side: SandboxSide, email: string, name: string) =>
  getDistinguished(side.store, idOf(side, email), name)!;
export const rightsIn = (side: SandboxSide, email: string, name: string) =>
  Object.fromEntries(
    permissionsOf(side.store, folderOf(side, email, name).id).map(({ user, rights }) => [user, rights]),
  );

export const EDITOR = 0x47b;
export const REVIEWER = 0x401;
export const ODD = 0x402 | 0x1;

export function shareFolders({ source }: Sandbox): void {
  const [inbox, calendar, tasks] = ['inbox', 'calendar', 'tasks'].map((name) => folderOf(source, ANN, name).id);
  setPermission(source.store, inbox!, 'ben@old.example', EDITOR);
  setPermission(source.store, inbox!, 'carl@old.example', REVIEWER);
  setPermission(source.store, inbox!, 'gone@old.example', REVIEWER);
  setPermission(source.store, calendar!, 'Default', 0x1800);
  setPermission(source.store, calendar!, 'eve@old.example', REVIEWER);
  setPermission(source.store, tasks!, 'eve@old.example', ODD);
}

/** The last one names a folder that no one migrates. */
export function makeRules({ source }: Sandbox): void {
  const mailbox = source.store.mailbox(ANN)!;
  const folder = (id: number) => [['FolderId', { a: { Id: folderIdText(mailbox.guid, id) } }]];
  const rule = (name: string, priority: number, actions: unknown, more: object = {}) =>
    saveRule(source.store, mailbox.id, {
      priority,
      fields: { DisplayName: name, IsEnabled: 'true', ...more, Actions: { c: actions } } as never,
    });
  const inbox = folderOf(source, ANN, 'inbox').id;
  const unused = folderOf(source, ANN, 'outbox').id;
  const to = (email: string) => ({
    c: [
      [
        'Address',
        {
          c: [
            ['Name', 'X'],
            ['EmailAddress', email],
            ['RoutingType', 'SMTP'],
          ],
        },
      ],
    ],
  });
  rule(
    'Boss & <co>',
    1,
    [
      ['MoveToFolder', { c: folder(inbox) }],
      ['StopProcessingRules', 'true'],
    ],
    {
      Conditions: {
        c: [
          ['FromAddresses', to('eve@old.example')],
          ['Importance', 'High'],
        ],
      },
    },
  );
  rule('Forward', 2, [['ForwardToRecipients', to('help@elsewhere.example')]], { IsEnabled: 'false' });
  rule('Forward', 3, [['ForwardToRecipients', to('ben@old.example')]]);
  rule('Nowhere', 4, [['MoveToFolder', { c: folder(unused) }]]);
}
