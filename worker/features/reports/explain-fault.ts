import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import { textOfLine } from '../endpoints/line-texts.ts';
import type { MailboxFailure } from '../mailboxes/table.ts';
import { BOUNDS } from './explain-bounds.ts';

type Explanation = { title: string; cause: string; remedy: string };

/** By the server's own word, where it says more than the kind of the fault. */
const BY_CODE: Readonly<Record<string, Explanation>> = {
  ...BOUNDS,
  'listed-but-unreadable': {
    title: 'Item is listed and can not be read',
    cause: 'The source lists the item, but tells the account of the endpoint that it is not there: it may not see it.',
    remedy:
      'Sign in as the owner of the mailbox, or grant FullAccess, and retry the errors. If the owner can not open it either, delete it.',
  },
  'field-not-given': {
    title: 'The source does not tell all of the item',
    cause: 'The source answers without a field that every such item has, however it is asked.',
    remedy: 'Open the item in Outlook or web mail, save it again, and retry the errors.',
  },
  'not-creatable': {
    title: 'The destination has no such items',
    cause: 'The destination does not create items of this kind.',
    remedy: 'Make the item there by hand, if its web mail can, or ask its provider.',
  },
  'http-401': {
    title: 'Credentials refused',
    cause: 'The server did not accept the user name and password.',
    remedy: 'Check both, also the form of the user name (DOMAIN\\user or e-mail address). Then start the pass again.',
  },
  'needs-consent': {
    title: 'The mailbox has moved to another server',
    cause: 'Autodiscover names a server that may not be given the password: the endpoint does not list its host.',
    remedy:
      'If the host is the provider’s, add it to the further hosts of the endpoint, and enter the password again, as it is not sent to a host that it was not given for. Then start the pass again.',
  },
  'password-for-other-server': {
    title: 'The password was given for another server',
    cause: 'The endpoint has another address now. A password is only sent to the server that it was given for.',
    remedy: 'If the new address is right, enter the password again. Then start the pass again.',
  },
  'password-unreadable': {
    title: 'The stored password can not be read',
    cause: 'It was sealed with a key that Mailferry does not have any more, or is damaged.',
    remedy: 'Enter the password again, or set VAULT_OLD_KEYS to the key. Then start the pass again.',
  },
  'gateway-unreachable': {
    title: 'The gateway does not answer',
    cause: 'Mailferry’s own gateway, by which this server is reached, does not answer.',
    remedy: 'Nothing to do: it is started again by itself. If it stays, check that the gateway runs.',
  },
  'no-usable-sign-in': {
    title: 'No common way to sign in',
    cause: 'The server offers none of the ways to sign in that Mailferry speaks.',
    remedy: 'Ask the provider to allow Basic authentication over https, or NTLM, for EWS. Then start the pass again.',
  },
  'extended-protection': {
    title: 'Extended Protection demanded',
    cause: 'The server binds each NTLM sign-in to the certificate of its TLS connection, which only the gateway sees.',
    remedy:
      'Start the gateway, then look at the endpoint again. Or ask the provider to set Extended Protection to Allow or Off for EWS.',
  },
  'line-re-encrypted': {
    title: 'Something re-encrypts the line',
    cause:
      'Something between Mailferry and Exchange re-encrypts the line with another certificate, and Extended Protection refuses every sign-in over it. The password is not the cause.',
    remedy:
      'Exempt the server from TLS inspection, give the front door the certificate of Exchange, or set Extended Protection to Off for EWS.',
  },
  ErrorPasswordExpired: {
    title: 'Password expired',
    cause: 'The password of the account has expired.',
    remedy: 'Set a new password, enter it at the endpoint, and start the pass again.',
  },
  ErrorPasswordChangeRequired: {
    title: 'Password must be changed',
    cause: 'The server wants the account to change its password first.',
    remedy: 'Sign in once in the web mail, change the password, enter it at the endpoint, and start the pass again.',
  },
  ErrorAccountDisabled: {
    title: 'Account disabled',
    cause: 'The account is disabled on the server.',
    remedy: 'Enable the account for the time of the migration, or use an administrator with rights to the mailbox.',
  },
  ErrorImpersonateUserDenied: {
    title: 'Impersonation not allowed',
    cause: 'The account of the endpoint lacks the role ApplicationImpersonation for this mailbox.',
    remedy: 'Grant the role, or switch impersonation off and grant FullAccess. It can take an hour to take effect.',
  },
  ErrorImpersonationDenied: {
    title: 'Impersonation not allowed',
    cause: 'The server forbids the account of the endpoint to impersonate.',
    remedy: 'Grant the role ApplicationImpersonation, or switch impersonation off and grant FullAccess.',
  },
  ErrorNonExistentMailbox: {
    title: 'No such mailbox',
    cause: 'The server has no mailbox with this address.',
    remedy: 'Check the address. On the destination the mailbox has to exist before the pass.',
  },
  'operation-refused': {
    title: 'The server does not answer an operation',
    cause: 'The server answers, but refuses an operation of Exchange Web Services that a copy can not do without.',
    remedy:
      'Ask the provider whether the operation is switched off, or filtered by a proxy in front of the server; when it is back, start the pass again. It goes on where it stood.',
  },
  'folder-not-shown': {
    title: 'A folder can not be made',
    cause: 'The server says that it made a folder, or has it already, and does not show it.',
    remedy: 'Look in web mail whether the folder is there; if not, make it there by hand, and start the pass again.',
  },
  'right-missing': {
    title: 'A right is missing',
    cause: 'The account can open the mailbox, and not do there what a pass needs.',
    remedy:
      'Give it FullAccess to the mailbox (or ApplicationImpersonation), wait until it is in effect, and verify again.',
  },
  'changed-on-both-sides': {
    title: 'Changed on both sides',
    cause: 'The item was edited at the source after it was copied, and its copy was edited at the destination.',
    remedy:
      'Compare the two. To have the version of the source, delete the copy and retry errors; else leave it as it is.',
  },
  'many-deletions': {
    title: 'Most of the mailbox is gone',
    cause: 'Far more copied items are no longer at the source than people delete between two passes.',
    remedy:
      'Look into the mailbox at the source. If it is right so, raise "Deletions at once" in the options of the project, or keep deleted items; then start the pass again. Nothing was removed.',
  },
  'maximum-errors-reached': {
    title: 'Maximum errors reached',
    cause: 'The mailbox has more failed items than the options of the project allow, so the pass did not go on.',
    remedy:
      'Look at its errors: many of one kind have one cause. Then raise "Errors in a mailbox" in the options (or leave it empty) and start a full pass: it goes on where it stood. Retry errors tries the failed items again.',
  },
  'newer-ledger': {
    title: 'Written by a newer version of Mailferry',
    cause: 'A newer version of Mailferry has copied this mailbox. Its record of the items was left as it is.',
    remedy: 'Run that version or a later one again, then start the pass again. It goes on where it stood.',
  },
  'source-looks-empty': {
    title: 'Mailbox looks empty',
    cause: 'Of all that passes have seen in the mailbox at the source, nothing shows any more.',
    remedy:
      'Look into it with web mail. Was it moved or created again, or was the right to it taken away? Put that right, then start the pass again. Nothing was removed at the destination.',
  },
  'destination-looks-empty': {
    title: 'Mailbox looks empty',
    cause: 'None of the folders that passes have filled at the destination show any more.',
    remedy:
      'Look into it with web mail. If it was created again, delete the mailbox in Mailferry and add it again: then everything is copied once more. Else put its rights right, and start the pass again.',
  },
  'no-credentials': {
    title: 'No credentials',
    cause: 'There is no one to sign in as.',
    remedy: 'Enter an administrator at the endpoint, or add the mailbox with its own password; then start again.',
  },
  'path-not-available': {
    title: 'No way to copy the item',
    cause: 'The ways of copying that are left for this item are switched off, or one of the servers lacks them.',
    remedy: 'Switch on all paths in the options of the project, then retry errors.',
  },
  'never-arrived': {
    title: 'Item did not arrive',
    cause: 'The server did not answer whenever the item was written, and each time it was not there afterwards.',
    remedy: 'Retry errors at a quieter hour. If it stays, ask the provider what cuts off uploads of this size.',
  },
  'rejected-in-front': {
    title: 'Rejected in front of the server',
    cause:
      'The server takes other items. Whenever this one is in a request, something in front of the server, such as a web application firewall or a proxy, answers in its place with an error page.',
    remedy:
      'Ask whoever runs it to let requests to /EWS/ through without looking into their content, at least from Mailferry. Then retry errors.',
  },
  ErrorVirusDetected: {
    title: 'Virus found',
    cause: 'The virus scanner of the destination refused the item.',
    remedy: 'Nothing to do, unless the scanner is wrong; then let the administrator except it and run a full pass.',
  },
  ErrorItemCorrupt: {
    title: 'Item is damaged',
    cause: 'The source server itself says that the item is damaged.',
    remedy:
      'Open it in Outlook or web mail. If it opens, save it again and run a full pass; if not, it was lost before.',
  },
  ErrorContentConversionFailed: {
    title: 'Item can not be converted',
    cause: 'The server failed to convert the item for the transfer.',
    remedy: 'Forward or save the item again in Outlook and run a full pass.',
  },
};

