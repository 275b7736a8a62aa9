import type { ScriptInput } from '../script-input.ts';
import { CREATE_COLUMNS } from './create-mailboxes.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';

/** Removes the recorded mailboxes that hold nothing. */
export function writeCreateMailboxesUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'create-mailboxes-undo',
        about: [
          'Removes the mailboxes in the record of "Create mailboxes", with their users, as far as they hold nothing yet. A',
          'mailbox with items stays, and so does every mailbox that was there before. Without the record nothing is removed.',
        ],
      },
      input,
    ),
    shellPart(input),
    recordPart('create-mailboxes', CREATE_COLUMNS, input),
    eachPart({ activity: 'Removing mailboxes', done: 'removed', already: 'were gone already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) { Write-Warning ('Nothing to remove: no mailbox is recorded in ' + $recordFile + '.') }
    Invoke-Each @($recorded.Keys) {
        param($address)
        $id = "$($recorded[$address].Guid)"
        if (-not $id) { throw 'The run that created it broke off, so it is not certain that it did. Remove it by hand if it did.' }
        $mailbox = @(Get-Mailbox -Identity $id @tenant -ErrorAction SilentlyContinue)
        if ($mailbox.Count -eq 0) {
            Add-Record @{ Key = $address; State = 'undone' }
            return 'already'
        }
        $items = 0
        foreach ($seen in @(Get-MailboxStatistics -Identity $id -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)) { $items = [int]"$($seen.ItemCount)" }
        if ($items -gt 0) { throw ('It holds ' + $items + ' items, so it stays.') }
        $at = Get-Pin $mailbox[0]
        Remove-Mailbox -Identity $id @at @write | Out-Null
        Add-Record @{ Key = $address; State = 'undone' }
        return 'done'
    }
}
Invoke-Script`,
  ];
}
