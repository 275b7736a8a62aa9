import { psText } from '../quote.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { header } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { psMap } from './parts/map.ts';
import { recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';

export const CREATE_COLUMNS = ['Guid'] as const;

/** Longest name of an object in Active Directory. */
const LONGEST_NAME = 64;

/** A name as the directory takes it: one line without controls, at most 64 characters. */
function nameOf(name: string | null, address: string): string {
  const plain = (name ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
  return plain === '' ? (address.split('@')[0] ?? address) : plain;
}

/** Creates the mailboxes of the project that do not exist, with random passwords. */
export function writeCreateMailboxes(input: ScriptInput): string[] {
  const pairs = input.mailboxes.map(({ destination, name }) => [destination, nameOf(name, destination)] as const);
  return [
    header(
      {
        id: 'create-mailboxes',
        about: [
          'Creates a user with a mailbox for each address listed here that does not exist yet. What exists is left as it is.',
          'Each gets a random password, which is made here and written to a file beside this script, and nowhere else. Hand',
          'the passwords over by a safe way, then delete the file.',
        ],
      },
      input,
    ),
    `# Address = name.\n$people = ${psMap(pairs)}
# Where to create them, such as 'contoso.com/Customers/Fabrikam'. Empty: where Exchange creates users by default.
$unit = ''
# In which database. Empty: Exchange chooses one.
$database = ''`,
    shellPart(input),
    findMailboxPart(),
    recordPart('create-mailboxes', CREATE_COLUMNS, input),
    eachPart({ activity: 'Creating mailboxes', done: 'created', already: 'existed already' }),
    `$passwordFile = Join-Path $folder ${psText(`mailferry-passwords-${input.project.id}.csv`)}
# 24 of 64 characters, by the random numbers that Windows makes keys of.
function New-Password {
    $characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    $bytes = New-Object byte[] 24
    do {
        (New-Object System.Security.Cryptography.RNGCryptoServiceProvider).GetBytes($bytes)
        $password = -join @($bytes | ForEach-Object { $characters[$_ % 64] })
    } until ($password -cmatch '[A-Z]' -and $password -cmatch '[a-z]' -and $password -match '[0-9]' -and $password -match '[-_]')
    return $password
}
# The file must be there, and closed to others, before the first password is.
function Open-PasswordFile {
    if ($preview -or (Test-Path -LiteralPath $passwordFile)) { return }
    [System.IO.File]::WriteAllText($passwordFile, "Destination Email,Destination Password\`r\`n", [System.Text.Encoding]::UTF8)
    if (Get-Command 'icacls.exe' -ErrorAction SilentlyContinue) {
        & icacls.exe $passwordFile /inheritance:r /grant:r ([System.Security.Principal.WindowsIdentity]::GetCurrent().Name + ':F') | Out-Null
    } else { Write-Warning ('Whoever can read the folder can read the passwords in ' + $passwordFile) }
}
# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    Open-PasswordFile
    $where = @{}
    if ($unit) { $where['OrganizationalUnit'] = $unit }
    if ($database) { $where['Database'] = $database }
    foreach ($part in @($tenant.Keys)) { if (-not $where.ContainsKey($part)) { $where[$part] = $tenant[$part] } }
    Invoke-Each @($people.Keys | Sort-Object) {
        param($address)
        $there = @(Get-Recipient -Identity $address @tenant -ErrorAction SilentlyContinue | Where-Object { Test-Address $_ $address })
        if ($there.Count -gt 0) {
            if ("$($there[0].RecipientType)" -eq 'UserMailbox') { return 'already' }
            throw ('The address belongs to "' + $there[0].Name + '", which is no mailbox (' + $there[0].RecipientType + ').')
        }
        $password = New-Password
        $secret = ConvertTo-SecureString $password -AsPlainText -Force
        # Exchange may know the name already: of a namesake. Then the address tells them apart.
        $name = $people[$address]
        if (@(Get-User -Identity $name @tenant -ErrorAction SilentlyContinue).Count -gt 0) { $name = $address }
        if ($name.Length -gt 64) { $name = $name.Substring(0, 64) }
        Add-Record @{ Key = $address; State = 'before' }
        try {
            $made = New-Mailbox -Name $name -DisplayName $people[$address] -Alias ($address.Substring(0, $address.LastIndexOf('@'))) \`
                -UserPrincipalName $address -PrimarySmtpAddress $address -Password $secret -ResetPasswordOnNextLogon $false @where @write
        } catch {
            Add-Record @{ Key = $address; State = 'refused' }
            throw
        }
        if (-not $preview) {
            $line = @(New-Object PSObject -Property @{ Email = $address; Password = $password } | Select-Object Email, Password | ConvertTo-Csv -NoTypeInformation)[1]
            [System.IO.File]::AppendAllText($passwordFile, $line + "\`r\`n", [System.Text.Encoding]::UTF8)
            Add-Record @{ Key = $address; State = 'before'; Guid = (Get-Key $made) }
        }
        return 'done'
    }
    if (-not $preview) { 'The passwords are in ' + $passwordFile + '. Delete the file when they are handed over.' }
}
Invoke-Script`,
  ];
}
