# Stand-ins for the cmdlets of the Exchange Management Shell of one version. They know the parameters that the version's
# documentation has (parameters.json), and act on the sandbox through its control port: $ExchangeSide says where.
param([Parameter(Mandatory)][string]$Version)

$script:versions = '2007', '2010', '2010-sp2', '2013', '2016', '2019', 'se'
$script:version = $Version
# The shell of 2007 is local and gives live objects. Later ones are remote: what comes back is a copy without methods.
$script:isRemote = $Version -ne '2007'
$script:client = [System.Net.Http.HttpClient]::new()
$script:common = [System.Management.Automation.PSCmdlet]::CommonParameters

function Send-Order([string]$Cmdlet, [System.Collections.IDictionary]$Parameters) {
    $at = $global:ExchangeSide
    $order = @{ side = $at.side; version = $script:version; cmdlet = $Cmdlet; parameters = $Parameters }
    $json = ConvertTo-Json $order -Depth 6 -Compress -EscapeHandling EscapeNonAscii
    $content = [System.Net.Http.StringContent]::new($json, [System.Text.Encoding]::UTF8, 'application/json')
    $response = $script:client.PostAsync($at.url + '/management', $content).GetAwaiter().GetResult()
    $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    $answer = ConvertFrom-Json $text -AsHashtable
    if ($answer['error'] -is [string]) { throw "The sandbox refuses the order ${Cmdlet}: $($answer['error'])" }
    $answer[$at.side]
}

# What names an object to the server: its GUID where it has one, as a name may have a double.
function ConvertTo-Identity($Value) {
    foreach ($name in 'Guid', 'DistinguishedName', 'Identity') {
        $property = $Value.PSObject.Properties[$name]
        if ($property -and "$($property.Value)") { return "$($property.Value)" }
    }
    "$Value"
}

function ConvertTo-Parameter([string]$Cmdlet, [string]$Name, $Value) {
    if ($null -eq $Value) { return $null }
    if ($Value -is [switch]) { return [bool]$Value }
    if ($script:truths[$Cmdlet] -contains $Name -and $Value -isnot [bool] -and $Value -isnot [int]) {
        throw [System.Management.Automation.ParameterBindingException]::new("Cannot process argument transformation on parameter '$Name'. Cannot convert value ""$($Value.GetType())"" to type ""System.Boolean"". Boolean parameters accept only Boolean values and numbers, such as `$True, `$False, 1 or 0 instead.")
    }
    if ($Value -is [bool] -or $Value -is [int] -or $Value -is [long]) { return $Value }
    if ($Value -is [string]) { return [string]$Value }
    # The text of a script block is sent, and nothing in it is expanded.
    if ($Value -is [scriptblock]) { return "$Value" }
    if ($Value -is [securestring]) { return [System.Net.NetworkCredential]::new('', $Value).Password }
    if ($Value -is [hashtable]) {
        if (-not $script:isRemote) {
            throw [System.Management.Automation.ParameterBindingException]::new("Cannot process argument transformation on parameter '$Name'. Cannot convert the ""System.Collections.Hashtable"" value of type ""System.Collections.Hashtable"" to type ""Microsoft.Exchange.Data.MultiValuedProperty"".")
        }
        $changes = @{}
        foreach ($key in $Value.Keys) { $changes["$key"] = @($Value[$key] | ForEach-Object { "$_" }) }
        return $changes
    }
    if ($Value -is [System.Collections.IEnumerable]) { return , @($Value | ForEach-Object { "$_" }) }
    ConvertTo-Identity $Value
}

$script:units = 'B', 'KB', 'MB', 'GB', 'TB'
function Format-Size([long]$Bytes) {
    $amount = [double]$Bytes; $unit = 0
    while ($amount -ge 1024 -and $unit -lt 4) { $amount /= 1024; $unit++ }
    $count = $Bytes.ToString('N0', [cultureinfo]::InvariantCulture)
    $short = if ($unit -eq 0) { "$Bytes" } else { $amount.ToString('0.###', [cultureinfo]::InvariantCulture) }
    if ($script:isRemote) { "$short $($script:units[$unit]) ($count bytes)" } else { "${Bytes}B" }
}

# A size as the shell of 2007 has it: .Value.ToBytes(), .Value.ToMB().
function New-LiveSize([long]$Bytes) {
    $quantity = New-Object PSObject -Property @{ Bytes = $Bytes }
    $quantity | Add-Member ScriptMethod ToBytes { $this.Bytes } -PassThru |
        Add-Member ScriptMethod ToKB { [math]::Floor($this.Bytes / 1KB) } -PassThru |
        Add-Member ScriptMethod ToMB { [math]::Floor($this.Bytes / 1MB) }
    $size = New-Object PSObject -Property @{ IsUnlimited = $false; Value = $quantity }
    $text = Format-Size $Bytes
    $size | Add-Member ScriptMethod ToString { $text }.GetNewClosure() -Force -PassThru
}

function ConvertTo-Shown([string]$Cmdlet, [System.Collections.IDictionary]$Object) {
    $shown = [PSCustomObject]::new()
    foreach ($name in $Object.Keys) {
        $value = $Object[$name]
        if ($value -is [System.Collections.IDictionary]) {
            $bytes = [long]$value['bytes']
            $value = if ($script:isRemote) { Format-Size $bytes } else { New-LiveSize $bytes }
        } elseif ($value -is [array]) { $value = [System.Collections.ArrayList]::new($value) }
        elseif ($name -eq 'Guid') { $value = [guid]$value }
        $shown.PSObject.Properties.Add([psnoteproperty]::new($name, $value))
    }
    $type = 'Microsoft.Exchange.Data.Directory.Management.' + $Cmdlet.Split('-')[1]
    $shown.PSObject.TypeNames.Insert(0, $(if ($script:isRemote) { "Deserialized.$type" } else { $type }))
    if (-not $script:isRemote) { $shown | Add-Member ScriptMethod ToString { "$($this.Name)" } -Force }
    $shown
}

