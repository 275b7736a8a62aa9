import { psList, psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { domainsOf } from '../script-input.ts';
import { folderPart } from './parts/files.ts';
import { header, recordNameOf } from './parts/header.ts';
import { domainTestPart } from './parts/mailboxes.ts';
import { readingPart } from './parts/shell.ts';

/** Writes the mailboxes to a CSV file that the bulk add of a project takes, and the script for X500 addresses reads. */
export function writeExportMailboxes(input: ScriptInput): string[] {
  const email = input.side === 'source' ? 'Source Email' : 'Destination Email';
  return [
    header(
      {
        id: 'export-mailboxes',
        about: [
          'Writes the mailboxes to a CSV file: addresses, kind, and the internal names (X500) that old messages are answered',
          'to. It changes nothing. Send the file back, or keep it for the script "Add X500 addresses".',
        ],
      },
      input,
    ),
    `# Only mailboxes with an address in one of these domains. An empty list, @(), means all.\n$domains = ${psList(domainsOf(input))}`,
    readingPart(input),
    folderPart(),
    `$file = Join-Path $folder ${psText(recordNameOf('export-mailboxes', input))}`,
    domainTestPart(),
    `function Get-Prefixed($Mailbox, [string]$Prefix) {
    return (@($Mailbox.EmailAddresses | ForEach-Object { "$_" } | Where-Object { $_ -like ($Prefix + ':*') } |
        ForEach-Object { $_.Substring($Prefix.Length + 1) }) -join ';')
}
# ---- The list --------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    # Without -ResultSize Exchange gives the first 1,000 mailboxes only.
    $mailboxes = @(Get-Mailbox -ResultSize Unlimited @tenant -ErrorAction Stop | Where-Object { $domains.Count -eq 0 -or (Test-Domain $_) })
    $mailboxes | ForEach-Object {
        New-Object PSObject -Property @{
            ${psText(email)} = "$($_.PrimarySmtpAddress)"
            DisplayName = ("$($_.DisplayName)" -replace '[\\r\\n]+', ' ')
            Alias = "$($_.Alias)"
            Kind = "$($_.RecipientTypeDetails)"
            Addresses = (Get-Prefixed $_ 'smtp')
            LegacyExchangeDN = "$($_.LegacyExchangeDN)"
            X500 = (Get-Prefixed $_ 'X500')
        }
    } | Select-Object ${psText(email)}, DisplayName, Alias, Kind, Addresses, LegacyExchangeDN, X500 |
        Export-Csv -Path $file -NoTypeInformation -Encoding UTF8
    '' + $mailboxes.Count + ' mailboxes written to ' + $file
}
Invoke-Script`,
  ];
}
