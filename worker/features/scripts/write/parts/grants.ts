/** Reads who may open a mailbox, as far as one account is concerned. */
export function grantsPart(): string {
  return `# The entries of one account in the list of who may open a mailbox. Those that come from above are marked as inherited.
function Get-Grant($Key, $Who, $At) {
    return @(Get-MailboxPermission -Identity $Key -User $Who @At -ErrorAction Stop |
        Where-Object { (@($_.AccessRights | ForEach-Object { "$_" }) -join ',') -match 'FullAccess' })
}`;
}