/** By the kind of the fault, as the engine classifies it. */
const BY_KIND: Readonly<Record<FaultKind, Explanation>> = {
  busy: {
    title: 'Server throttles',
    cause: 'The server asked Mailferry to slow down.',
    remedy: 'Nothing to do: it goes on by itself. Faster: let the provider lift the EWS throttling policy.',
  },
  'too-many-connections': {
    title: 'Too many connections',
    cause: 'The server allows fewer connections at once than were open.',
    remedy: 'Nothing to do: it goes on with fewer. Faster: let the provider lift the EWS throttling policy.',
  },
  overload: {
    title: 'Server overloaded',
    cause: 'The server did not finish in the time that it allows a request.',
    remedy: 'Nothing to do: it goes on with smaller requests. If it stays, run a pass at a quieter hour.',
  },
  transient: {
    title: 'Passing trouble of the server',
    cause: 'The server failed for a reason of its own that should pass.',
    remedy: 'If it does not go on by itself within the hour, ask the provider, then start the pass again.',
  },
  'in-doubt': {
    title: 'Arrival not certain',
    cause: 'The connection broke while the item was written, and the destination shows several items like it.',
    remedy:
      'Look in the folder at the destination whether the item is there. Mailferry does not guess, so as to make no double.',
  },
  credentials: {
    title: 'Credentials refused',
    cause: 'The server did not accept the user name and password.',
    remedy: 'Check both, also the form of the user name (DOMAIN\\user or e-mail address). Then start the pass again.',
  },
  access: {
    title: 'No right to the mailbox',
    cause: 'Signing in works, but the account may not open this mailbox.',
    remedy: 'Grant FullAccess to the mailbox, or the role ApplicationImpersonation with impersonation switched on.',
  },
  'not-processed': {
    title: 'Not reached',
    cause: 'The server gave up on the request before it came to this item.',
    remedy: 'Run a full pass; it tries what is missing again.',
  },
  quota: {
    title: 'Mailbox is full',
    cause: 'The mailbox at the destination has reached its quota.',
    remedy: 'Let the provider raise the quota, then start the pass again; it goes on where it stood.',
  },
  'too-large': {
    title: 'Item is too large',
    cause: 'The item is larger than the server takes in one request.',
    remedy: 'Save the attachment elsewhere, or let the provider raise the limit of EWS requests; then run a full pass.',
  },
  vanished: {
    title: 'Item is gone',
    cause: 'The item was moved or deleted at the source while the pass ran.',
    remedy: 'Nothing to do: a full pass finds it where it is now.',
  },
  corrupt: {
    title: 'Item can not be copied',
    cause: 'Neither way of copying could carry the item; most likely it is damaged.',
    remedy: 'Open it in Outlook or web mail. If it opens, save it again and run a full pass.',
  },
  refused: {
    title: 'Destination refuses the item',
    cause: 'The destination refused the item for good.',
    remedy: 'Ask the administrator of the destination which rule refused it; then run a full pass.',
  },
  stale: {
    title: 'Item changed in between',
    cause: 'The item changed while it was copied.',
    remedy: 'Run a full pass; it takes the latest state.',
  },
  'sync-state': {
    title: 'Folder has to be read again',
    cause: 'The server no longer accepts the mark up to which the folder was read.',
    remedy: 'Nothing to do: the next pass lists the folder again and copies only what is missing.',
  },
  version: {
    title: 'Versions do not fit',
    cause: 'The server does not accept the version of Exchange Web Services that it was addressed with.',
    remedy: 'Check the endpoint: that reads the version of the server again. Then start the pass again.',
  },
  'wrong-server': {
    title: 'Another server is responsible',
    cause: 'The mailbox lives on a server that this address does not lead to.',
    remedy: 'Set the address of the endpoint to the one that web mail shows for this mailbox.',
  },
  tls: {
    title: 'No TLS connection',
    cause: 'The server was reached, and no TLS connection was made.',
    remedy: 'Check the endpoint: that shows what is in the way. Then start the pass again.',
  },
  unreachable: {
    title: 'Server not reachable',
    cause: 'The name of the server is unknown, or no connection came about.',
    remedy: 'Check the address of the endpoint and whether the server is up; then start the pass again.',
  },
  'not-exchange': {
    title: 'Not an Exchange server',
    cause: 'The server answers, but not as Exchange Web Services do.',
    remedy: 'Check the address of the endpoint; on Exchange it ends in /EWS/Exchange.asmx.',
  },
  'exchange-online': {
    title: 'Exchange Online is not supported',
    cause: 'Microsoft has blocked Exchange Web Services in Exchange Online since October 2026.',
    remedy: 'Choose a hosted or on-premises Exchange server.',
  },
  'oauth-only': {
    title: 'Only modern authentication',
    cause: 'The server only takes OAuth tokens; a user name and a password do not open it.',
    remedy: 'Ask the provider to allow Basic authentication for EWS for the account of the migration.',
  },
  unsupported: {
    title: 'Not supported by the server',
    cause: 'The server does not know an operation that was needed.',
    remedy:
      'Check the versions of both servers in the endpoints. If they are new enough, ask the provider whether the operation is switched off, or filtered by a proxy.',
  },
  stopped: {
    title: 'Stopped',
    cause: 'Someone stopped the pass.',
    remedy: 'Start a pass again; it goes on where this one stood.',
  },
  unknown: {
    title: 'Unexpected answer',
    cause: 'The server answered in a way that Mailferry does not know.',
    remedy: 'Run a full pass to try again. If it stays, the code and the message tell the provider what happened.',
  },
};

