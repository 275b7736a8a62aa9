import { isFrom } from '../../../lib/script-facts.ts';
import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { accountPart } from './parts/account.ts';
import { accountSetting, header } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { ownNameOf } from './parts/own-name.ts';
import { policyPart } from './parts/policy.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

/** By generation: other names, and another word for no limit. */
function limitsOf({ version }: ScriptInput): string {
  return isFrom(version, '2013')
    ? `-ThrottlingPolicyScope Regular -EwsMaxConcurrency Unlimited -EwsMaxBurst Unlimited \`
            -EwsRechargeRate Unlimited -EwsCutoffBalance Unlimited`
    : `-EWSMaxConcurrency $null -EWSPercentTimeInAD $null -EWSPercentTimeInCAS $null \`
            -EWSPercentTimeInMailboxRPC $null -EWSFindCountLimit $null -EWSFastSearchTimeoutInSeconds $null`;
}

/** Gives the account a throttling policy of its own without limits of EWS. */
export function writeThrottling(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'throttling',
        about: [
          'Adds a throttling policy without limits for EWS, and gives it to the migration account alone. The default policy',
          'stays as it is, and so do the limits of everybody else. Mailferry itself slows down when the server is busy.',
        ],
      },
      input,
    ),
    accountSetting(input),
    `# The policy that is added. By this name the clean-up finds it.\n$policyName = ${psText(ownNameOf(input))}`,
    shellPart(input),
    ownerPart(input),
    accountPart(),
    findMailboxPart(),
    policyPart(),
    recordPart('throttling', ['Before'], input),
    recordedChangePart(),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $user = Find-Account
    Assert-NotAdministrator $user
    $who = Get-Key $user
    $at = Get-Pin $user
    $before = Get-Policy $who $at
    if (Test-Ours $before) {
        '0 of 1 granted, 1 already had it, 0 refused.'
        return
    }
    if (@(Get-ThrottlingPolicy -Identity $policyName @owner @at -ErrorAction SilentlyContinue).Count -eq 0) {
        New-ThrottlingPolicy -Name $policyName ${limitsOf(input)} @owner @at @write | Out-Null
    }
    if ($preview) {
        'What if: the policy "' + $policyName + '" is given to ' + $account + '. Now it has: ' + $(if ($before) { $before } else { 'the default policy' }) + '.'
        '1 of 1 would be granted, 0 already had it, 0 refused.'
        return
    }
    Invoke-Recorded (Read-Record) @{ Key = $who; Before = $before } { Set-Policy $who $policyName $at }
    '1 of 1 granted, 0 already had it, 0 refused.'
    'It takes effect when the servers read the policy again: minutes, at times hours.'
}
Invoke-Script`,
  ];
}
