/** Whether a mailbox forwards as the script sets it. */
export function forwardPart(): string {
  return `# Whether a mailbox forwards to this address, without a copy: by the address itself, or by our contact (Exchange 2007).
function Test-Forward($Mailbox, $Key, [string]$Target) {
    if ("$($Mailbox.DeliverToMailboxAndForward)" -eq 'True') { return $false }
    $recipient = "$($Mailbox.ForwardingAddress)"
    if (-not $recipient) { return ("$($Mailbox.ForwardingSmtpAddress)" -eq ('smtp:' + $Target) -or "$($Mailbox.ForwardingSmtpAddress)" -eq $Target) }
    foreach ($contact in @(Get-MailContact -Identity ('Mailferry ' + $Key) -ErrorAction SilentlyContinue)) {
        if (@("$($contact.Identity)", "$($contact.DistinguishedName)", "$($contact.Name)") -contains $recipient) {
            return ("$($contact.ExternalEmailAddress)" -eq ('smtp:' + $Target) -or "$($contact.ExternalEmailAddress)" -eq $Target)
        }
    }
    return $false
}`;
}
