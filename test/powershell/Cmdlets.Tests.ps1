# The stand-ins themselves: as strict as the shells that they stand for.
param($Cases)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shell.ps1')
    function Use-Version([string]$Version, [string]$Trap = 'no-record') {
        $scenario = Open-Trap $Trap
        $scenario.version = $Version
        Enter-Shell $scenario
        $scenario
    }
    $user = 'migration@old.example'
}

Describe 'cmdlets and parameters' {
    It 'that a version has not are errors' {
        $null = Use-Version '2010'
        { Add-MailboxPermission abba -User $user -AccessRights FullAccess -AutoMapping $false } |
            Should -Throw "A parameter cannot be found that matches parameter name 'AutoMapping'."
        { New-ThrottlingPolicy MF -EwsMaxBurst Unlimited } | Should -Throw "*parameter name 'EwsMaxBurst'."
        $null = Use-Version '2013'
        { New-ThrottlingPolicy MF -EWSPercentTimeInAD 1 } | Should -Throw "*parameter name 'EWSPercentTimeInAD'."
        { Set-Mailbox abba -Organization x } | Should -Throw "*parameter name 'Organization'."
        $null = Use-Version '2007'
        { New-ThrottlingPolicy MF } | Should -Throw '*New-ThrottlingPolicy*not recognized*'
        { New-ManagementScope MF } | Should -Throw '*not recognized*'
        { Set-Mailbox abba -ForwardingSmtpAddress x@y.example } | Should -Throw "*parameter name 'ForwardingSmtpAddress'."
        { Set-CASMailbox abba -EwsEnabled $true } | Should -Throw "*parameter name 'EwsEnabled'."
    }

    It 'that need an answer end where no one is asked' {
        $null = Use-Version '2016'
        { Remove-MailboxPermission abba -User $user -AccessRights FullAccess } | Should -Throw '*NonInteractive*'
    }

    It 'take truth values, not their names' {
        $null = Use-Version '2016'
        { Set-CASMailbox abba -EwsEnabled 'True' -ErrorAction Stop } | Should -Throw '*Boolean*'
        { Set-CASMailbox abba -EwsEnabled $null -ErrorAction Stop } | Should -Not -Throw
    }

    It 'expand no variable in a filter' {
        $null = Use-Version '2016'
        $alias = 'abba'
        { Get-Mailbox -Filter { Alias -eq $alias } -ErrorAction Stop } | Should -Throw '*Invalid filter syntax*'
        (Get-Mailbox -Filter "Alias -eq '$alias'").Alias | Should -BeExactly 'abba'
    }

    It 'refuse what they cannot find, and go on' {
        $null = Use-Version '2016'
        $found = @('nobody', 'abba' | Get-Mailbox -ErrorAction SilentlyContinue -ErrorVariable problems)
        $found.Count | Should -Be 1
        "$problems" | Should -Match "object 'nobody' couldn't be found"
    }
}

Describe 'objects' {
    It 'of a remote shell are copies: a change of one changes nothing' {
        $null = Use-Version '2016'
        $mailbox = Get-Mailbox abba
        $mailbox.PSObject.TypeNames[0] | Should -Match '^Deserialized\.'
        (Get-MailboxStatistics abba).TotalItemSize | Should -Match '^[\d.]+ .?B \([\d,]+ bytes\)$'
        $mailbox.EmailAddresses.Add('X500:/o=x')
        { $mailbox | Set-Mailbox -WhatIf } | Should -Not -Throw
        (Get-Mailbox abba).EmailAddresses | Should -Not -Contain 'X500:/o=x'
    }

    It 'of the shell of 2007 are live, and can be handed back' {
        $null = Use-Version '2007'
        $mailbox = Get-Mailbox abba
        (Get-MailboxStatistics abba).TotalItemSize.Value.ToBytes() | Should -BeGreaterThan 0
        $null = $mailbox.EmailAddresses.Add('X500:/o=x')
        $mailbox | Set-Mailbox
        (Get-Mailbox abba).EmailAddresses | Should -Contain 'X500:/o=x'
        { Set-Mailbox abba -EmailAddresses @{ Add = 'X500:/o=y' } -ErrorAction Stop } | Should -Throw '*Hashtable*'
    }

    It 'are a thousand at most, with a warning' {
        $null = Use-Version '2010' 'thousand'
        @(Get-Mailbox -WarningVariable warnings -WarningAction SilentlyContinue).Count | Should -Be 1000
        "$warnings" | Should -Match 'ResultSize'
        @(Get-Mailbox -ResultSize Unlimited).Count | Should -BeGreaterThan 1001
    }

    It 'preview with -WhatIf' {
        $null = Use-Version '2019'
        Set-Mark 'start'
        Add-MailboxPermission abba -User $user -AccessRights FullAccess -InheritanceType All -WhatIf | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }
}
