import type { ScriptInput } from '../script-input.ts';
import { accountPart } from './parts/account.ts';
import { eachPart } from './parts/each.ts';
import { accountSetting, header } from './parts/header.ts';
import { chosenPart, findMailboxPart, mailboxSetting } from './parts/mailboxes.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';
import { testTruePart } from './parts/test-true.ts';

const COLUMNS = ['Address', 'Dn', 'Right', 'User'] as const;

/** Reads one extended right of one account on one object. */
const rightsPart = (): string => `function Get-Right($Dn, $Who, $Right) {
    return @(Get-ADPermission -Identity $Dn -User $Who -ErrorAction Stop |
        Where-Object { @($_.ExtendedRights | ForEach-Object { "$_" }) -contains $Right })
}`;

/** Exchange 2007 has no roles: a right on each Client Access server, and one on each mailbox. */
export function writeImpersonation2007(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'impersonation',
        about: [
          'The migration account may then act as the owners of the mailboxes listed here, and of no others. Exchange 2007',
          'has no roles for that. It takes two rights: one on each Client Access server, which alone opens nothing, and one',
          'on each mailbox.',
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
    rightsPart(),
    recordPart('impersonation', COLUMNS, input),
    recordedChangePart(),
    eachPart({ activity: 'Granting impersonation', done: 'granted', already: 'already had it' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $user = Find-Account
    Assert-NotAdministrator $user
    $who = Get-Key $user
    $recorded = Read-Record
    $servers = @{}
    foreach ($server in @(Get-ExchangeServer -ErrorAction Stop | Where-Object { Test-True $_.IsClientAccessServer })) {
        $servers['Server ' + $server.Name] = "$($server.DistinguishedName)"
    }
    Invoke-Each (@($servers.Keys) + @(Get-Chosen)) {
        param($item)
        if ($servers.ContainsKey($item)) {
            $dn = $servers[$item]
            $right = 'ms-Exch-EPI-Impersonation'
        } else {
            $dn = "$((Find-Mailbox $item).DistinguishedName)"
            $right = 'ms-Exch-EPI-May-Impersonate'
        }
        $rights = @(Get-Right $dn $who $right)
        if (@($rights | Where-Object { Test-True $_.Deny }).Count -gt 0) {
            throw 'An entry denies the account this right, which is stronger than a grant. Remove that entry first.'
        }
        if ($rights.Count -gt 0) { return 'already' }
        Invoke-Recorded $recorded @{ Key = $right + ' ' + $dn; Address = $item; Dn = $dn; Right = $right; User = $who } {
            Add-ADPermission -Identity $dn -User $who -ExtendedRights $right @write
        }
        return 'done'
    }
    'It can take an hour until Exchange applies a new right everywhere. Mailferry tries again by itself.'
}
Invoke-Script`,
  ];
}

/** Removes the recorded rights, and nothing else. */
export function writeImpersonation2007Undo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'impersonation-undo',
        about: [
          'Removes the rights in the record of "Grant impersonation", and no others. Without the record nothing is removed.',
        ],
      },
      input,
    ),
    shellPart(input),
    testTruePart(),
    rightsPart(),
    recordPart('impersonation', COLUMNS, input),
    eachPart({ activity: 'Removing impersonation', done: 'removed', already: 'were gone already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) { Write-Warning ('Nothing to remove: no right is recorded in ' + $recordFile + '.') }
    Invoke-Each @($recorded.Keys) {
        param($key)
        $entry = $recorded[$key]
        # Only what the object itself has: to remove an inherited right, Exchange would add a denial.
        $own = @(Get-Right $entry.Dn $entry.User $entry.Right | Where-Object { -not (Test-True $_.IsInherited) -and -not (Test-True $_.Deny) })
        $end = 'already'
        if ($own.Count -gt 0) {
            Remove-ADPermission -Identity $entry.Dn -User $entry.User -ExtendedRights $entry.Right @write | Out-Null
            $end = 'done'
        }
        Add-Record @{ Key = $key; State = 'undone'; Address = $entry.Address }
        return $end
    }
}
Invoke-Script`,
  ];
}
