import type { ScriptInput } from '../script-input.ts';
import { isFrom } from '../../../lib/script-facts.ts';
import { accountPart } from './parts/account.ts';
import { eachPart } from './parts/each.ts';
import { grantsPart } from './parts/grants.ts';
import { accountSetting, header } from './parts/header.ts';
import { chosenPart, findMailboxPart, mailboxSetting } from './parts/mailboxes.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';
import { testTruePart } from './parts/test-true.ts';

export const FULL_ACCESS_COLUMNS = ['Address', 'User', 'Had'] as const;

/** Gives the account full access to each mailbox, with all folders. */
export function writeFullAccess(input: ScriptInput): string[] {
  // Outlook would open every mailbox by itself for an account that is granted access. Only SP2 can switch that off.
  const autoMapping = isFrom(input.version, '2010-sp2') ? ' -AutoMapping $false' : '';
  return [
    header(
      {
        id: 'full-access',
        about: [
          'The migration account may then open each mailbox listed here, with all of its folders. Mailferry only reads at',
          'the source and only adds at the destination. Nobody gets any other right, and no message is sent.',
        ],
      },
      input,
    ),
    accountSetting(input),
    mailboxSetting(input),
    shellPart(input),
    accountPart(),
    findMailboxPart(),
    chosenPart(input),
    testTruePart(),
    grantsPart(),
    recordPart('full-access', FULL_ACCESS_COLUMNS, input),
    recordedChangePart(),
    eachPart({ activity: 'Granting full access', done: 'granted', already: 'already had it' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $user = Find-Account
    Assert-NotAdministrator $user
    $who = Get-Key $user
    $recorded = Read-Record
    Invoke-Each (Get-Chosen) {
        param($address)
        $mailbox = Find-Mailbox $address
        $key = Get-Key $mailbox
        $at = Get-Pin $mailbox
        $grants = @(Get-Grant $key $who $at)
        if (@($grants | Where-Object { Test-True $_.Deny }).Count -gt 0) {
            throw 'An entry denies the account full access, which is stronger than a grant. Remove that entry first.'
        }
        # Access that is inherited is access too. Removing it later would leave a denial behind, so it is not added to.
        $isThere = @($grants | Where-Object { (Test-True $_.IsInherited) -or "$($_.InheritanceType)" -eq 'All' }).Count -gt 0
        if ($isThere) { return 'already' }
        # -InheritanceType All: the folders as well. Otherwise the mailbox opens, but its folders do not.
        $had = @($grants | ForEach-Object { "$($_.InheritanceType)" }) -join ' '
        Invoke-Recorded $recorded @{ Key = $key; Address = $address; User = $who; Had = $had } {
            Add-MailboxPermission -Identity $key -User $who -AccessRights FullAccess -InheritanceType All${autoMapping} @at @write
        }
        return 'done'
    }
    'It can take up to two hours until Exchange applies a new right everywhere. Mailferry tries again by itself.'
}
Invoke-Script`,
  ];
}
