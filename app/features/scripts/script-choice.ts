import type { ExchangeVersion, ScriptId, ScriptSide } from '../../../worker/lib/script-facts.ts';
import { EXCHANGE_VERSION_NAMES, FOR_ACCOUNT, WITH_SCOPE } from '../../../worker/lib/script-facts.ts';
import type { ScriptScope } from '../../../worker/lib/script-request.ts';

/** What someone has chosen for a script; empty: as the project has it. */
export type ScriptChoice = {
  side: ScriptSide;
  version: ExchangeVersion | '';
  organization: string;
  account: string;
  scope: ScriptScope | '';
  forwardDomain: string;
  sizeLimitMb: string;
  whatIf: boolean;
};

export const choiceAt = (side: ScriptSide): ScriptChoice => ({
  side,
  version: '',
  organization: '',
  account: '',
  scope: '',
  forwardDomain: '',
  sizeLimitMb: '',
  whatIf: false,
});

/** What a script can be given besides its version. */
export const takesAccount = (id: ScriptId): boolean => FOR_ACCOUNT.includes(id);
export const takesScope = (id: ScriptId): boolean => WITH_SCOPE.includes(id);

/** What the API is asked: of the choice what this script takes, and nothing that is empty. */
export function queryOf(id: ScriptId, choice: ScriptChoice) {
  const { side, version, organization, account, scope, forwardDomain, sizeLimitMb, whatIf } = choice;
  return {
    side,
    ...(version && { version }),
    ...(organization.trim() && { organization: organization.trim() }),
    ...(takesAccount(id) && account.trim() && { account: account.trim() }),
    ...(takesScope(id) && scope && { scope }),
    ...(id === 'forwarding' && forwardDomain.trim() && { forwardDomain: forwardDomain.trim() }),
    ...(id === 'size-limits' && sizeLimitMb.trim() && { sizeLimitMb: sizeLimitMb.trim() }),
    ...(whatIf && { whatIf: 'true' as const }),
  };
}

/** The same for a message, whose body has numbers and truths. */
export function bodyOf(id: ScriptId, choice: ScriptChoice) {
  const { whatIf, sizeLimitMb, ...rest } = queryOf(id, choice);
  return { ...rest, ...(whatIf && { whatIf: true }), ...(sizeLimitMb && { sizeLimitMb: Number(sizeLimitMb) }) };
}

export const versionOptions = (versions: readonly ExchangeVersion[]) =>
  versions.map((value) => ({ value, label: EXCHANGE_VERSION_NAMES[value] }));

export const SCOPE_OPTIONS: readonly { value: ScriptScope; label: string }[] = [
  { value: 'mailboxes', label: 'Mailboxes of the project' },
  { value: 'domains', label: 'All mailboxes of the domains' },
];

export const SIDE_TITLES: Readonly<Record<ScriptSide, string>> = { source: 'Source', destination: 'Destination' };

/** Whether a script is the clean-up of another. */
export const isCleanUp = (id: ScriptId): boolean => id.endsWith('-undo');