# In 2007 an object that was changed can be handed back; only what such a change can be is read from it.
function Expand-Instance([System.Collections.IDictionary]$Bound) {
    $given = @{}
    foreach ($name in $Bound.Keys) { if ($name -ne 'Instance') { $given[$name] = $Bound[$name] } }
    $instance = $Bound['Instance']
    if ($null -eq $instance) { return $given }
    if (-not $given.ContainsKey('Identity')) { $given['Identity'] = "$($instance.Guid)" }
    foreach ($name in 'EmailAddresses', 'EmailAddressPolicyEnabled', 'DeliverToMailboxAndForward', 'HiddenFromAddressListsEnabled') {
        if ($instance.PSObject.Properties[$name] -and -not $given.ContainsKey($name)) { $given[$name] = $instance.$name }
    }
    $given
}

function Invoke-Order($Caller, [string]$Cmdlet, [bool]$Asks, [System.Collections.IDictionary]$Bound) {
    $given = Expand-Instance $Bound
    $parameters = @{}
    try {
        foreach ($name in $given.Keys) {
            if ($name -notin $script:common) { $parameters[$name] = ConvertTo-Parameter $Cmdlet $name $given[$name] }
        }
    } catch {
        $Caller.WriteError([System.Management.Automation.ErrorRecord]::new($_.Exception, "ParameterArgumentTransformationError,$Cmdlet", 'InvalidData', $null))
        return
    }
    $isPreview = [bool]$parameters['WhatIf']
    $mustAsk = if ($parameters.ContainsKey('Confirm')) { [bool]$parameters['Confirm'] } else { $Asks }
    $parameters.Remove('Confirm')
    if ($mustAsk -and -not $isPreview) {
        $exception = [System.Management.Automation.PSInvalidOperationException]::new('Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.')
        $Caller.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, "InvalidOperation,$Cmdlet", 'InvalidOperation', $null))
    }
    $answer = Send-Order $Cmdlet $parameters
    if ($answer['error']) {
        $exception = [System.Management.Automation.RemoteException]::new($answer['error']['message'])
        $Caller.WriteError([System.Management.Automation.ErrorRecord]::new($exception, "$($answer['error']['kind']),$Cmdlet", 'NotSpecified', $null))
        return
    }
    foreach ($warning in $answer['warnings']) { $Caller.WriteWarning($warning) }
    if ($answer['whatIf']) { $Caller.Host.UI.WriteLine("What if: $($answer['whatIf'])") }
    foreach ($object in $answer['objects']) { ConvertTo-Shown $Cmdlet $object }
}

# The parameters of one cmdlet in this version. `!` is mandatory and taken from the pipeline, `?` a switch, `:bool` a truth value.
function Get-Words([System.Collections.IDictionary]$Entry) {
    $words = @($Entry['parameters'] -split ' ')
    $own = $script:versions.IndexOf($script:version)
    if ($Entry.ContainsKey('since')) {
        foreach ($since in $Entry['since'].Keys) {
            if ($own -ge $script:versions.IndexOf($since)) { $words += $Entry['since'][$since] -split ' ' }
        }
    }
    if ($Entry.ContainsKey('only')) {
        foreach ($only in $Entry['only'].Keys) {
            if (($only -split ' ') -contains $script:version) { $words += $Entry['only'][$only] -split ' ' }
        }
    }
    $words
}

function Get-Declaration([string[]]$Words) {
    foreach ($word in $Words) {
        $name = $word -replace '[!?].*$|:.*$'
        if ($word.EndsWith('?')) { "[switch]`${$name}" }
        elseif ($name -eq 'Instance') { "[Parameter(ValueFromPipeline = `$true)]`${$name}" }
        elseif ($word -eq 'Identity!') {
            # Where the object itself can come through the pipeline, its identity does not have to.
            if ($Words -contains 'Instance!') { "[Parameter(Position = 0)]`${$name}" }
            else { "[Parameter(Position = 0, Mandatory = `$true, ValueFromPipeline = `$true, ValueFromPipelineByPropertyName = `$true)]`${$name}" }
        }
        elseif ($name -eq 'Identity' -or $name -eq 'Name') { "[Parameter(Position = 0, ValueFromPipeline = `$true, ValueFromPipelineByPropertyName = `$true)]`${$name}" }
        else { "`${$name}" }
    }
}

$table = Get-Content -Raw (Join-Path $PSScriptRoot 'parameters.json') | ConvertFrom-Json -AsHashtable
# Truth values, by cmdlet.
$script:truths = @{}
$functions = foreach ($cmdlet in $table.Keys) {
    $entry = $table[$cmdlet]
    if ($entry.ContainsKey('from') -and $script:versions.IndexOf($Version) -lt $script:versions.IndexOf($entry['from'])) { continue }
    $words = @(Get-Words $entry)
    $script:truths[$cmdlet] = @($words -like '*:bool' -replace ':bool')
    $asks = if ($entry['asks']) { '$true' } else { '$false' }
    "function $cmdlet { [CmdletBinding()] param($(@(Get-Declaration $words) -join ', ')) process { Invoke-Order `$PSCmdlet '$cmdlet' $asks `$PSBoundParameters } }"
}
Invoke-Expression ($functions -join "`n")
Export-ModuleMember -Function @($script:truths.Keys)
