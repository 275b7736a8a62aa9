import type { ExchangeVersion } from '../../../../lib/script-facts.ts';
import { EXCHANGE_VERSION_NAMES } from '../../../../lib/script-facts.ts';
import { psText } from '../../quote.ts';
import type { ScriptInput } from '../../script-input.ts';

/**
 * What `AdminDisplayVersion` looks like. Scripts for the first 2010 run with its service packs too, and those for 2019 and
 * SE are the same.
 */
const SERVERS: Readonly<Record<ExchangeVersion, string>> = {
  '2007': '^Version 8\\.',
  '2010': '^Version 14\\.',
  '2010-sp2': '^Version 14\\.[23] ',
  '2013': '^Version 15\\.0 ',
  '2016': '^Version 15\\.1 ',
  '2019': '^Version 15\\.2 ',
  se: '^Version 15\\.2 ',
};

/** The first part behind the settings. */
const CHECKS = `# ---- Checks before anything is changed -------------------------------------------------------------------------`;

/** Stops in the wrong shell, and where the servers are of another version. */
function versionPart({ version }: Pick<ScriptInput, 'version'>): string {
  const name = EXCHANGE_VERSION_NAMES[version];
  return `# The commands differ from version to version. So this stops where the servers are of another one.
function Assert-Shell {
    if (-not (Get-Command 'Get-Mailbox' -ErrorAction SilentlyContinue)) {
        throw 'STOPPED: This is not the Exchange Management Shell. Open it on an Exchange server and run the script there.'
    }
    $versions = @()
    try { $versions = @(Get-ExchangeServer -ErrorAction Stop | ForEach-Object { "$($_.AdminDisplayVersion)" }) }
    catch { Write-Warning ('The version of Exchange cannot be read, so it is not checked. ' + $_.Exception.Message) }
    if ($versions.Count -eq 0) { return }
    if (@($versions | Where-Object { $_ -match ${psText(SERVERS[version])} }).Count -gt 0) { return }
    throw (${psText(`STOPPED: This script is for ${name}. The servers here are: `)} + ($versions -join ', ') + '. Get the script for that version.')
}`;
}

/** Defines what commands are given besides their own parameters: the customer, and the domain controller. */
function placePart({ version }: Pick<ScriptInput, 'version'>): string {
  const hasTenants = version === '2010' || version === '2010-sp2';
  return `# Given to every command that looks for a mailbox: the customer, so that no other customer's mailbox is found.
$tenant = @{}
if ($organization) { $tenant = @{ ${hasTenants ? 'Organization' : 'OrganizationalUnit'} = $organization } }
# One domain controller for the whole run: another one would not know yet what was just written.
$pin = @{}
function Get-Pin($Object) {
    $server = "$($Object.OriginatingServer)"
    if ($server -and $script:pin.Count -eq 0) { $script:pin = @{ DomainController = $server } }
    if ($server) { return @{ DomainController = $server } }
    return @{}
}`;
}

/** Roles and policies belong to the tenant in Exchange 2010 for hosting, and to the whole organization elsewhere. */
export function ownerPart({ version }: Pick<ScriptInput, 'version'>): string {
  const hasTenants = version === '2010' || version === '2010-sp2';
  return `# Given to every command for roles, policies and domains, which ${hasTenants ? 'each tenant has for itself' : 'all customers share'}.
$owner = ${hasTenants ? '$tenant' : '@{}'}`;
}

const WRITE = `# Given to every command that changes something. Exchange asks no question, and an error stops that one change.
$write = @{ Confirm = $false; WhatIf = $preview; ErrorAction = 'Stop' }`;

/** For scripts that change something. */
export function shellPart(input: Pick<ScriptInput, 'version'>): string {
  return [CHECKS, placePart(input), WRITE, versionPart(input)].join('\n');
}

/** For scripts that only read. */
export function readingPart(input: Pick<ScriptInput, 'version'>): string {
  return [CHECKS, placePart(input), versionPart(input)].join('\n');
}

/** For scripts that are about the server itself. */
export function serverPart(input: Pick<ScriptInput, 'version'>): string {
  return [CHECKS, versionPart(input)].join('\n');
}
