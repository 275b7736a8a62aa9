import { isFrom } from '../../../../lib/script-facts.ts';
import type { ScriptInput } from '../../script-input.ts';

/** From 2013 on a request passes through two sites, each with its own limits. */
function filesOf({ version }: Pick<ScriptInput, 'version'>): string {
  const back = `(Join-Path (Join-Path (Join-Path (Join-Path $root 'ClientAccess') 'exchweb') 'ews') 'web.config')`;
  if (!isFrom(version, '2013')) return `@(\n        ${back}\n    )`;
  const front = `(Join-Path (Join-Path (Join-Path (Join-Path $root 'FrontEnd') 'HttpProxy') 'ews') 'web.config')`;
  return `@(\n        ${front},\n        ${back}\n    )`;
}

/** Finds the files with the limits, and reads and writes them as XML. */
export function limitsPart(input: Pick<ScriptInput, 'version'>): string {
  return `# The files with the limits of EWS, on this server.
function Get-LimitFile {
    $root = $env:ExchangeInstallPath
    if (-not $root) { $root = "$((Get-ItemProperty -Path 'HKLM:\\SOFTWARE\\Microsoft\\Exchange\\Setup' -ErrorAction SilentlyContinue).MsiInstallPath)" }
    if (-not $root) { throw 'STOPPED: Exchange is not installed on this computer. Run the script on each Exchange server itself.' }
    return ${filesOf(input)}
}
function Open-LimitFile([string]$File) {
    if (-not (Test-Path -LiteralPath $File)) { throw 'There is no such file on this server. Run the script where the role Client Access or Mailbox is installed.' }
    $xml = New-Object System.Xml.XmlDocument
    $xml.PreserveWhitespace = $true
    $xml.Load($File)
    # The comma keeps PowerShell from taking the document apart.
    return ,$xml
}
# As it was, with or without a byte order mark.
function Save-LimitFile($Xml, [string]$File) {
    $bytes = [System.IO.File]::ReadAllBytes($File)
    $hasMark = $bytes.Length -gt 2 -and $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
    [System.IO.File]::WriteAllText($File, $Xml.OuterXml, (New-Object System.Text.UTF8Encoding($hasMark)))
}`;
}
