# What the tests share: the scenarios that Node serves, and the shell of a version.

function Invoke-Order([string]$Path) {
    $text = $global:Http.GetStringAsync("$global:ScenariosAt/$Path").GetAwaiter().GetResult()
    ConvertFrom-Json $text -AsHashtable
}
function Open-Scenario([int]$Index) { Invoke-Order "open/$Index" }
function Open-Trap([string]$Name) { Invoke-Order "trap/$Name" }
function Get-Look { Invoke-Order 'look' }
function Set-Mark([string]$Name) { $null = Invoke-Order "mark/$Name" }
# The lines of the state that are others than at a mark.
function Get-Changes([string]$Since) { Invoke-Order "changes/$Since" }
function Get-Canary { Invoke-Order 'canary' }

# Loads the cmdlets of the version that a scenario is of.
function Enter-Shell($Scenario) {
    if ($global:ShellVersion -ne $Scenario.version) {
        Remove-Module Exchange -ErrorAction SilentlyContinue
        Import-Module (Join-Path (Join-Path $PSScriptRoot 'cmdlets') 'Exchange.psm1') -ArgumentList $Scenario.version -DisableNameChecking -Global
        $global:ShellVersion = $Scenario.version
    }
    $global:ExchangeSide = @{ url = $Scenario.url; side = $Scenario.side }
    $env:ExchangeInstallPath = $Scenario.exchange
    Set-Location $Scenario.folder
}

# Runs a script file as an administrator does. What it says, and what ended it; warnings are part of what it says.
function Invoke-Script([string]$Path, [string]$Side) {
    $own = $global:ExchangeSide
    if ($Side) { $global:ExchangeSide = @{ url = $own.url; side = $Side } }
    $errors = @()
    $lines = @()
    try { $lines = @(& $Path *>&1) } catch { $errors += "$_" }
    $global:ExchangeSide = $own
    $errors += @($lines | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_" })
    @{ text = (@($lines | ForEach-Object { "$_" }) -join "`n"); errors = $errors }
}
