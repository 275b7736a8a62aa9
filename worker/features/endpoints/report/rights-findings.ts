import type { Finding } from '../../../lib/probe-checks.ts';
import type { SeenFolders } from '../../../lib/probe-facts.ts';
import type { ScriptId } from '../../../lib/script-facts.ts';
import { findingOf, NOT_REACHED, type Seen } from './seen.ts';

/** Of a right that was just given: servers read the directory only now and then. */
const LATE =
  'If the right was granted already, it may need up to 2 hours: do not grant it again, and test again later.';
const DENY =
  'A Deny entry of the account, or of one of its groups such as Domain Admins, takes precedence over every grant: the script finds it.';

type Refusal = { code: string; message: string; kind: string };

/** Full access and impersonation, of which one is enough, and whether all folders open. */
export function rightsFindings(seen: Seen): Finding[] {
  const { facts, mailbox, account } = seen;
  const { fullAccess, impersonation } = facts;
  if (fullAccess === undefined || impersonation === undefined || mailbox === undefined || account === undefined) {
    const why =
      mailbox === undefined && !seen.obstacle ? 'Not tested: name a mailbox to test the rights.' : NOT_REACHED;
    return (['full-access', 'impersonation', 'subfolder'] as const).map((check) => findingOf(check).unknown(why));
  }
  return [
    wayFinding(seen, 'full-access', fullAccess, impersonation),
    wayFinding(seen, 'impersonation', impersonation, fullAccess),
    subfolders(seen, mailbox, fullAccess, impersonation),
  ];
}

function opens({ root, refused }: SeenFolders): boolean {
  return root.ok && refused.length === 0;
}

const WORDS = {
  'full-access': { opens: 'open', by: 'full access', other: 'impersonation' },
  impersonation: { opens: 'impersonate', by: 'impersonation', other: 'full access' },
} as const;

function wayFinding(
  { account = '', mailbox = '', useImpersonation, side, version }: Seen,
  check: 'full-access' | 'impersonation',
  way: SeenFolders,
  other: SeenFolders,
): Finding {
  const { ok, failed, unknown } = findingOf(check);
  const words = WORDS[check];
  const isOwn = account.toLowerCase() === mailbox.toLowerCase();
  if (way.root.ok)
    return ok(
      isOwn && check === 'full-access'
        ? `${account} opens its own mailbox.`
        : `${account} may ${words.opens} ${mailbox}.`,
    );
  const refusal = way.root;
  if (refusal.code === 'http-403') return unknown('Not known: EWS is switched off for the mailbox.');
  if (refusal.kind !== 'access') return unknown(`Not known: the server answered with ${refusal.code}.`);
  if (isMissing(refusal))
    return failed(`The server has no mailbox ${mailbox}.`, {
      remedy: 'Check the address, and whether the mailbox was created on this server.',
      ...(side === 'destination' && { scriptId: 'create-mailboxes' as const }),
    });
  const isChosen = useImpersonation === (check === 'impersonation');
  if (opens(other) && (!isChosen || isOwn))
    return ok(`${account} may not ${words.opens} ${mailbox}, and need not: ${words.other} works.`);
  const { sentence, remedy } = denied(check, refusal, account, mailbox, version);
  const switched = useImpersonation ? 'Turn impersonation off' : 'Turn impersonation on';
  const instead = opens(other) ? `${switched} for this endpoint: ${words.other} works. Or: ` : '';
  return failed(sentence, { remedy: `${instead}${remedy}`, scriptId: check as ScriptId });
}

/** Whether the server has no such mailbox. */
export function isMissing({ code }: Pick<Refusal, 'code'>): boolean {
  return code === 'ErrorNonExistentMailbox' || code === 'ErrorCannotFindUser' || code === 'ErrorNonPrimarySmtpAddress';
}

function denied(
  check: 'full-access' | 'impersonation',
  { code }: Refusal,
  account: string,
  mailbox: string,
  version: string | null,
): { sentence: string; remedy: string } {
  if (check === 'full-access')
    return {
      sentence: `${account} may not open ${mailbox}: it has no full access, or a Deny entry refuses it.`,
      remedy: `Grant full access. ${LATE} ${DENY}`,
    };
  if (code === 'ErrorImpersonationDenied')
    return {
      sentence: `${account} may not impersonate anyone on this server: the right ms-Exch-EPI-Impersonation is missing.`,
      remedy: `Grant impersonation on the client access servers. ${LATE}`,
    };
  const what = version?.startsWith('Exchange2007')
    ? 'the right ms-Exch-EPI-May-Impersonate is missing on the database of this mailbox'
    : 'it has no ApplicationImpersonation role, or the scope of the role leaves this mailbox out';
  return {
    sentence: `${account} may not impersonate ${mailbox}: ${what}.`,
    remedy: `Grant impersonation with a scope that includes this mailbox. ${LATE}`,
  };
}

function subfolders(seen: Seen, mailbox: string, fullAccess: SeenFolders, impersonation: SeenFolders): Finding {
  const { ok, failed, unknown } = findingOf('subfolder');
  const [chosen, other] = seen.useImpersonation ? [impersonation, fullAccess] : [fullAccess, impersonation];
  const way = chosen.root.ok ? chosen : other;
  if (!way.root.ok) return unknown('Not tested: the mailbox does not open.');
  if (way.refused.length > 0)
    return failed(`${mailbox} opens, but not its folders: ${listed(way.refused)} refused.`, {
      remedy: `Grant full access with inheritance to all folders (InheritanceType All). ${LATE}`,
      scriptId: 'full-access',
    });
  if (way.opened === 0) return unknown(`The server showed no folders of ${mailbox}.`);
  return ok(`The folders of ${mailbox} open.`);
}

const NAMED = 3;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  const some = names.slice(0, NAMED).map((name) => `“${name}”`);
  const list = more > 0 ? [...some, `${String(more)} more`] : some;
  const last = list.pop() ?? '';
  return list.length === 0 ? `${last} is` : `${list.join(', ')} and ${last} are`;
}
