import type { Side } from '../side.ts';
import { AD_PERMISSION } from './cmdlets/ad-permission.ts';
import { CONTACTS } from './cmdlets/contacts.ts';
import { EWS_SWITCHES } from './cmdlets/ews-switches.ts';
import { GROUPS } from './cmdlets/groups.ts';
import { MAILBOX_PERMISSION } from './cmdlets/mailbox-permission.ts';
import { MAILBOXES } from './cmdlets/mailboxes.ts';
import { NEW_MAILBOX } from './cmdlets/new-mailbox.ts';
import { ROLES } from './cmdlets/roles.ts';
import { SERVERS } from './cmdlets/servers.ts';
import { THROTTLING } from './cmdlets/throttling.ts';
import { type Cmdlets, Parameters, type Shown } from './cmdlet.ts';
import { ManagementError } from './error.ts';

const CMDLETS: Cmdlets = {
  ...MAILBOX_PERMISSION,
  ...AD_PERMISSION,
  ...ROLES,
  ...EWS_SWITCHES,
  ...THROTTLING,
  ...GROUPS,
  ...MAILBOXES,
  ...NEW_MAILBOX,
  ...CONTACTS,
  ...SERVERS,
};

/** What an order came to. `whatIf` is what it would have done, the words after "What if: ". */
export type Managed = { objects: readonly Shown[]; warnings: readonly string[]; whatIf?: string };

/**
 * An order of the side's administrator, as he types it: a cmdlet of the Exchange Management Shell and its parameters,
 * switches as `true`, `$null` as null. It acts on what EWS does from then on. Throws ManagementError in the words of
 * Exchange. Which parameters a version knows is the matter of its shell (test/powershell/).
 *
 *     manage(side, 'Add-MailboxPermission', {
 *       Identity: 'ada@old.example', User: 'migration@old.example', AccessRights: 'FullAccess', InheritanceType: 'All',
 *     });
 */
export function manage(
  side: Side,
  cmdlet: string,
  given: Readonly<Record<string, unknown>> = {},
  version = String(side.profile.level),
): Managed {
  const work = Object.entries(CMDLETS).find(([name]) => name.toLowerCase() === cmdlet.toLowerCase())?.[1];
  if (!work)
    throw new ManagementError(
      'CommandNotFoundException',
      `The term '${cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
    );
  const parameters = new Parameters(given);
  const outcome = work({ side, version, parameters });
  const warnings = outcome.warnings ?? [];
  if (outcome.kind === 'shows') return { objects: outcome.objects, warnings };
  if (parameters.flag('WhatIf')) return { objects: [], warnings, whatIf: outcome.say };
  return { objects: outcome.apply() ?? [], warnings };
}
