import type { Finding } from '../../../lib/probe-checks.ts';
import { USER_AGENT } from '../../../lib/user-agent.ts';
import { isAtTheDoor } from './line-findings.ts';
import { findingOf, NOT_REACHED, type Seen } from './seen.ts';

const NO_ACCOUNT = 'Not tested: the endpoint has no administrator, so each mailbox signs in with its own password.';

/** Codes that concern the sign-in itself, whoever's mailbox was to be opened. */
const OF_SIGN_IN: ReadonlySet<string> = new Set([
  'endpoint-credentials-refused',
  'endpoint-extended-protection',
  'endpoint-line-re-encrypted',
]);
const OF_ACCOUNT = /Password|Account|account-locked/;

/** The sign-in, the server's version, and whether EWS is open to the account and to this program. */
export function accountFindings(seen: Seen): Finding[] {
  return [signIn(seen), version(seen), ewsAccess(seen)];
}

function signIn(seen: Seen): Finding {
  const { ok, failed, unknown } = findingOf('sign-in');
  const { obstacle, facts, account } = seen;
  if (!isAtTheDoor(seen)) return unknown(NOT_REACHED);
  if (account === undefined) return unknown(NO_ACCOUNT);
  if (obstacle && (OF_SIGN_IN.has(obstacle.code) || OF_ACCOUNT.test(obstacle.faultCode)))
    return failed(obstacle.sentence, obstacle);
  if (obstacle && facts.isSignedIn !== true) return unknown(`Not known: ${obstacle.sentence}`);
  if (facts.ownMailbox?.ok === false && facts.ownMailbox.kind === 'access')
    return ok(`The server accepts the password of ${account}. The account has no mailbox of its own, and needs none.`);
  return ok(`The server accepts the password of ${account}.`);
}

function version({ version: seen }: Seen): Finding {
  const { ok, unknown } = findingOf('version');
  if (seen === null) return unknown('The server tells its version only after a sign-in.');
  const named = /^Exchange(\d{4}|SE)(?:_SP(\d))? ([\d.]+)$/.exec(seen);
  if (!named) return ok(`The server calls itself ${seen}.`);
  const [, name = '', pack, build = ''] = named;
  return ok(`The server is Exchange ${name}${pack === undefined ? '' : ` SP${pack}`}, build ${build}.`);
}

function ewsAccess(seen: Seen): Finding {
  const { ok, failed, unknown } = findingOf('ews-access');
  const { facts, account, mailbox } = seen;
  if (account === undefined) return unknown(NO_ACCOUNT);
  const { refusal, fullAccess, impersonation } = facts;
  if (refusal?.otherAgent === 'let-in')
    return failed(`The server refuses programs that call themselves “${USER_AGENT}”. It lets other programs in.`, {
      remedy: `Remove ${USER_AGENT} from the list of blocked programs (EwsBlockList). It is no missing right.`,
      scriptId: 'ews-access',
    });
  if (refusal)
    return failed(
      `The server accepts the password and refuses EWS: it is switched off for ${account}, or only listed programs may use it.`,
      {
        remedy: `Switch EWS on for the account. Where only listed programs may use EWS (EwsAllowList), add ${USER_AGENT}*. It is no missing right.`,
        scriptId: 'ews-access',
      },
    );
  const isOff = [fullAccess, impersonation].some((way) => way?.root.ok === false && way.root.code === 'http-403');
  if (isOff && mailbox !== undefined)
    return failed(`EWS is switched off for the mailbox ${mailbox}.`, {
      remedy: 'Switch EWS on for this mailbox. It is no missing right.',
      scriptId: 'ews-access',
    });
  if (facts.isSignedIn !== true) return unknown(NOT_REACHED);
  return ok('EWS is open to the account and to Mailferry.');
}
