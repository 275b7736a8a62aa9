import { isUnknownLogin } from '../../../../worker/lib/credential-request-facts.ts';
import { isEmailAddress } from '../../../../worker/lib/email-address.ts';
import { tagKey, withoutDoubles } from '../../../../worker/lib/mailbox-tags.ts';
import type { DestinationRules } from '../../../../worker/lib/mailbox-list/destination.ts';
import { destinationOf } from '../../../../worker/lib/mailbox-list/destination.ts';
import type { Mailbox } from '../../../api.ts';
import type { Change } from './apply-edits.ts';

export type PlannedDestination = { mailbox: Mailbox; address: string; problem?: string };

/** The destination addresses that rules lead to, of the mailboxes that get another one; first those that cannot. */
export function planDestinations(
  chosen: readonly Mailbox[],
  all: readonly Mailbox[],
  rules: DestinationRules,
): PlannedDestination[] {
  const planned = chosen.flatMap((mailbox) => {
    const address = destinationOf(mailbox.sourceEmail, mailbox.destinationEmail, { ...rules, patternFor: 'all' });
    return address === mailbox.destinationEmail ? [] : [{ mailbox, address }];
  });
  const moving = new Set(planned.map(({ mailbox }) => mailbox.id));
  const taken = new Set(all.filter(({ id }) => !moving.has(id)).map(keyOf));
  const wanted = new Map<string, number>();
  for (const { address } of planned) wanted.set(address.toLowerCase(), (wanted.get(address.toLowerCase()) ?? 0) + 1);
  const problemOf = (address: string): string | undefined => {
    if (!isEmailAddress(address)) return `${address || 'Nothing'} is not an e-mail address.`;
    if (taken.has(address.toLowerCase())) return `${address} is already in this project.`;
    return (wanted.get(address.toLowerCase()) ?? 0) > 1 ? `Several mailboxes would get ${address}.` : undefined;
  };
  return planned
    .map(({ mailbox, address }): PlannedDestination => {
      const problem = problemOf(address);
      return { mailbox, address, ...(problem && { problem }) };
    })
    .toSorted((a, b) => Number(b.problem !== undefined) - Number(a.problem !== undefined));
}

const keyOf = ({ destinationEmail }: Mailbox): string => destinationEmail.toLowerCase();

export const changesOfDestinations = (planned: readonly PlannedDestination[]): Change[] =>
  planned.map(({ mailbox: { id, destinationEmail }, address }) => ({
    edit: { id, destinationEmail: address },
    undo: { id, destinationEmail },
  }));

/** Adds and removes tags, of the mailboxes that are different afterwards. */
export function changesOfTags(
  chosen: readonly Mailbox[],
  { add, remove }: { add: readonly string[]; remove: ReadonlySet<string> },
): Change[] {
  return chosen.flatMap(({ id, tags: before }) => {
    const tags = withoutDoubles([...before.filter((tag) => !remove.has(tagKey(tag))), ...add]);
    const isSame = tags.length === before.length && tags.every((tag, index) => tag === before[index]);
    return isSame ? [] : [{ edit: { id, tags }, undo: { id, tags: before } }];
  });
}

/** Puts mailboxes into a wave, or with null into none, those that are elsewhere. */
export function changesOfWave(chosen: readonly Mailbox[], waveId: string | null): Change[] {
  return chosen.flatMap(({ id, wave }) =>
    (wave?.id ?? null) === waveId ? [] : [{ edit: { id, waveId }, undo: { id, waveId: wave?.id ?? null } }],
  );
}

export type SignInEdit = {
  side: 'source' | 'destination';
  /** Undefined: logins stay. Null: the address of the mailbox. With `{local}` and `{domain}`: a pattern. */
  login?: string | null;
  /** Undefined: passwords stay. Null: they are removed. */
  password?: string | null;
};

/** Changes of how mailboxes are signed in to. A password that was there cannot be brought back. */
export function changesOfSignIn(chosen: readonly Mailbox[], { side, login, password }: SignInEdit): Change[] {
  return chosen.map((mailbox) => {
    const { id } = mailbox;
    const before = mailbox[`${side}Login`];
    const filled =
      typeof login === 'string' && !isUnknownLogin(login)
        ? destinationOf(mailbox[`${side}Email`], undefined, { pattern: login })
        : login;
    const loginEdit = login === undefined ? {} : { [`${side}Login`]: filled ?? null };
    const passwordEdit = password === undefined ? {} : { [`${side}Password`]: password };
    const undoLogin = login === undefined ? {} : { [`${side}Login`]: before };
    // One that there was none of can be removed again.
    const hadNone = !mailbox[side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword'];
    const undoPassword =
      typeof password === 'string' && hadNone && !isUnknownLogin(before) ? { [`${side}Password`]: null } : {};
    return { edit: { id, ...loginEdit, ...passwordEdit }, undo: { id, ...undoLogin, ...undoPassword } };
  });
}