/** What the source says of an item, when it is the destination that says it of what was written. */
const AT_DESTINATION: Explanation = {
  title: 'Destination does not take the item',
  cause: 'The destination does not take the item in the form in which it was written.',
  remedy: 'The message says what it minds. Change that in the item at the source, and retry the errors.',
};
const OF_CONTENT: ReadonlySet<string> = new Set(['ErrorItemCorrupt', 'ErrorContentConversionFailed']);

const THEN_START = 'Then start the pass again: it goes on where it stood.';

/** What went wrong; `kind` is null where it was not kept. */
export type FaultFacts = Pick<Fault, 'code' | 'message' | 'side' | 'operation' | 'line'> & { kind: FaultKind | null };

function explanationOf({ kind, code, line, side }: FaultFacts): Explanation {
  const isRefusal = OF_CONTENT.has(code) || (kind === 'corrupt' && BY_CODE[code] === undefined);
  if (side === 'destination' && isRefusal) return AT_DESTINATION;
  const ofLine = line && textOfLine(line);
  if (ofLine) return { ...ofLine, remedy: `${ofLine.remedy} ${THEN_START}` };
  return BY_CODE[code] ?? BY_KIND[kind ?? 'unknown'];
}

/** Cause and remedy of an item that did not cross, for the error list. */
export function explainItemError(fault: FaultFacts): { cause: string; remedy: string } {
  const { cause, remedy } = explanationOf(fault);
  return { cause, remedy };
}

/** A fault that ended or paused a mailbox, as its side panel tells it. */
export function explainFault(fault: FaultFacts): MailboxFailure {
  const { title, cause, remedy } = explanationOf(fault);
  const where = fault.side ? ` (${fault.side})` : '';
  // Codes in small letters are Mailferry's own words, and so is their message.
  const isOwn = /^[a-z]/.test(fault.code);
  const said = fault.message === '' ? '' : `${isOwn ? '' : ' It said:'} ${fault.message}`;
  return { code: fault.code, title: `${title}${where}`, cause: `${cause}${said}`, remedy };
}
