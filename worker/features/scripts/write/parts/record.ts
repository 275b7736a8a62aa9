import type { ScriptId } from '../../../../lib/script-facts.ts';
import { psList, psText } from '../../quote.ts';
import type { ScriptInput } from '../../script-input.ts';
import { folderPart } from './files.ts';
import { recordNameOf } from './header.ts';

/**
 * The record of a set-up: a CSV file to which each change adds a line with what was before it, ahead of the change
 * itself. `State` is `before`, then `refused` or `undone`; for a key its last line counts. .NET reads and writes it, as
 * the commands of PowerShell 2 to 7 disagree on encodings.
 */
export function recordPart(setUp: ScriptId, columns: readonly string[], input: ScriptInput): string {
  return `# ---- The record: what was there before, for the clean-up ---------------------------------------------------------
${folderPart()}
$recordFile = Join-Path $folder ${psText(recordNameOf(setUp, input))}
$recordColumns = ${psList(['Key', 'State', ...columns])}
function Add-Record([hashtable]$Entry) {
    if ($preview) { return }
    $lines = @(New-Object PSObject -Property $Entry | Select-Object $recordColumns | ConvertTo-Csv -NoTypeInformation)
    if (Test-Path -LiteralPath $recordFile) { $lines = @($lines | Select-Object -Skip 1) }
    [System.IO.File]::AppendAllText($recordFile, (($lines -join "\`r\`n") + "\`r\`n"), [System.Text.Encoding]::UTF8)
}
# What is recorded and not undone, by key.
function Read-Record {
    $last = @{}
    if (Test-Path -LiteralPath $recordFile) {
        foreach ($entry in @([System.IO.File]::ReadAllText($recordFile) | ConvertFrom-Csv)) { $last[$entry.Key] = $entry }
    }
    foreach ($key in @($last.Keys)) { if ($last[$key].State -ne 'before') { $last.Remove($key) } }
    return $last
}`;
}

/** Changes one thing with a record. A change that Exchange refuses is struck from the record again. */
export function recordedChangePart(): string {
  return `# The record first, then the change: so even a run that breaks off can be undone. The first record of a thing stays.
function Invoke-Recorded($Recorded, [hashtable]$Before, [scriptblock]$Do) {
    $isNew = -not $Recorded.ContainsKey($Before['Key'])
    $Before['State'] = 'before'
    if ($isNew) { Add-Record $Before }
    try { [void](& $Do) }
    catch {
        if ($isNew) { Add-Record @{ Key = $Before['Key']; State = 'refused' } }
        throw
    }
}`;
}
