import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { limitsPart } from './parts/limits.ts';
import { recordPart } from './parts/record.ts';
import { serverPart } from './parts/shell.ts';

export const SIZE_COLUMNS = ['Server', 'File', 'Attribute', 'Index', 'Before', 'After'] as const;

/** Raises every limit of EWS that is lower, in each file and unit. */
export function writeSizeLimits(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'size-limits',
        isOfServer: true,
        about: [
          'Lets EWS take and give items of this size. The limits are in the web.config files of the servers: run this on each',
          'server with the role Client Access or Mailbox, in a shell that was started as administrator. Limits that are',
          'higher already stay. Only the limits of EWS change, not those of mail that people send. IIS reads the files again',
          'at once, which ends the EWS requests of that moment: choose a quiet time.',
        ],
      },
      input,
    ),
    `# The largest item, in MB.\n$megabytes = ${String(input.sizeLimitMb)}`,
    serverPart(input),
    limitsPart(input),
    recordPart('size-limits', SIZE_COLUMNS, input),
    eachPart({ activity: 'Raising limits', done: 'files changed', already: 'had them already' }),
    `# Items cross as Base64, which makes them a third larger.
$room = [math]::Ceiling($megabytes * 4 / 3)
$wanted = @{ maxAllowedContentLength = $room * 1048576; maxReceivedMessageSize = $room * 1048576; maxRequestLength = $room * 1024 }
# Without an entry of its own, IIS has a limit of 30,000,000 bytes.
function Add-RequestLimits($Xml) {
    $node = $Xml.DocumentElement
    foreach ($name in @('system.webServer', 'security', 'requestFiltering', 'requestLimits')) {
        $next = $null
        foreach ($one in @($node.ChildNodes)) { if ($one.LocalName -eq $name) { $next = $one } }
        if ($next -eq $null) { $next = $node.AppendChild($Xml.CreateElement($name, $node.NamespaceURI)) }
        $node = $next
    }
    $node.SetAttribute('maxAllowedContentLength', '')
}
# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    Invoke-Each @(Get-LimitFile) {
        param($file)
        $xml = Open-LimitFile $file
        if (@($xml.SelectNodes('//@maxAllowedContentLength')).Count -eq 0) { Add-RequestLimits $xml }
        $changed = 0
        foreach ($name in @($wanted.Keys)) {
            $number = -1
            foreach ($limit in @($xml.SelectNodes('//@' + $name))) {
                $number = $number + 1
                $before = $limit.Value
                # The small ones are those of Unified Messaging, which Mailferry does not use.
                if ($before -and $name -eq 'maxReceivedMessageSize' -and [long]$before -le 1048576) { continue }
                if ($before -and [long]$before -ge $wanted[$name]) { continue }
                $limit.Value = '' + $wanted[$name]
                $changed = $changed + 1
                $key = $env:COMPUTERNAME + '|' + $file + '|' + $name + '|' + $number
                # Raised twice, the first record counts: it has what was there at the start.
                if ($recorded.ContainsKey($key)) { $before = $recorded[$key].Before }
                if ($preview) { Write-Host ('What if: ' + $file + ': ' + $name + ' from "' + $before + '" to ' + $wanted[$name]) }
                Add-Record @{ Key = $key; State = 'before'; Server = $env:COMPUTERNAME; File = $file; Attribute = $name; Index = $number; Before = $before; After = $wanted[$name] }
            }
        }
        if ($changed -eq 0) { return 'already' }
        if (-not $preview) { Save-LimitFile $xml $file }
        return 'done'
    }
    'Run it on each of these servers: ' + (@(Get-ExchangeServer -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Name)" }) -join ', ')
    Write-Warning 'An update of Exchange may write new files (before Exchange 2019 CU13 each one does). Run the script again after one.'
}
Invoke-Script`,
  ];
}
