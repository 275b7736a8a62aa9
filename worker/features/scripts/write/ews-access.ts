import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { ewsListPart } from './parts/ews-list.ts';
import { header } from './parts/header.ts';
import { chosenPart, findMailboxPart, mailboxSetting } from './parts/mailboxes.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

export const EWS_ACCESS_COLUMNS = ['Address', 'Enabled', 'Listed'] as const;

/** Turns EWS on for the mailboxes, and adds our agent to lists of allowed programs. It starts no such list. */
export function writeEwsAccess(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'ews-access',
        about: [
          'Mailferry uses Exchange Web Services (EWS). This turns EWS on for mailboxes where it is off. Where a list says which',
          'programs may use EWS, Mailferry is added to it. No such list is started, as that would block all other programs.',
        ],
      },
      input,
    ),
    mailboxSetting(input),
    shellPart(input),
    ownerPart(input),
    findMailboxPart(),
    chosenPart(input),
    ewsListPart(),
    recordPart('ews-access', EWS_ACCESS_COLUMNS, input),
    recordedChangePart(),
    eachPart({ activity: 'Allowing EWS', done: 'changed', already: 'allowed it already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
# What keeps Mailferry out, and can't be changed here without changing it for others.
function Assert-NotBlocked($Settings, [string]$Remedy) {
    if ("$($Settings.EwsApplicationAccessPolicy)" -eq 'EnforceBlockList' -and (Test-Listed $Settings.EwsBlockList)) {
        throw ('A list of blocked programs has an entry that fits ' + $program + '. Someone put it there, so decide yourself. ' + $Remedy)
    }
}
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    Invoke-Each (@('The organization') + @(Get-Chosen)) {
        param($item)
        if ($item -eq 'The organization') {
            $all = Get-OrganizationConfig @whole -ErrorAction Stop
            if ("$($all.EwsEnabled)" -eq 'False') {
                throw 'EWS is off for everybody. To turn it on, for everybody: Set-OrganizationConfig -EwsEnabled $true'
            }
            Assert-NotBlocked $all 'To see the list: Get-OrganizationConfig | Format-List Ews*'
            if ("$($all.EwsApplicationAccessPolicy)" -ne 'EnforceAllowList' -or (Test-Listed $all.EwsAllowList)) { return 'already' }
            Invoke-Recorded $recorded @{ Key = $item; Address = $item; Listed = 'False' } {
                Set-OrganizationConfig @whole -EwsAllowList @{ Add = $agent } @write
            }
            return 'done'
        }
        $mailbox = Find-Mailbox $item
        $key = Get-Key $mailbox
        $at = Get-Pin $mailbox
        $now = Get-CASMailbox -Identity $key @at -ErrorAction Stop
        Assert-NotBlocked $now 'To see the list: Get-CASMailbox MAILBOX | Format-List Ews*'
        $isOff = "$($now.EwsEnabled)" -eq 'False'
        $isUnlisted = "$($now.EwsApplicationAccessPolicy)" -eq 'EnforceAllowList' -and -not (Test-Listed $now.EwsAllowList)
        if (-not $isOff -and -not $isUnlisted) { return 'already' }
        Invoke-Recorded $recorded @{ Key = $key; Address = $item; Enabled = (-not $isOff); Listed = (-not $isUnlisted) } {
            if ($isOff) { Set-CASMailbox -Identity $key -EwsEnabled $true @at @write }
            if ($isUnlisted) { Set-CASMailbox -Identity $key -EwsAllowList @{ Add = $agent } @at @write }
        }
        return 'done'
    }
}
Invoke-Script`,
  ];
}
