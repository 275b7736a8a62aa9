import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { ownNameOf } from './parts/own-name.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

/** Removes the assignments, then the scopes, that carry our name. For Exchange 2010 and later. */
export function writeImpersonationUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'impersonation-undo',
        about: [
          'Removes the role assignments that "Grant impersonation" added, and then their scopes. Exchange removes no scope',
          'that is still assigned, hence this order. They are found by their name; roles and scopes of others stay.',
        ],
      },
      input,
    ),
    `# What was added is called this, with a number behind it.\n$name = ${psText(ownNameOf(input))}`,
    shellPart(input),
    ownerPart(input),
    eachPart({ activity: 'Removing impersonation', done: 'removed', already: 'were gone already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Test-Own([string]$Text) { return ($Text -like ($name + '-*') -and $Text.Substring($name.Length + 1) -match '^[0-9]+$') }
function Invoke-Script {
    Assert-Shell
    $assignments = @(Get-ManagementRoleAssignment -Role ApplicationImpersonation @owner -ErrorAction Stop | Where-Object { Test-Own "$($_.Name)" })
    $scopes = @(Get-ManagementScope @owner -ErrorAction Stop | Where-Object { Test-Own "$($_.Name)" })
    # All at one domain controller: another one would not know yet that a scope is assigned no more.
    $at = @{}
    foreach ($object in $assignments + $scopes) { if ($at.Count -eq 0) { $at = Get-Pin $object } }
    Invoke-Each (@($assignments | ForEach-Object { 'assignment ' + $_.Name }) + @($scopes | ForEach-Object { 'scope ' + $_.Name })) {
        param($item)
        $kind, $own = $item -split ' ', 2
        if ($kind -eq 'assignment') { Remove-ManagementRoleAssignment -Identity $own @at @write | Out-Null }
        # A preview removes no assignment, and so could remove no scope.
        elseif (-not $preview) { Remove-ManagementScope -Identity $own @at @write | Out-Null }
        return 'done'
    }
}
Invoke-Script`,
  ];
}
