import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { header } from './parts/header.ts';
import { ownNameOf } from './parts/own-name.ts';
import { policyPart } from './parts/policy.ts';
import { recordPart } from './parts/record.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

/** Gives the account its old policy back, and removes the one that was added. */
export function writeThrottlingUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'throttling-undo',
        about: [
          'Gives the migration account the policy back that it had before. Then nobody uses the added policy, and it is',
          'removed. Exchange removes no policy that is still in use, hence this order.',
        ],
      },
      input,
    ),
    `# The policy that was added.\n$policyName = ${psText(ownNameOf(input))}`,
    shellPart(input),
    ownerPart(input),
    policyPart(),
    recordPart('throttling', ['Before'], input),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    $policies = @(Get-ThrottlingPolicy -Identity $policyName @owner -ErrorAction SilentlyContinue)
    $keys = @($recorded.Keys)
    # All at one domain controller: another one would not know yet that the policy is in use no more.
    $at = @{}
    foreach ($object in @($keys | ForEach-Object { Get-User -Identity $_ -ErrorAction SilentlyContinue }) + $policies) {
        if ($at.Count -eq 0) { $at = Get-Pin $object }
    }
    $restored = 0
    $already = 0
    $refused = 0
    foreach ($who in $keys) {
        try {
            $now = Get-Policy $who $at
            $before = "$($recorded[$who].Before)"
            # Whoever has been given another policy since then keeps it.
            if ((Test-Ours $now) -or ($before -and -not $now)) {
                Set-Policy $who $before $at
                $restored = $restored + 1
            } else { $already = $already + 1 }
            Add-Record @{ Key = $who; State = 'undone' }
        } catch {
            $refused = $refused + 1
            Write-Warning ($who + ': ' + $_.Exception.Message)
        }
    }
    $summary = '' + $restored + ' of ' + $keys.Count + ' restored, ' + $already + ' were restored already, ' + $refused + ' refused.'
    if ($preview) { $summary = 'What if: ' + $summary }
    $summary
    if ($policies.Count -eq 0) { return }
    if ($preview) {
        'What if: the policy "' + $policyName + '" is removed.'
        return
    }
    # Others who use it too, or a set-up without its record: nobody may use the policy when it is removed.
    Get-ThrottlingPolicyAssociation -ResultSize Unlimited -ThrottlingPolicy $policyName @at -ErrorAction Stop | ForEach-Object { "$($_.Identity)" } |
        ForEach-Object { Set-Policy $_ '' $at }
    Remove-ThrottlingPolicy -Identity $policyName @at @write | Out-Null
    'The policy "' + $policyName + '" was removed.'
}
Invoke-Script`,
  ];
}
