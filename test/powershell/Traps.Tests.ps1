# Where others who built the same went wrong.
param($Cases)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shell.ps1')
    # Opens a trap, enters its shell, and marks how things are.
    function Enter-Trap([string]$Name) {
        $trap = Open-Trap $Name
        Enter-Shell $trap
        Set-Mark 'start'
        $trap
    }
}

Describe 'full access' {
    It 'that is inherited is neither added to nor turned into a denial' {
        $trap = Enter-Trap 'inherited'
        (Invoke-Script $trap.script).text | Should -Match '0 of 4 granted, 4 already'
        Get-Changes 'start' | Should -BeNullOrEmpty
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
        (Get-Look).ours | Select-Object -Unique | Should -BeExactly 'green'
    }

    It 'of the top alone is completed, and comes back as it was' {
        $trap = Enter-Trap 'top-only'
        (Get-Look).ours | Should -Not -Contain 'green'
        (Invoke-Script $trap.script).errors | Should -BeNullOrEmpty
        (Get-Look).ours | Select-Object -Unique | Should -BeExactly 'green'
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'is not granted to a member of a group of administrators, whose grants do not help (<_>)' -ForEach 'administrator', 'administrator-2007' {
        $trap = Enter-Trap $_
        $run = Invoke-Script $trap.script
        "$($run.errors)" | Should -Match 'STOPPED.*administrator'
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'that is not live yet is not granted again, and turns green unaided' {
        $trap = Enter-Trap 'late'
        (Invoke-Script $trap.script).text | Should -Match 'two hours'
        (Get-Look).ours | Should -Not -Contain 'green'
        Set-Mark 'granted'
        (Invoke-Script $trap.script).text | Should -Match '0 of 4 granted, 4 already'
        Get-Changes 'granted' | Should -BeNullOrEmpty
        $null = Invoke-Order 'wait/7200000'
        (Get-Look).ours | Select-Object -Unique | Should -BeExactly 'green'
    }

    It 'is not removed without a record of what was granted' {
        $trap = Enter-Trap 'no-record'
        $null = Invoke-Script $trap.script
        Set-Mark 'granted'
        Get-ChildItem *.csv | Remove-Item
        (Invoke-Script $trap.undo).text | Should -Match 'Nothing to remove'
        Get-Changes 'granted' | Should -BeNullOrEmpty
    }

    It 'is not touched in the shell of another version' {
        $trap = Enter-Trap 'wrong-shell'
        Enter-Shell (@{} + $trap + @{} | ForEach-Object { $_.version = '2010'; $_ })
        "$((Invoke-Script $trap.script).errors)" | Should -Match 'STOPPED'
        Get-Changes 'start' | Should -BeNullOrEmpty
    }
}

Describe 'one alias in two tenants' {
    It 'is not guessed' {
        $trap = Enter-Trap 'tenant-unnamed'
        "$((Invoke-Script $trap.script).errors)" | Should -Match 'STOPPED'
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'is that of the tenant that is named (<_>)' -ForEach 'tenant-named', 'tenant-unit' {
        $trap = Enter-Trap $_
        $run = Invoke-Script $trap.script
        $run.errors | Should -BeNullOrEmpty
        $run.text | Should -Match '1 of 1 granted'
        @(Get-Changes 'start') -match '"user"' | Should -Match 'mover@two.example'
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }
}

Describe 'a clean-up after half a set-up' {
    It 'removes the scope whose assignment is gone, and then nothing' {
        $trap = Enter-Trap 'half-impersonation'
        $null = Invoke-Script $trap.script
        Get-ManagementRoleAssignment -Role ApplicationImpersonation | Remove-ManagementRoleAssignment -Confirm:$false
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'takes the policy from the account before it removes the policy' {
        $trap = Enter-Trap 'half-throttling'
        $null = Invoke-Script $trap.script
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }
}

Describe 'lists' {
    It 'have all mailboxes, however many there are' {
        $trap = Enter-Trap 'thousand'
        $run = Invoke-Script $trap.script
        $run.text | Should -Match '^1001 mailboxes written'
        @(Import-Csv (Get-ChildItem *export*.csv)).Count | Should -Be 1001
    }
}

Describe 'X500 addresses' {
    It 'are added to five others, once, and are the only ones that go' {
        $trap = Enter-Trap 'addresses'
        $null = Invoke-Script $trap.before 'source'
        foreach ($times in 1, 2) {
            (Invoke-Script $trap.script).errors | Should -BeNullOrEmpty
            foreach ($mailbox in Get-Mailbox | Where-Object { "$($_.EmailAddresses)" -match 'X500:' -and $_.Alias -ne 'migration' }) {
                $mailbox.EmailAddresses.Count | Should -Be 6
                @($mailbox.EmailAddresses -clike 'SMTP:*') | Should -BeExactly "SMTP:$($mailbox.Alias)@new.example"
            }
        }
        (Invoke-Script $trap.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }
}
