import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { grantsPart } from './parts/grants.ts';
import { header } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';
import { testTruePart } from './parts/test-true.ts';
import { FULL_ACCESS_COLUMNS } from './full-access.ts';

/** Removes the recorded grants, and nothing else. */
export function writeFullAccessUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'full-access-undo',
        about: [
          'Removes the grants in the record of "Grant full access", and no others: access that the account had before, or',
          'has through a group or a database, stays. Without the record nothing is removed.',
        ],
      },
      input,
    ),
    shellPart(input),
    findMailboxPart(),
    testTruePart(),
    grantsPart(),
    recordPart('full-access', FULL_ACCESS_COLUMNS, input),
    eachPart({ activity: 'Removing full access', done: 'removed', already: 'were gone already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) {
        Write-Warning ('Nothing to remove: no grant is recorded in ' + $recordFile + '.')
        Write-Warning 'Without a record it is unknown which grants were there before. Remove single ones by hand: Remove-MailboxPermission MAILBOX -User ACCOUNT -AccessRights FullAccess -InheritanceType All'
    }
    Invoke-Each @($recorded.Keys) {
        param($key)
        $entry = $recorded[$key]
        $who = $entry.User
        $mailbox = @(Get-Mailbox -Identity $key @tenant -ErrorAction SilentlyContinue)
        if ($mailbox.Count -eq 0) { throw 'The mailbox was not found. If it is deleted, so is the grant.' }
        $at = Get-Pin $mailbox[0]
        # Only an entry of the mailbox itself is removed. To remove an inherited one, Exchange would add a denial.
        $own = @(Get-Grant $key $who $at | Where-Object { -not (Test-True $_.IsInherited) -and -not (Test-True $_.Deny) })
        $end = 'already'
        if ($own.Count -gt 0) {
            Remove-MailboxPermission -Identity $key -User $who -AccessRights FullAccess -InheritanceType All @at @write | Out-Null
            $end = 'done'
        }
        if ($preview) { return $end }
        # Read back: what was there before must be there again, and no denial.
        $left = @(Get-Grant $key $who $at | Where-Object { -not (Test-True $_.IsInherited) })
        if (@($left | Where-Object { Test-True $_.Deny }).Count -gt 0) {
            Remove-MailboxPermission -Identity $key -User $who -AccessRights FullAccess -InheritanceType All -Deny @at @write | Out-Null
        }
        foreach ($had in @("$($entry.Had)" -split ' ' | Where-Object { $_ })) {
            if (@($left | Where-Object { -not (Test-True $_.Deny) -and "$($_.InheritanceType)" -eq $had }).Count -eq 0) {
                Add-MailboxPermission -Identity $key -User $who -AccessRights FullAccess -InheritanceType $had @at @write | Out-Null
            }
        }
        Add-Record @{ Key = $key; State = 'undone'; Address = $entry.Address; User = $who }
        return $end
    }
}
Invoke-Script`,
  ];
}
