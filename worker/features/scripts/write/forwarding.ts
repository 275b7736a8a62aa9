import { isFrom } from '../../../lib/script-facts.ts';
import type { ScriptInput } from '../script-input.ts';
import { eachPart } from './parts/each.ts';
import { forwardPart } from './parts/forward.ts';
import { header } from './parts/header.ts';
import { findMailboxPart } from './parts/mailboxes.ts';
import { psMap } from './parts/map.ts';
import { recordedChangePart, recordPart } from './parts/record.ts';
import { ownerPart, shellPart } from './parts/shell.ts';

export const FORWARDING_COLUMNS = [
  'Address',
  'Target',
  'ForwardingAddress',
  'ForwardingSmtpAddress',
  'Deliver',
  'Contact',
] as const;

/** Where the mail of a mailbox goes: its new address, at the provider's own domain where there is one. */
function targetOf(destination: string, forwardDomain: string | null): string {
  return forwardDomain === null ? destination : `${destination.split('@')[0] ?? ''}@${forwardDomain}`;
}

/** A contact, because Exchange 2007 forwards to recipients only. */
const BY_CONTACT = `        $contact = 'Mailferry ' + $key
        if (@(Get-MailContact -Identity $contact @at -ErrorAction SilentlyContinue).Count -eq 0) {
            New-MailContact -Name $contact -Alias ('mailferry-' + ($key -replace '[^0-9a-zA-Z]', '')) -ExternalEmailAddress ('SMTP:' + $target) \`
                -OrganizationalUnit "$($mailbox.OrganizationalUnit)" @at @write | Out-Null
            # Hidden, so that nobody picks it from the address book.
            if (-not $preview) { Set-MailContact -Identity $contact -HiddenFromAddressListsEnabled $true @at @write | Out-Null }
        } else { Set-MailContact -Identity $contact -ExternalEmailAddress ('SMTP:' + $target) @at @write | Out-Null }
        # A preview has no contact yet that the mailbox could forward to.
        if (-not $preview) { Set-Mailbox -Identity $key -ForwardingAddress $contact -DeliverToMailboxAndForward $false @at @write | Out-Null }`;

/** Exchange ignores ForwardingSmtpAddress as long as ForwardingAddress is set. So that one is emptied; the record has it. */
const BY_ADDRESS = `        # Exchange ignores ForwardingSmtpAddress as long as ForwardingAddress is set, so that is emptied. The record has it.
        Set-Mailbox -Identity $key -ForwardingAddress $null -ForwardingSmtpAddress $target -DeliverToMailboxAndForward $false @at @write | Out-Null`;

/** Says where a rule for the target's domain may stop forwarded mail. */
const REMOTE_DOMAIN = `    # A remote domain that forbids automatic forwarding may drop the mail, and nobody would learn of it.
    $rules = @(Get-RemoteDomain -ErrorAction SilentlyContinue)
    foreach ($domain in $targetDomains) {
        $rule = @($rules | Where-Object { "$($_.DomainName)" -eq $domain }) + @($rules | Where-Object { "$($_.DomainName)" -eq '*' }) | Select-Object -First 1
        if ($rule -and "$($rule.AutoForwardEnabled)" -eq 'False') {
            Write-Warning ('The remote domain "' + $rule.Name + '" does not allow automatic forwarding to ' + $domain + '. Send a test message. If it does not arrive, allow it for this domain alone: ' +
                'New-RemoteDomain -Name Mailferry -DomainName ' + $domain + '; Set-RemoteDomain Mailferry -AutoForwardEnabled $true')
        }
    }`;

/** Forwards new mail to the new mailboxes, without a copy. */
export function writeForwarding(input: ScriptInput): string[] {
  const isNew = isFrom(input.version, '2010');
  const pairs = input.mailboxes.map(
    ({ source, destination }) => [source, targetOf(destination, input.forwardDomain)] as const,
  );
  return [
    header(
      {
        id: 'forwarding',
        about: [
          'New mail for each mailbox goes to its new mailbox, until the MX records of the domain have changed. No copy stays',
          'here: with one, each message would be migrated once more and appear twice in the new mailbox. What each mailbox',
          'forwarded to before is recorded; its owner gets that back with the clean-up.',
          ...(isNew
            ? []
            : ['Exchange 2007 forwards to recipients only. So a hidden mail contact is added for each mailbox.']),
        ],
      },
      input,
    ),
    `# Mailbox here = where its mail goes. Those addresses must lead to the new provider before the MX records change.\n$targets = ${psMap(pairs)}`,
    shellPart(input),
    ownerPart(input),
    findMailboxPart(),
    forwardPart(),
    recordPart('forwarding', FORWARDING_COLUMNS, input),
    recordedChangePart(),
    eachPart({ activity: 'Forwarding', done: 'forwarded', already: 'were forwarded already' }),
    `# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    # Mail to a domain that these servers accept would come back to them, again and again.
    $targetDomains = @($targets.Values | ForEach-Object { $_.Substring($_.LastIndexOf('@') + 1) } | Sort-Object -Unique)
    $accepted = @(Get-AcceptedDomain @owner -ErrorAction Stop | ForEach-Object { "$($_.DomainName)" })
    foreach ($domain in $targetDomains) {
        if (@($accepted | Where-Object { $_ -eq $domain -or ($_ -like '*.*' -and $_.StartsWith('*.') -and $domain.EndsWith($_.Substring(1))) }).Count -gt 0) {
            throw ('STOPPED: Mail to ' + $domain + ' comes back to these servers, as they accept that domain themselves. Forward to an address that only the new provider has, such as name@tenant.provider.example.')
        }
    }
${isNew ? REMOTE_DOMAIN : ''}
    $recorded = Read-Record
    Invoke-Each @($targets.Keys | Sort-Object) {
        param($address)
        $target = $targets[$address]
        $mailbox = Find-Mailbox $address
        $key = Get-Key $mailbox
        $at = Get-Pin $mailbox
        if (Test-Forward $mailbox $key $target) { return 'already' }
        $before = @{
            Key = $key; Address = $address; Target = $target
            ForwardingAddress = "$($mailbox.ForwardingAddress)"; ForwardingSmtpAddress = "$($mailbox.ForwardingSmtpAddress)"
            Deliver = "$($mailbox.DeliverToMailboxAndForward)"${isNew ? '' : `; Contact = 'Mailferry ' + $key`}
        }
        Invoke-Recorded $recorded $before {
${isNew ? BY_ADDRESS : BY_CONTACT}
        }
        if ("$($mailbox.ForwardingAddress)$($mailbox.ForwardingSmtpAddress)") {
            Write-Host ($address + ' was forwarded to ' + $mailbox.ForwardingAddress + $mailbox.ForwardingSmtpAddress + '. That is recorded, and comes back with the clean-up.')
        }
        return 'done'
    }
    'Send a test message to one of these mailboxes. It must arrive in the new mailbox, and only there.'
}
Invoke-Script`.replace('\n\n    $recorded', '\n    $recorded'),
  ];
}
