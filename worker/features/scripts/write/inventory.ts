import { isFrom } from '../../../lib/script-facts.ts';
import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { folderPart } from './parts/files.ts';
import { header, recordNameOf } from './parts/header.ts';
import { chosenPart, findMailboxPart, mailboxSetting } from './parts/mailboxes.ts';
import { readingPart } from './parts/shell.ts';

/** Archives came with Exchange 2010. */
const ARCHIVE = `
        if ("$($mailbox.ArchiveGuid)".Trim('0', '-')) {
            $archive = @(Get-MailboxStatistics -Identity $key -Archive @at -ErrorAction Stop -WarningAction SilentlyContinue)
        }`;

/** Writes items and bytes of each mailbox to a CSV file. */
export function writeInventory(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'inventory',
        about: [
          'Writes to a CSV file how many items each mailbox has and how large it is: the time that the migration takes depends',
          'on that. It reads no message and changes nothing.',
        ],
      },
      input,
    ),
    mailboxSetting(input),
    readingPart(input),
    findMailboxPart(),
    chosenPart(input),
    folderPart(),
    `$file = Join-Path $folder ${psText(recordNameOf('inventory', input))}`,
    eachPart({ activity: 'Counting', done: 'counted', already: 'have never been used' }),
    `# A size as a number of bytes. Over a remote shell it is a text such as "1.2 GB (1,288,490,188 bytes)", in the language
# of the computer, and in Exchange 2007 one such as "1288490188B".
function Get-Bytes($Size) {
    $text = "$Size"
    if ($text -match '\\(([^)]*)\\)') { return ($matches[1] -replace '[^0-9]', '') }
    if ($text -match '^([0-9]+)B$') { return $matches[1] }
    return ''
}
# ---- The count -------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $rows = New-Object System.Collections.ArrayList
    Invoke-Each (Get-Chosen) {
        param($address)
        $mailbox = Find-Mailbox $address
        $key = Get-Key $mailbox
        $at = Get-Pin $mailbox
        $seen = @(Get-MailboxStatistics -Identity $key @at -ErrorAction Stop -WarningAction SilentlyContinue)
        $archive = @()${isFrom(input.version, '2010') ? ARCHIVE : ''}
        $row = @{ Address = $address; DisplayName = "$($mailbox.DisplayName)"; Items = 0; Bytes = 0; DeletedItems = 0; DeletedBytes = 0; ArchiveItems = 0; ArchiveBytes = 0 }
        if ($seen.Count -gt 0) {
            $row['Items'] = "$($seen[0].ItemCount)"
            $row['Bytes'] = Get-Bytes $seen[0].TotalItemSize
            $row['DeletedItems'] = "$($seen[0].DeletedItemCount)"
            $row['DeletedBytes'] = Get-Bytes $seen[0].TotalDeletedItemSize
        }
        if ($archive.Count -gt 0) {
            $row['ArchiveItems'] = "$($archive[0].ItemCount)"
            $row['ArchiveBytes'] = Get-Bytes $archive[0].TotalItemSize
        }
        [void]$rows.Add((New-Object PSObject -Property $row))
        if ($seen.Count -eq 0) { return 'already' }
        return 'done'
    }
    $rows | Select-Object Address, DisplayName, Items, Bytes, DeletedItems, DeletedBytes, ArchiveItems, ArchiveBytes |
        Export-Csv -Path $file -NoTypeInformation -Encoding UTF8
    '' + $rows.Count + ' mailboxes written to ' + $file
}
Invoke-Script`,
  ];
}
