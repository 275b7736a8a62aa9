/** Reads and sets the throttling policy of an account, with a mailbox or without one. */
export function policyPart(): string {
  return `# The throttling policy of an account. Empty: the default one. Accounts without a mailbox have a command of their own.
function Test-Mailbox($Who, $At) {
    return (@(Get-Mailbox -Identity $Who @At -ErrorAction SilentlyContinue).Count -gt 0)
}
function Get-Policy($Who, $At) {
    if (Test-Mailbox $Who $At) { return "$((Get-Mailbox -Identity $Who @At -ErrorAction Stop).ThrottlingPolicy)" }
    return "$((Get-ThrottlingPolicyAssociation -Identity $Who @At -ErrorAction Stop).ThrottlingPolicyId)"
}
function Set-Policy($Who, $Name, $At) {
    $policy = $null
    if ($Name) { $policy = $Name }
    if (Test-Mailbox $Who $At) { Set-Mailbox -Identity $Who -ThrottlingPolicy $policy @At @write }
    else { Set-ThrottlingPolicyAssociation -Identity $Who -ThrottlingPolicy $policy @At @write }
}
# Exchange writes the name of a policy in several forms.
function Test-Ours([string]$Policy) {
    return ($Policy -eq $policyName -or $Policy -like ('*/' + $policyName) -or $Policy -like ('*\\' + $policyName) -or $Policy -like ('CN=' + $policyName + ',*'))
}`;
}
