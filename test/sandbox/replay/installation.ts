import type { Scheme } from '../http/sign-in/options.ts';
import { PROFILES, type ProfileName } from '../profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { getDistinguished } from '../store/folders.ts';
import { folderIdText } from '../store/ids.ts';
import { createMailbox } from '../store/new-mailbox.ts';
import { type Permission, RIGHT, setPermissions } from '../store/permissions.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import { parseXml } from '../xml/parse.ts';
import type { Recorded, Session } from './read-traces.ts';

const OWNER = 'owner@old.example';

const find = (node: Node, name: string): Node[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((each) => find(each, name)),
];

/** An id in the build of Exchange tells the mailbox that it is of. */
export const mailboxOfId = (id: string): string | undefined => {
  const guid = Buffer.from(id, 'base64').toString('ascii', 4, 40);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(guid) ? guid : undefined;
};

/** The id of a folder that never was, in the sandbox's own writing. */
export const foreignId = (guid: string): string => folderIdText(guid, 1 << 20);

type Person = { user: string; name: string | undefined; rights: number };

/** The first list of permissions that was recorded; new folders have it from the folder above. */
function recordedPermissions(answers: readonly Node[]): Person[] {
  const [list] = answers.flatMap((answer) => find(answer, 'Permissions'));
  return (list?.children ?? []).map((permission) => {
    const user = child(permission, 'UserId') as Node;
    const isSet = (name: string): boolean => textOf(permission, name) === 'true';
    return {
      user: textOf(user, 'DistinguishedUser') ?? textOf(user, 'PrimarySmtpAddress') ?? '',
      name: textOf(user, 'DisplayName'),
      rights:
        (isSet('IsFolderVisible') ? RIGHT.visible : 0) |
        (textOf(permission, 'ReadItems') === 'FullDetails' ? RIGHT.readAny : 0),
    };
  });
}

/** Mailboxes that requests name by an id and that the answers do not deny; without what is in them. */
function knownElsewhere(exchanges: readonly Recorded[]): Set<string> {
  const made = new Set(
    exchanges.flatMap(({ answer }) => [...answer.body.matchAll(/Id="([^"]+)"/g)].map(([, id]) => id)),
  );
  const guids = exchanges
    .filter(({ answer }) => answer.status === 200 && !answer.body.includes('ErrorNonExistentMailbox'))
    .flatMap(({ request }) => [...request.body.matchAll(/ Id="([^"]+)"/g)])
    .flatMap(([, id = '']) => (made.has(id) ? [] : [mailboxOfId(id)]));
  return new Set(guids.filter((guid) => guid !== undefined));
}

/** What the server offered to sign in with, in its order. */
const recordedSchemes = (exchanges: readonly Recorded[]): Scheme[] =>
  (exchanges.find(({ answer }) => answer.status === 401)?.answer.headers ?? [])
    .filter(([name]) => name === 'www-authenticate')
    .map(([, value]) => value.split(' ')[0] as Scheme);

/** A sandbox with what the recorded server had before the first session, as far as the sessions tell. */
export async function startInstallation(version: ProfileName, sessions: readonly Session[]): Promise<Sandbox> {
  const exchanges = sessions.flatMap((session) => session.exchanges);
  const answers = exchanges.filter(({ answer }) => answer.status === 200).map(({ answer }) => parseXml(answer.body));
  const people = recordedPermissions(answers);
  const sandbox = await startSandbox({
    source: {
      profile: version,
      signIn: { schemes: recordedSchemes(exchanges) },
      mailboxes: [
        { email: OWNER },
        ...people.filter(({ user }) => user.includes('@')).map(({ user, name = '' }) => ({ email: user, name })),
      ],
    },
    destination: { profile: 'Exchange2019' },
  });
  const { store } = sandbox.source;
  for (const [index, guid] of [...knownElsewhere(exchanges)].entries())
    createMailbox(store, PROFILES[version], { email: `other${index}@old.example`, password: 'x', guid });
  const owner = store.mailbox(OWNER);
  const inbox = owner && getDistinguished(store, owner.id, 'inbox');
  if (inbox)
    setPermissions(
      store,
      inbox.id,
      people.map(({ user, rights }): Permission => ({ user, rights })),
    );
  return sandbox;
}
