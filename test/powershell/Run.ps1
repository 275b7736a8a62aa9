# Runs the tests of a file with Pester and writes what came out as JSON.
param([string]$Pester, [string]$File, [string]$ScenariosAt, [string]$CasesFile, [string]$Report)
$ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'
$global:ScenariosAt = $ScenariosAt
$global:Http = [System.Net.Http.HttpClient]::new()
Import-Module $Pester
$cases = Get-Content -Raw $CasesFile | ConvertFrom-Json -AsHashtable
$container = New-PesterContainer -Path $File -Data @{ Cases = $cases }
$result = Invoke-Pester -Configuration @{
    Run = @{ Container = $container; PassThru = $true }
    Output = @{ Verbosity = 'None' }
}
$tests = @($result.Tests | ForEach-Object {
    @{ name = "$($_.ExpandedPath)"; result = "$($_.Result)"; ms = [int]$_.Duration.TotalMilliseconds; message = "$($_.ErrorRecord | ForEach-Object { $_.Exception.Message })" }
})
$broken = @($result.Containers | Where-Object { $_.ErrorRecord } | ForEach-Object { "$($_.ErrorRecord)" })
ConvertTo-Json @{ tests = $tests; broken = $broken; version = "$((Get-Module Pester).Version)"; shell = "$($PSVersionTable.PSVersion)" } -Depth 5 | Set-Content $Report
