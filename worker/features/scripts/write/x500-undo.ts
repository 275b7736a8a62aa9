import { isFrom } from '../../../lib/script-facts.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';
import { X500_COLUMNS } from './x500.ts';

const REMOVE = 'Set-Mailbox -Identity $entry.Mailbox -EmailAddresses @{ Remove = $entry.X500 } @at @write | Out-Null';
const REMOVE_2007 =
  'Set-Mailbox -Identity $entry.Mailbox -EmailAddresses @($have | Where-Object { $_ -ne $entry.X500 }) @at @write | Out-Null';

/** Removes the recorded X500 addresses, and nothing else. */
export function writeX500Undo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'x500-undo',
        about: [
          'Removes the X500 addresses in the record of "Add X500 addresses", and no others. Answers to old messages bounce',
          'then. So run it only if the migration is given up. Without the record nothing is removed.',
        ],
      },
      input,
    ),
    shellPart(input),
    recordPart('x500', X500_COLUMNS, input),
    eachPart({ activity: 'Removing X500 addresses', done: 'removed', already: 'were gone already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) { Write-Warning ('Nothing to remove: no address is recorded in ' + $recordFile + '.') }
    Invoke-Each @($recorded.Keys) {
        param($key)
        $entry = $recorded[$key]
        $mailbox = Get-Mailbox -Identity $entry.Mailbox @tenant -ErrorAction Stop
        $at = Get-Pin $mailbox
        $have = @($mailbox.EmailAddresses | ForEach-Object { "$_" })
        $end = 'already'
        if ($have -contains $entry.X500) {
            ${isFrom(input.version, '2010') ? REMOVE : REMOVE_2007}
            $end = 'done'
        }
        Add-Record @{ Key = $key; State = 'undone'; Mailbox = $entry.Mailbox; Address = $entry.Address }
        return $end
    }
}
Invoke-Script`,
  ];
}
