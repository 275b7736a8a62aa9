# Every script in the shell of every version that it is for: red before, green after, as before after the clean-up.
param([Parameter(Mandatory)]$Cases)

Describe '<id> in <version>' -ForEach $Cases {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'Shell.ps1')
        $s = Open-Scenario $index
        Enter-Shell $s
        if ($s.before) { $null = Invoke-Script $s.before 'source' }
        Set-Mark 'start'
        $isReadOnly = -not $s.undo
    }

    It 'is needed' {
        (Get-Look).ours | Should -Not -Contain 'green'
    }

    It 'changes nothing as a preview' {
        $run = Invoke-Script $s.preview
        $run.errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'does what it is for, and nothing to others' {
        $run = Invoke-Script $s.script
        Set-Mark 'done'
        $run.errors | Should -BeNullOrEmpty
        $after = Get-Look
        $after.ours | Select-Object -Unique | Should -BeExactly 'green' -Because $run.text
        $after.others | Should -Not -Contain 'green'
        if ($isReadOnly) { Get-Changes 'start' | Should -BeNullOrEmpty }
    }

    It 'changes nothing when it runs again' {
        (Invoke-Script $s.script).errors | Should -BeNullOrEmpty
        Get-Changes 'done' | Should -BeNullOrEmpty
    }

    It 'leaves all as it was after the clean-up' -Skip:($id -in 'export-mailboxes', 'inventory') {
        $run = Invoke-Script $s.undo
        $run.errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty -Because $run.text
        (Get-Look).ours | Should -Not -Contain 'green'
    }

    It 'cleans up nothing more when that runs again' -Skip:($id -in 'export-mailboxes', 'inventory') {
        (Invoke-Script $s.undo).errors | Should -BeNullOrEmpty
        Get-Changes 'start' | Should -BeNullOrEmpty
    }

    It 'runs no name' {
        Get-Canary | Should -BeFalse
    }
}
