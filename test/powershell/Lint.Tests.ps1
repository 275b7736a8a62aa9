# Reads every script as its shell would: Windows PowerShell 2.0 in 2007 and 2010, 5.1 in later ones. Nothing runs here.
param([Parameter(Mandatory)]$Cases)

BeforeAll {
    # Cmdlets that Windows PowerShell 2.0 brings and that scripts may use, beside those of Exchange.
    $old = @('Add-Type', 'ConvertFrom-Csv', 'ConvertTo-Csv', 'ConvertTo-SecureString', 'Export-Csv', 'ForEach-Object', 'Get-Command',
        'Get-Date', 'Get-Item', 'Get-ItemProperty', 'Get-Location', 'Import-Csv', 'Join-Path', 'New-Object', 'Out-Null', 'Select-Object',
        'Sort-Object', 'Split-Path', 'Test-Path', 'Where-Object', 'Write-Host', 'Write-Progress', 'Write-Warning')
    $table = Get-Content -Raw (Join-Path (Join-Path $PSScriptRoot 'cmdlets') 'parameters.json') | ConvertFrom-Json -AsHashtable

    # The text as PowerShell parses it, its nodes by kind.
    function Read-Script([string]$Text) {
        $tokens = $null; $problems = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$problems)
        $nodes = @{}
        foreach ($node in $ast.FindAll({ $true }, $true)) {
            $kind = $node.GetType().Name
            if (-not $nodes.ContainsKey($kind)) { $nodes[$kind] = [System.Collections.Generic.List[object]]::new() }
            $nodes[$kind].Add($node)
        }
        @{ nodes = $nodes; tokens = $tokens; problems = @($problems | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Message)" }) }
    }

    $kinds = [System.Management.Automation.Language.TokenKind]
    $newTokens = @{}
    foreach ($kind in 'AndAnd', 'OrOr', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket') { $newTokens[$kinds::$kind] = $true }
    # Of 3.0 to 5.1.
    $laterTokens = @{}
    foreach ($kind in 'Configuration', 'Class', 'Enum', 'Using', 'Workflow', 'InlineScript', 'Parallel', 'Sequence', 'Inotin', 'Iin', 'Cin', 'Cnotin', 'Shl', 'Shr') { $laterTokens[$kinds::$kind] = $true }
    $newNodes = 'TernaryExpressionAst', 'PipelineChainAst'
    $laterNodes = 'TypeDefinitionAst', 'UsingStatementAst', 'ConfigurationDefinitionAst', 'DynamicKeywordStatementAst', 'UsingExpressionAst'
    $laterParameters = 'Raw', 'Append', 'NoNewline', 'File', 'Directory', 'AsHashtable'
    $laterMethods = 'new', 'IsNullOrWhiteSpace', 'ReadLines'

    # What a parser of 2.0 (and 5.1) would not understand, with its line.
    function Get-TooNew($Read, [bool]$IsOld) {
        $say = { param($at, $what) "line $($at.StartLineNumber): $what in: $($at.Text.Split("`n")[0])" }
        foreach ($token in $Read.tokens) {
            if ($newTokens.ContainsKey($token.Kind) -or ($IsOld -and $laterTokens.ContainsKey($token.Kind))) { & $say $token.Extent "$($token.Kind)" }
        }
        foreach ($kind in $newNodes) { foreach ($node in $Read.nodes[$kind]) { & $say $node.Extent $kind } }
        if (-not $IsOld) { return }
        foreach ($kind in $laterNodes) { foreach ($node in $Read.nodes[$kind]) { & $say $node.Extent $kind } }
        foreach ($node in $Read.nodes['ConvertExpressionAst']) {
            if ("$($node.Type.TypeName)" -in 'ordered', 'pscustomobject') { & $say $node.Extent "[$($node.Type.TypeName)]" }
        }
        foreach ($node in $Read.nodes['InvokeMemberExpressionAst']) {
            if ($node.Static -and "$($node.Member)" -in $laterMethods) { & $say $node.Extent "::$($node.Member)" }
        }
        foreach ($node in $Read.nodes['CommandParameterAst']) {
            if ($node.ParameterName -in $laterParameters) { & $say $node.Extent "-$($node.ParameterName)" }
        }
        foreach ($node in $Read.nodes['AttributeAst']) {
            foreach ($argument in $node.NamedArguments) { if ($argument.ExpressionOmitted) { & $say $node.Extent 'an attribute without a value' } }
        }
        foreach ($node in $Read.nodes['CommandAst']) {
            if ($node.GetCommandName() -in 'Where-Object', 'ForEach-Object', 'where', 'foreach', '?', '%') {
                $first = @($node.CommandElements)[1]
                if ($first -and $first -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst]) { & $say $node.Extent 'the short form without a block' }
            }
            foreach ($redirection in $node.Redirections) {
                if ("$($redirection.FromStream)" -notin 'Output', 'Error') { & $say $node.Extent 'a redirection of a later stream' }
            }
        }
    }

    # Commands that are neither Exchange's nor those that Windows PowerShell 2.0 brings.
    function Get-Unknown($Read) {
        $own = @($Read.nodes['FunctionDefinitionAst'] | ForEach-Object { $_.Name })
        foreach ($node in $Read.nodes['CommandAst']) {
            $name = $node.GetCommandName()
            if (-not $name -or $name -in $own -or $name -in $old -or $name -eq 'icacls.exe' -or $table.ContainsKey($name)) { continue }
            "line $($node.Extent.StartLineNumber): $name"
        }
    }
}

# A lint that finds nothing proves nothing.
Describe 'the lint' {
    It 'finds what Windows PowerShell 2.0 has not: <_>' -ForEach @(
        '[ordered]@{ a = 1 }', '[pscustomobject]@{ a = 1 }', '1 -in 1, 2', '[guid]::new("x")', '1, 2 | Where-Object Length', 'Get-Content x -Raw',
        'class A { }', '$a ? 1 : 2', '$a ?? 1', 'a && b', '${a}?.b', '[string]::IsNullOrWhiteSpace("")', 'Invoke-Command { $using:a }', 'a 3>&1',
        'function f { param([Parameter(Mandatory)]$a) }', '1, 2 | ForEach-Object Length'
    ) {
        $read = Read-Script $_
        @($read.problems) + @(Get-TooNew $read $true) | Should -Not -BeNullOrEmpty
    }

    It 'lets what 2.0 has pass' {
        $read = Read-Script 'function f([string]$a) { foreach ($b in @(1, 2)) { try { & $c @d *>$null } catch { throw } } }; 1 | Where-Object { $_ -eq 1 }; [math]::Ceiling(1.5)'.Replace('*>$null', '2>&1')
        Get-TooNew $read $true | Should -BeNullOrEmpty
    }

    It 'finds what 5.1 has not: <_>' -ForEach @('$a ? 1 : 2', '$a ?? 1', 'a && b') {
        Get-TooNew (Read-Script $_) $false | Should -Not -BeNullOrEmpty
    }

    It 'finds commands of later versions' { Get-Unknown (Read-Script 'ConvertFrom-Json "{}"') | Should -BeExactly 'line 1: ConvertFrom-Json' }
}

# One test for each text: Pester takes longer for five than the parser does for the text.
Describe 'the language of scripts' {
    It '<id> for <version>' -ForEach $Cases {
        $bytes = [System.IO.File]::ReadAllBytes($path)
        $text = [System.Text.Encoding]::UTF8.GetString($bytes)
        $hasMark = $bytes.Length -ge 3 -and $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
        if (-not $hasMark) {
            [regex]::IsMatch([System.Text.Encoding]::Latin1.GetString($bytes), '[^\t\r\n -~]') | Should -BeFalse -Because 'without a mark of its encoding it is plain ASCII'
            [System.Text.Encoding]::GetEncoding(1252).GetString($bytes) | Should -BeExactly $text -Because 'Windows PowerShell may read it as Windows-1252'
        }
        $read = Read-Script $text
        $read.problems | Should -BeNullOrEmpty
        @(Get-TooNew $read $isOld) + @(Get-Unknown $read) | Should -BeNullOrEmpty
    }
}
