import type { ProbeResult } from '../../kernel/deps.ts';
import type { KeptReason, Refusal } from './texts/texts.ts';

/** What a single sign-in says of an answer. Only a wrong password counts as an attempt. */
export type Verdict =
  | { kind: 'accepted' }
  | { kind: 'refused'; refusal: Refusal; /** The server has taken the password itself. */ isPasswordRight: boolean }
  | { kind: 'kept'; reason: KeptReason };

type Failure = Extract<ProbeResult, { ok: false }>;

/** By the server's own word, where it says more than the kind of fault. */
const BY_CODE: Readonly<Record<string, Verdict>> = {
  'account-locked': refused('locked'),
  ErrorPasswordExpired: refused('password-expired', true),
  ErrorPasswordChangeRequired: refused('password-expired', true),
  ErrorAccountDisabled: refused('disabled'),
  'oauth-only': refused('second-factor'),
  'sign-in-page': refused('second-factor'),
  // The administrator of the server has to allow it.
  'http-403': kept('access-off'),
  ErrorOrganizationAccessBlocked: kept('access-off'),
  'no-usable-sign-in': kept('access-off'),
  // Refused whatever the password is.
  'extended-protection': kept('certificate'),
  'line-re-encrypted': kept('certificate'),
};

/** What the server's answer to a sign-in means for the person who pressed the button. */
export function decideVerdict(result: ProbeResult): Verdict {
  if (result.ok) return { kind: 'accepted' };
  return BY_CODE[result.code] ?? byKind(result);
}

function byKind({ kind, line }: Failure): Verdict {
  switch (kind) {
    case 'credentials':
      return refused('wrong-password');
    case 'access':
      return refused('other-mailbox', true);
    case 'oauth-only':
    case 'exchange-online':
      return refused('second-factor');
    case 'busy':
    case 'too-many-connections':
    case 'overload':
      return kept('busy');
    case 'tls':
      return kept('certificate');
    case 'unreachable':
    case 'transient':
      return kept(line?.code.startsWith('certificate') ? 'certificate' : 'unreachable');
    default:
      return kept('other');
  }
}

function refused(refusal: Refusal, isPasswordRight = false): Verdict {
  return { kind: 'refused', refusal, isPasswordRight };
}

function kept(reason: KeptReason): Verdict {
  return { kind: 'kept', reason };
}
