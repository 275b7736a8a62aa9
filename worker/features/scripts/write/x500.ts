import { isFrom } from '../../../lib/script-facts.ts';
import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header, recordNameOf } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { psMap } from './parts/map.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';

export const X500_COLUMNS = ['Mailbox', 'Address', 'X500'] as const;

/** Exchange 2007 can only set the whole list. So it is read, and written back with one more. */
const ADD_2007 = `Set-Mailbox -Identity $key -EmailAddresses (@((Get-Mailbox -Identity $key @at -ErrorAction Stop).EmailAddresses | ForEach-Object { "$_" }) + $one) @at @write`;
const ADD = 'Set-Mailbox -Identity $key -EmailAddresses @{ Add = $one } @at @write';

/** Adds the old internal names of each mailbox to its new mailbox. */
export function writeX500(input: ScriptInput): string[] {
  const pairs = input.mailboxes.map(({ source, destination }) => [destination, source] as const);
  return [
    header(
      {
        id: 'x500',
        about: [
          'Inside one Exchange organization, messages name people by an internal name (LegacyExchangeDN). Answers to old',
          'messages go to these names, and bounce in the new organization unless the new mailbox has them as X500 addresses.',
          'This adds them, and leaves all other addresses as they are. It needs the file that the script "Export the mailbox',
          'list" wrote at the source.',
        ],
      },
      input,
    ),
    `# Mailbox here = its old address.\n$sources = ${psMap(pairs)}`,
    shellPart(input),
    findMailboxPart(),
    recordPart('x500', X500_COLUMNS, input),
    recordedChangePart(),
    eachPart({ activity: 'Adding X500 addresses', done: 'extended', already: 'had them already' }),
    `# The file from the source, beside this script.
$file = Join-Path $folder ${psText(recordNameOf('export-mailboxes', { ...input, side: 'source' }))}
# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    if (-not (Test-Path -LiteralPath $file)) {
        throw ('STOPPED: ' + $file + ' is missing. Run the script "Export the mailbox list" at the source, and put its file there.')
    }
    $rows = @{}
    foreach ($row in @([System.IO.File]::ReadAllText($file) | ConvertFrom-Csv)) {
        foreach ($address in @("$($row.Addresses)" -split ';')) { if ($address) { $rows[$address] = $row } }
    }
    $recorded = Read-Record
    Invoke-Each @($sources.Keys | Sort-Object) {
        param($address)
        $row = $rows[$sources[$address]]
        if (-not $row) { throw ('The file has no mailbox ' + $sources[$address] + '.') }
        $mailbox = Find-Mailbox $address
        $key = Get-Key $mailbox
        $at = Get-Pin $mailbox
        $have = @($mailbox.EmailAddresses | ForEach-Object { "$_" }) + @('X500:' + $mailbox.LegacyExchangeDN)
        # Exchange checks nothing of these names, so whatever is none is left out.
        $missing = @(@("$($row.LegacyExchangeDN)") + @("$($row.X500)" -split ';') | Where-Object { $_ -like '/o=*' } |
            ForEach-Object { 'X500:' + $_ } | Where-Object { $have -notcontains $_ } | Select-Object -Unique)
        foreach ($one in $missing) {
            # Two names that differ in case alone are one.
            if ($have -contains $one) { continue }
            $have += $one
            Invoke-Recorded $recorded @{ Key = $key + ' ' + $one; Mailbox = $key; Address = $address; X500 = $one } {
                ${isFrom(input.version, '2010') ? ADD : ADD_2007}
            }
        }
        if ($missing.Count -eq 0) { return 'already' }
        return 'done'
    }
}
Invoke-Script`,
  ];
}
