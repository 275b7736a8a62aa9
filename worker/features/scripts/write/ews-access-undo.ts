import type { ScriptInput } from '../script-input.ts';
import { EWS_ACCESS_COLUMNS } from './ews-access.ts';
import { eachPart } from './parts/each.ts';
import { ewsListPart } from './parts/ews-list.ts';
import { header } from './parts/header.ts';
import { recordPart } from './parts/record.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

/** Turns EWS off again where it was off, and takes our agent off the lists that it was added to. */
export function writeEwsAccessUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'ews-access-undo',
        about: [
          'Turns EWS off again for mailboxes where "Allow EWS" turned it on, and takes Mailferry off the lists that it was',
          'added to. Without the record nothing is changed.',
        ],
      },
      input,
    ),
    shellPart(input),
    ownerPart(input),
    ewsListPart(),
    recordPart('ews-access', EWS_ACCESS_COLUMNS, input),
    eachPart({ activity: 'Restoring EWS settings', done: 'restored', already: 'were restored already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) { Write-Warning ('Nothing to restore: no change is recorded in ' + $recordFile + '.') }
    Invoke-Each @($recorded.Keys) {
        param($key)
        $entry = $recorded[$key]
        $end = 'already'
        if ($key -eq 'The organization') {
            if (@((Get-OrganizationConfig @whole -ErrorAction Stop).EwsAllowList | ForEach-Object { "$_" }) -contains $agent) {
                Set-OrganizationConfig @whole -EwsAllowList @{ Remove = $agent } @write | Out-Null
                $end = 'done'
            }
        } else {
            $now = Get-CASMailbox -Identity $key -ErrorAction Stop
            $at = Get-Pin $now
            if ("$($entry.Listed)" -eq 'False' -and @($now.EwsAllowList | ForEach-Object { "$_" }) -contains $agent) {
                Set-CASMailbox -Identity $key -EwsAllowList @{ Remove = $agent } @at @write | Out-Null
                $end = 'done'
            }
            if ("$($entry.Enabled)" -eq 'False' -and "$($now.EwsEnabled)" -eq 'True') {
                Set-CASMailbox -Identity $key -EwsEnabled $false @at @write | Out-Null
                $end = 'done'
            }
        }
        Add-Record @{ Key = $key; State = 'undone'; Address = $entry.Address }
        return $end
    }
}
Invoke-Script`,
  ];
}
