import { isFrom } from '../../../lib/script-facts.ts';
import type { ScriptInput } from '../script-input.ts';
import { FORWARDING_COLUMNS } from './forwarding.ts';
import { eachPart } from './parts/each.ts';
import { forwardPart } from './parts/forward.ts';
import { header } from './parts/header.ts';
import { recordPart } from './parts/record.ts';
import { shellPart } from './parts/shell.ts';

const RESTORE = `        Set-Mailbox -Identity $key -ForwardingAddress (Get-OrNull $entry.ForwardingAddress) -ForwardingSmtpAddress (Get-OrNull $entry.ForwardingSmtpAddress) \`
            -DeliverToMailboxAndForward ("$($entry.Deliver)" -eq 'True') @at @write | Out-Null`;

const RESTORE_2007 = `        Set-Mailbox -Identity $key -ForwardingAddress (Get-OrNull $entry.ForwardingAddress) -DeliverToMailboxAndForward ("$($entry.Deliver)" -eq 'True') @at @write | Out-Null
        # Now nobody forwards to the contact that was added.
        if ($entry.Contact -and @(Get-MailContact -Identity $entry.Contact @at -ErrorAction SilentlyContinue).Count -gt 0) {
            Remove-MailContact -Identity $entry.Contact @at @write | Out-Null
        }`;

/** Gives each mailbox the forwarding back that it had, and removes the contacts that were added. */
export function writeForwardingUndo(input: ScriptInput): string[] {
  return [
    header(
      {
        id: 'forwarding-undo',
        about: [
          'Gives each mailbox the forwarding back that it had before "Forward mail": both addresses, and whether a copy stays.',
          'Keep the forwarding until the old service ends: senders may use the old MX records for some days.',
          'A mailbox whose forwarding someone has changed since is left as it is. Without the record nothing is changed.',
        ],
      },
      input,
    ),
    shellPart(input),
    forwardPart(),
    recordPart('forwarding', FORWARDING_COLUMNS, input),
    eachPart({ activity: 'Restoring forwarding', done: 'restored', already: 'were restored already' }),
    `function Get-OrNull($Text) {
    if ("$Text") { return "$Text" }
    return $null
}
function Get-State($Forward, $Smtp, $Deliver) { return ("$Forward|$Smtp|" + ("$Deliver" -eq 'True')) }
# ---- The change ------------------------------------------------------------------------------------------------
function Invoke-Script {
    Assert-Shell
    $recorded = Read-Record
    if ($recorded.Count -eq 0) { Write-Warning ('Nothing to restore: no change is recorded in ' + $recordFile + '.') }
    Invoke-Each @($recorded.Keys) {
        param($key)
        $entry = $recorded[$key]
        $mailbox = Get-Mailbox -Identity $key @tenant -ErrorAction Stop
        $at = Get-Pin $mailbox
        if (-not (Test-Forward $mailbox $key $entry.Target)) {
            $now = Get-State $mailbox.ForwardingAddress $mailbox.ForwardingSmtpAddress $mailbox.DeliverToMailboxAndForward
            if ($now -ne (Get-State $entry.ForwardingAddress $entry.ForwardingSmtpAddress $entry.Deliver)) {
                throw 'It forwards elsewhere now, so someone has changed it since. It is left as it is.'
            }
            Add-Record @{ Key = $key; State = 'undone'; Address = $entry.Address }
            return 'already'
        }
${isFrom(input.version, '2010') ? RESTORE : RESTORE_2007}
        Add-Record @{ Key = $key; State = 'undone'; Address = $entry.Address }
        return 'done'
    }
}
Invoke-Script`,
  ];
}
