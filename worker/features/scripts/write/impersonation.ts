import { filterText, psList, psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { addressesOf, domainsOf } from '../script-input.ts';
import { accountPart } from './parts/account.ts';
import { eachPart } from './parts/each.ts';
import { accountSetting, header } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { ownNameOf } from './parts/own-name.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

/** Of this many addresses a filter stays readable, and far below what Active Directory takes. */
const ADDRESSES_IN_A_FILTER = 50;

/** The filters of the scopes: one for each group of addresses, or for each group of domains. */
function filtersOf(input: ScriptInput): string[] {
  const tests =
    input.scope === 'mailboxes'
      ? addressesOf(input).map((address) => `(EmailAddresses -eq ${filterText(address)})`)
      : domainsOf(input).map((domain) => `(EmailAddresses -like ${filterText(`*@${domain}`)})`);
  const count = Math.ceil(tests.length / ADDRESSES_IN_A_FILTER);
  return Array.from({ length: count }, (_none, at) =>
    tests.slice(at * ADDRESSES_IN_A_FILTER, (at + 1) * ADDRESSES_IN_A_FILTER).join(' -or '),
  );
}

/** Lets the account act as the owners of these mailboxes, by a role with a scope. For Exchange 2010 and later. */
export function writeImpersonation(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'impersonation',
        isFoundByName: true,
        about: [
          'The migration account may then act as the owners of the mailboxes that the filters below describe, and of no',
          'others: the role ApplicationImpersonation is assigned with a management scope. Long lists take several scopes.',
        ],
      },
      input,
    ),
    accountSetting(input),
    `# Scopes and assignments that are added are called this, with a number behind it. So the clean-up finds them.\n$name = ${psText(ownNameOf(input))}`,
    `# Which mailboxes: one filter for each scope.\n$filters = ${psList(filtersOf(input))}`,
    shellPart(input),
    ownerPart(input),
    accountPart(),
    findMailboxPart(),
    eachPart({ activity: 'Granting impersonation', done: 'scopes granted', already: 'already were there' }),
    `# Exchange adds blanks and brackets to a filter.
function Get-Plain([string]$Filter) { return ($Filter -replace '[\\s()]', '') }
# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $below = @{}${
      input.version === '2010' || input.version === '2010-sp2'
        ? ''
        : `
    if ($organization) { $below = @{ RecipientRoot = $organization } }`
    }
    if ($filters.Count -eq 0) { throw 'STOPPED: No mailbox and no domain is named, and without a scope the account could act as everybody.' }
    $user = Find-Account
    Assert-NotAdministrator $user
    $who = Get-Key $user
    $at = Get-Pin $user
    $mailboxes = 0
    foreach ($filter in $filters) { $mailboxes += @(Get-Mailbox -ResultSize Unlimited -Filter $filter @tenant @at -ErrorAction Stop).Count }
    'The account may then act as the owners of ' + $mailboxes + ' mailboxes.'
    Invoke-Each @(1..$filters.Count) {
        param($number)
        $own = $name + '-' + $number
        $filter = $filters[$number - 1]
        $end = 'already'
        $scope = @(Get-ManagementScope -Identity $own @owner @at -ErrorAction SilentlyContinue)
        if ($scope.Count -eq 0) {
            New-ManagementScope -Name $own -RecipientRestrictionFilter $filter @owner @below @at @write | Out-Null
            $end = 'done'
        } elseif ((Get-Plain "$($scope[0].RecipientFilter)") -ne (Get-Plain $filter)) {
            Set-ManagementScope -Identity $own -RecipientRestrictionFilter $filter @at @write | Out-Null
            $end = 'done'
        }
        $assignment = @(Get-ManagementRoleAssignment -Identity $own @owner @at -ErrorAction SilentlyContinue)
        if ($assignment.Count -eq 0) {
            # A preview has no scope yet that the assignment could name.
            if (-not $preview) {
                New-ManagementRoleAssignment -Name $own -Role ApplicationImpersonation -User $who -CustomRecipientWriteScope $own @owner @at @write | Out-Null
            }
            return 'done'
        }
        $has = "$($assignment[0].RoleAssignee)"
        if ($has -ne "$($user.Identity)" -and $has -ne "$($user.DistinguishedName)" -and $has -ne "$($user.Name)") {
            throw ('The assignment exists, but for ' + $has + '. Run the clean-up first.')
        }
        return $end
    }
    # Scopes of an earlier run with a longer list.
    $number = $filters.Count + 1
    while (@(Get-ManagementScope -Identity ($name + '-' + $number) @owner @at -ErrorAction SilentlyContinue).Count -gt 0) {
        $own = $name + '-' + $number
        Get-ManagementRoleAssignment -Identity $own @owner @at -ErrorAction SilentlyContinue | ForEach-Object { Remove-ManagementRoleAssignment -Identity $own @at @write | Out-Null }
        Remove-ManagementScope -Identity $own @at @write | Out-Null
        $number = $number + 1
    }
    'It can take an hour until Exchange applies a new role everywhere. Mailferry tries again by itself.'
}
Invoke-Script`,
  ];
}
