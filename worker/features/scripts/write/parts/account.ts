/**
 * Finds the migration account, and stops where it is an administrator: Exchange denies administrators the mailboxes of
 * others, and that denial is stronger than every grant.
 */
export function accountPart(): string {
  return `# The migration account. Exactly one must be found, as the grants go to whatever is found here.
function Find-Account {
    if (-not $account) { throw 'STOPPED: Enter the migration account at the top of this script, at $account.' }
    if ($account -match '[*?]') { throw 'STOPPED: The name of the migration account must not contain wildcards.' }
    $found = @(Get-User -Identity $account @tenant -ErrorAction SilentlyContinue)
    if ($found.Count -eq 0) {
        $found = @(Get-Mailbox -Identity $account @tenant -ErrorAction SilentlyContinue |
            ForEach-Object { Get-User -Identity "$($_.DistinguishedName)" -ErrorAction SilentlyContinue })
    }
    if ($found.Count -ne 1) {
        throw ('STOPPED: ' + $found.Count + ' accounts are called ' + $account + '. There must be exactly one. Check the name, and the tenant.')
    }
    [void](Get-Pin $found[0])
    return $found[0]
}
# Exchange denies the members of these groups access to other people's mailboxes, whatever they are granted. Groups
# within groups count too. They are recognized by the end of their SID, as their names are translated.
function Assert-NotAdministrator($User) {
    $groups = @()
    try { $groups = @(Get-Group -ResultSize Unlimited -ErrorAction Stop) }
    catch { Write-Warning ('Not checked whether the account is an administrator: ' + $_.Exception.Message) }
    $byName = @{}
    $waiting = New-Object System.Collections.Queue
    foreach ($group in $groups) {
        $byName["$($group.Identity)"] = $group
        $byName["$($group.DistinguishedName)"] = $group
        $isAdmin = "$($group.Sid)" -match '-(512|518|519)$' -or @('Domain Admins', 'Enterprise Admins', 'Schema Admins',
            'Organization Management', 'Exchange Organization Administrators') -contains "$($group.Name)"
        if ($isAdmin) { $waiting.Enqueue($group) }
    }
    $seen = @{}
    while ($waiting.Count -gt 0) {
        $group = $waiting.Dequeue()
        if ($seen.ContainsKey("$($group.Identity)")) { continue }
        $seen["$($group.Identity)"] = $true
        foreach ($member in @($group.Members | ForEach-Object { "$_" })) {
            if ($member -eq "$($User.Identity)" -or $member -eq "$($User.DistinguishedName)") {
                throw ('STOPPED: ' + $account + ' is a member of "' + $group.Name + '", which makes it an administrator. Exchange denies administrators ' +
                    'the mailboxes of others, whatever they are granted. Use an account that is a member of no such group. Nothing was changed.')
            }
            if ($byName.ContainsKey($member)) { $waiting.Enqueue($byName[$member]) }
        }
    }
}`;
}
