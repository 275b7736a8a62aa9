import { psList } from '../../quote.ts';
import type { ScriptInput } from '../../script-input.ts';
import { addressesOf, domainsOf } from '../../script-input.ts';

/** The setting that names the mailboxes to work on. */
export function mailboxSetting(input: ScriptInput): string {
  return input.scope === 'mailboxes'
    ? `# The mailboxes of the project.\n$addresses = ${psList(addressesOf(input))}`
    : `# All mailboxes with an address in one of these domains.\n$domains = ${psList(domainsOf(input))}`;
}

/** Finds one mailbox by its address, and no other one. */
export function findMailboxPart(): string {
  return `# One mailbox, by exactly this address: Exchange would also take it for a pattern, or for part of a name.
function Test-Address($Recipient, [string]$Address) {
    foreach ($one in @($Recipient.EmailAddresses)) { if ("$one" -eq ('smtp:' + $Address)) { return $true } }
    return ("$($Recipient.PrimarySmtpAddress)" -eq $Address)
}
function Find-Mailbox([string]$Address) {
    $found = @()
    # First at the one domain controller; where that does not know the mailbox yet, at any.
    foreach ($at in @($script:pin, @{})) {
        $found = @(Get-Mailbox -Identity $Address @tenant @at -ErrorAction SilentlyContinue -ErrorVariable problems |
            Where-Object { Test-Address $_ $Address })
        if ($found.Count -gt 0) { break }
    }
    if ($found.Count -eq 0) { throw (@('No mailbox here has this address.') + @($problems | Select-Object -First 1 | ForEach-Object { "$_" }) -join ' ') }
    if ($found.Count -gt 1) { throw ('' + $found.Count + ' mailboxes have this address. None was touched. Name the tenant at $organization.') }
    [void](Get-Pin $found[0])
    return $found[0]
}
# What commands take to mean exactly this mailbox, whatever its name.
function Get-Key($Mailbox) {
    if ("$($Mailbox.Guid)") { return "$($Mailbox.Guid)" }
    return "$($Mailbox.DistinguishedName)"
}`;
}

/** Whether a mailbox has an address in one of the domains. */
export function domainTestPart(): string {
  return `function Test-Domain($Mailbox) {
    foreach ($one in @($Mailbox.EmailAddresses)) {
        $text = "$one"
        if ($text -like 'smtp:*' -and $domains -contains $text.Substring($text.LastIndexOf('@') + 1)) { return $true }
    }
    return $false
}`;
}

/** Defines `Get-Chosen`, which gives the addresses of the mailboxes to work on. */
export function chosenPart({ scope }: ScriptInput): string {
  if (scope === 'mailboxes') return `function Get-Chosen { return $addresses }`;
  return `${domainTestPart()}
# Without -ResultSize Exchange gives the first 1,000 mailboxes only.
function Get-Chosen {
    return @(Get-Mailbox -ResultSize Unlimited @tenant -ErrorAction Stop |
        Where-Object { Test-Domain $_ } | ForEach-Object { "$($_.PrimarySmtpAddress)" })
}`;
}
