import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { limitsPart } from './parts/limits.ts';
import { recordPart } from './parts/record.ts';
import { serverPart } from './parts/shell.ts';
import { SIZE_COLUMNS } from './size-limits.ts';

/** Puts the recorded limits back, where they are still those of the set-up. */
export function writeSizeLimitsUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'size-limits-undo',
        isOfServer: true,
        about: [
          'Puts the limits back that "Raise size limits" changed on this server. Run it on each server, with the record that',
          'was written there. A limit that someone has changed since stays. Without the record nothing is changed.',
        ],
      },
      input,
    ),
    serverPart(input),
    limitsPart(input),
    recordPart('size-limits', SIZE_COLUMNS, input),
    eachPart({ activity: 'Restoring limits', done: 'limits restored', already: 'were restored already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
# Takes away an entry that was added, and the elements around it that hold nothing else.
function Remove-Added($Attribute) {
    $element = $Attribute.OwnerElement
    [void]$element.Attributes.Remove($Attribute)
    while ($element.ParentNode -ne $null -and $element.ParentNode.NodeType -eq 'Element' -and -not $element.HasAttributes -and -not $element.HasChildNodes) {
        $parent = $element.ParentNode
        [void]$parent.RemoveChild($element)
        $element = $parent
    }
}
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    $keys = @($recorded.Keys | Where-Object { "$($recorded[$_].Server)" -eq "$env:COMPUTERNAME" })
    if ($keys.Count -eq 0) { Write-Warning ('Nothing to restore: no change on this server is recorded in ' + $recordFile + '.') }
    Invoke-Each $keys {
        param($key)
        $entry = $recorded[$key]
        $xml = Open-LimitFile $entry.File
        $limit = @($xml.SelectNodes('//@' + $entry.Attribute))[[int]$entry.Index]
        $end = 'already'
        if ($limit -ne $null -and $limit.Value -eq $entry.After) {
            if ($entry.Before) { $limit.Value = $entry.Before }
            else { Remove-Added $limit }
            if ($preview) { Write-Host ('What if: ' + $entry.File + ': ' + $entry.Attribute + ' back to "' + $entry.Before + '"') }
            else { Save-LimitFile $xml $entry.File }
            $end = 'done'
        }
        Add-Record @{ Key = $key; State = 'undone'; Server = $entry.Server; File = $entry.File }
        return $end
    }
}
Invoke-Script`,
  ];
}
