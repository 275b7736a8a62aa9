import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import { textOfLine } from '../endpoints/line-texts.ts';
import type { MailboxFailure } from '../mailboxes/table.ts';
import { BOUNDS } from './explain-bounds.ts';

type Explanation = { title: string; cause: string; remedy: string };

/** By the server's own word, where it says more than the kind of the fault. */
export const BY_CODE: Readonly<Record<string, Explanation>> = {
  ...BOUNDS,
  'listed-but-unreadable': {
    title: 'Item is listed but cannot be read',
    cause:
      'The source lists the item, but says that it does not exist when the endpoint’s account reads it. The account may lack the right to see it.',
    remedy:
      'Sign in as the owner of the mailbox, or grant FullAccess, then retry the errors. If the owner cannot open the item either, delete it.',
  },
  'field-not-given': {
    title: 'Item is incomplete at the source',
    cause: 'The source leaves out a field that every item of this kind has, whichever way Mailferry requests it.',
    remedy: 'Open the item in Outlook or webmail, save it again, then retry the errors.',
  },
  'not-creatable': {
    title: 'Item kind not supported by the destination',
    cause: 'The destination cannot create items of this kind.',
    remedy: 'Create the item at the destination by hand if its webmail can, or ask the provider.',
  },
  'http-401': {
    title: 'Credentials refused',
    cause: 'The server did not accept the user name and password.',
    remedy: 'Check both, and the form of the user name (DOMAIN\\user or e-mail address). Then start the pass again.',
  },
  'sign-in-limited': {
    title: 'Too many passwords tried',
    cause:
      'Several different passwords were tried for this account, or very many in this workgroup, and no server accepted them. Mailferry waits longer before each further one, so that nobody can guess passwords.',
    remedy: 'Check the user name and the password. The pass continues automatically.',
  },
  'needs-consent': {
    title: 'Mailbox has moved to another server',
    cause:
      'Autodiscover points to a server that is not on the endpoint’s list of hosts. Mailferry did not send it the password.',
    remedy:
      'If the host belongs to the provider, add it to the endpoint’s list of hosts and enter the password again. Then start the pass again.',
  },
  'password-for-other-server': {
    title: 'Password belongs to another server',
    cause:
      'The address of the endpoint has changed. Mailferry sends a password only to the server that it was entered for.',
    remedy: 'If the new address is correct, enter the password again. Then start the pass again.',
  },
  'password-unreadable': {
    title: 'Stored password cannot be read',
    cause: 'It was encrypted with a key that Mailferry no longer has, or it is damaged.',
    remedy: 'Enter the password again, or add the old key to VAULT_OLD_KEYS. Then start the pass again.',
  },
  'gateway-unreachable': {
    title: 'Gateway does not answer',
    cause: 'Mailferry reaches this server through its own gateway, and the gateway does not answer.',
    remedy: 'Nothing to do: the gateway restarts automatically. If this keeps happening, check that it is running.',
  },
  'no-usable-sign-in': {
    title: 'No common sign-in method',
    cause: 'The server offers no sign-in method that Mailferry supports.',
    remedy: 'Ask the provider to allow Basic authentication over HTTPS, or NTLM, for EWS. Then start the pass again.',
  },
  'extended-protection': {
    title: 'Extended Protection required',
    cause:
      'The server ties each NTLM sign-in to the certificate of its TLS connection. Only the gateway can see that certificate.',
    remedy:
      'Start the gateway, then test the connection of the endpoint again. Or ask the provider to set Extended Protection to Allow or Off for EWS.',
  },
  'line-re-encrypted': {
    title: 'TLS connection is intercepted',
    cause:
      'Something between Mailferry and Exchange re-encrypts the connection with a different certificate, so Extended Protection refuses every sign-in. The password is not the cause.',
    remedy:
      'Exempt the server from TLS inspection, install the certificate of Exchange on the front end, or set Extended Protection to Off for EWS.',
  },
  ErrorPasswordExpired: {
    title: 'Password expired',
    cause: 'The password of the account has expired.',
    remedy: 'Set a new password and enter it at the endpoint. Then start the pass again.',
  },
  ErrorPasswordChangeRequired: {
    title: 'Password must be changed',
    cause: 'The server requires the account to change its password first.',
    remedy: 'Sign in to webmail, change the password, and enter it at the endpoint. Then start the pass again.',
  },
  'account-locked': {
    title: 'Account locked',
    cause: 'The server has locked the account, usually after several wrong passwords.',
    remedy: 'Wait until the lock ends, or unlock the account. Then start the pass again.',
  },
  ErrorAccountDisabled: {
    title: 'Account disabled',
    cause: 'The account is disabled on the server.',
    remedy:
      'Enable the account for the duration of the migration, or use an administrator account with rights to the mailbox.',
  },
  ErrorImpersonateUserDenied: {
    title: 'Impersonation not allowed',
    cause: 'The endpoint’s account does not have the ApplicationImpersonation role for this mailbox.',
    remedy:
      'Grant the role, or turn off impersonation and grant FullAccess. The change can take an hour to take effect.',
  },
  ErrorImpersonationDenied: {
    title: 'Impersonation not allowed',
    cause: 'The server does not allow the endpoint’s account to impersonate.',
    remedy: 'Grant the ApplicationImpersonation role, or turn off impersonation and grant FullAccess.',
  },
  ErrorNonExistentMailbox: {
    title: 'No such mailbox',
    cause: 'The server has no mailbox with this address.',
    remedy: 'Check the address. At the destination, the mailbox must exist before the pass starts.',
  },
  'operation-refused': {
    title: 'Server refuses an operation',
    cause: 'The server answers, but refuses an EWS operation that the pass needs.',
    remedy:
      'Ask the provider whether the operation is turned off, or blocked by a proxy in front of the server. Once it works, start the pass again. It continues where it stopped.',
  },
  'folder-not-shown': {
    title: 'Folder cannot be created',
    cause: 'The server says that it created the folder or already has it, but does not list it.',
    remedy:
      'Check in webmail whether the folder exists, and create it there if it does not. Then start the pass again.',
  },
  'right-missing': {
    title: 'Missing permission',
    cause: 'The account can open the mailbox, but lacks a permission that the pass needs.',
    remedy:
      'Grant it FullAccess to the mailbox (or ApplicationImpersonation), wait until that takes effect, then verify again.',
  },
  'changed-on-both-sides': {
    title: 'Changed on both sides',
    cause: 'The item was edited at the source after it was copied, and its copy was edited at the destination too.',
    remedy:
      'Compare the two. To use the version from the source, delete the copy and retry the errors. To keep the copy, do nothing.',
  },
  'many-deletions': {
    title: 'Most of the mailbox is gone',
    cause: 'Far more copied items are missing at the source than people usually delete between two passes.',
    remedy:
      'Nothing was removed. Check the mailbox at the source. If the deletions are intended, raise "Deletion limit" in the project options, or keep deleted items. Then start the pass again.',
  },
  'maximum-errors-reached': {
    title: 'Error limit reached',
    cause: 'The mailbox has more failed items than the project options allow, so the pass stopped.',
    remedy:
      'Look at the errors: many of the same kind often share one cause. Then raise "Error limit" in the options, or leave it empty, and start a full pass. It continues where it stopped. To copy the failed items, start a Retry errors pass.',
  },
  'newer-ledger': {
    title: 'Written by a newer version of Mailferry',
    cause: 'A newer version of Mailferry has copied this mailbox. This version did not touch its record of the items.',
    remedy: 'Run that version or a later one, then start the pass again. It continues where it stopped.',
  },
  'source-looks-empty': {
    title: 'Mailbox looks empty',
    cause: 'Earlier passes found folders and items in the source mailbox. Now the server shows none of them.',
    remedy:
      'Nothing was removed at the destination. Check the mailbox in webmail: it may have been moved or recreated, or the account may have lost its permission. Correct that, then start the pass again.',
  },
  'destination-looks-empty': {
    title: 'Mailbox looks empty',
    cause: 'Earlier passes filled folders at the destination. Now the server shows none of them.',
    remedy:
      'Check the mailbox in webmail. If it was recreated, delete the mailbox in Mailferry and add it again, so that everything is copied again. If not, restore the account’s permissions, then start the pass again.',
  },
  'no-credentials': {
    title: 'No credentials',
    cause: 'Neither the endpoint nor the mailbox has a user name and password.',
    remedy: 'Enter an administrator account at the endpoint, or a password for the mailbox. Then start the pass again.',
  },
  'path-not-available': {
    title: 'No method left for the item',
    cause: 'The methods that could copy this item are turned off, or one of the servers does not support them.',
    remedy: 'Turn on all methods in the project options, then retry the errors.',
  },
  'never-arrived': {
    title: 'Item did not arrive',
    cause: 'Each time Mailferry wrote the item, the server did not answer, and the item was not there afterwards.',
    remedy:
      'Retry the errors at a quieter time. If that fails too, ask the provider what cuts off uploads of this size.',
  },
  'rejected-in-front': {
    title: 'Rejected in front of the server',
    cause:
      'The server accepts other items. When a request contains this one, something in front of the server, such as a web application firewall or a proxy, answers with an error page instead.',
    remedy:
      'Ask whoever runs it to let requests to /EWS/ through without inspecting their content, at least from Mailferry. Then retry the errors.',
  },
  ErrorVirusDetected: {
    title: 'Virus found',
    cause: 'The virus scanner of the destination refused the item.',
    remedy:
      'Nothing to do, unless the scanner is wrong. In that case, ask the administrator to exempt the item, then run a full pass.',
  },
  ErrorItemCorrupt: {
    title: 'Item is damaged',
    cause: 'The source server reports that the item is damaged.',
    remedy:
      'Open it in Outlook or webmail. If it opens, save it again and run a full pass. If not, it was already lost at the source.',
  },
  ErrorContentConversionFailed: {
    title: 'Item cannot be converted',
    cause: 'The server failed to convert the item for the transfer.',
    remedy: 'Forward or save the item again in Outlook and run a full pass.',
  },
};

/** By the kind of the fault, as the engine classifies it. */
export const BY_KIND: Readonly<Record<FaultKind, Explanation>> = {
  busy: {
    title: 'Throttled by the server',
    cause: 'The server asked Mailferry to slow down.',
    remedy:
      'Nothing to do: it continues automatically. To go faster, ask the provider to lift the EWS throttling policy.',
  },
  'too-many-connections': {
    title: 'Too many connections',
    cause: 'The server allows fewer connections at once than Mailferry had open.',
    remedy: 'Nothing to do: it continues with fewer. To go faster, ask the provider to lift the EWS throttling policy.',
  },
  overload: {
    title: 'Server overloaded',
    cause: 'The server did not finish a request within its own time limit.',
    remedy: 'Nothing to do: it continues with smaller requests. If this keeps happening, run a pass at a quieter time.',
  },
  transient: {
    title: 'Temporary server error',
    cause: 'The server failed with an error that is usually temporary.',
    remedy:
      'Nothing to do: it continues automatically. If it does not within an hour, ask the provider, then start the pass again.',
  },
  'in-doubt': {
    title: 'Arrival unconfirmed',
    cause:
      'The connection broke while the item was being written, and the destination has several items that look like it.',
    remedy:
      'Check in the destination folder whether the item is there. Mailferry does not guess, because that could create a duplicate.',
  },
  credentials: {
    title: 'Credentials refused',
    cause: 'The server did not accept the user name and password.',
    remedy: 'Check both, and the form of the user name (DOMAIN\\user or e-mail address). Then start the pass again.',
  },
  access: {
    title: 'No access to the mailbox',
    cause: 'Signing in works, but the account may not open this mailbox.',
    remedy: 'Grant FullAccess to the mailbox, or the ApplicationImpersonation role and turn on impersonation.',
  },
  'not-processed': {
    title: 'Not reached',
    cause: 'The server gave up on the request before it reached this item.',
    remedy: 'Run a full pass. It tries again to copy what is missing.',
  },
  quota: {
    title: 'Mailbox is full',
    cause: 'The destination mailbox has reached its quota.',
    remedy: 'Ask the provider to raise the quota, then start the pass again. It continues where it stopped.',
  },
  'too-large': {
    title: 'Item is too large',
    cause: 'The item is larger than the server accepts in one request.',
    remedy:
      'Save the attachment elsewhere, or ask the provider to raise the size limit of EWS requests. Then run a full pass.',
  },
  vanished: {
    title: 'Item is gone',
    cause: 'The item was moved or deleted at the source while the pass ran.',
    remedy: 'Nothing to do. A full pass finds it where it is now.',
  },
  corrupt: {
    title: 'Item cannot be copied',
    cause: 'No method could copy the item. It is probably damaged.',
    remedy: 'Open it in Outlook or webmail. If it opens, save it again and run a full pass.',
  },
  refused: {
    title: 'Destination refused the item',
    cause: 'The destination refused the item permanently.',
    remedy: 'Ask the administrator of the destination which rule refused it, then run a full pass.',
  },
  stale: {
    title: 'Item changed while it was copied',
    cause: 'Someone or something changed the item at the source during the copy.',
    remedy: 'Run a full pass. It copies the latest version.',
  },
  'sync-state': {
    title: 'Folder must be read again',
    cause: 'The server no longer accepts the sync state of the folder.',
    remedy: 'Nothing to do. The next pass lists the folder again and copies only what is missing.',
  },
  version: {
    title: 'Version not accepted',
    cause: 'The server does not accept the version of Exchange Web Services in the request.',
    remedy: 'Test the connection of the endpoint, which reads the server’s version again. Then start the pass again.',
  },
  'wrong-server': {
    title: 'Mailbox is on another server',
    cause: 'The mailbox is on a server that this address does not lead to.',
    remedy: 'Set the address of the endpoint to the one that webmail shows for this mailbox.',
  },
  tls: {
    title: 'No TLS connection',
    cause: 'Mailferry reached the server, but the TLS connection failed.',
    remedy: 'Test the connection of the endpoint, which shows the reason. Then start the pass again.',
  },
  unreachable: {
    title: 'Server not reachable',
    cause: 'The name of the server is unknown, or the connection failed.',
    remedy: 'Check the address of the endpoint and whether the server is running. Then start the pass again.',
  },
  'not-exchange': {
    title: 'Not an Exchange server',
    cause: 'The server answers, but not as Exchange Web Services.',
    remedy: 'Check the address of the endpoint. On Exchange it ends in /EWS/Exchange.asmx.',
  },
  'exchange-online': {
    title: 'Exchange Online is not supported',
    cause: 'Microsoft has blocked Exchange Web Services in Exchange Online since October 2026.',
    remedy: 'Choose a hosted or on-premises Exchange server.',
  },
  'oauth-only': {
    title: 'Modern authentication only',
    cause: 'The server accepts only OAuth tokens, not a user name and password.',
    remedy: 'Ask the provider to allow Basic authentication for EWS, at least for the migration account.',
  },
  unsupported: {
    title: 'Not supported by the server',
    cause: 'The server does not support an operation that the pass needs.',
    remedy:
      'Check the versions of both servers in the endpoints. If they are recent enough, ask the provider whether the operation is turned off, or blocked by a proxy.',
  },
  stopped: {
    title: 'Stopped',
    cause: 'Someone stopped the pass.',
    remedy: 'Start a pass again. It continues where this one stopped.',
  },
  unknown: {
    title: 'Unexpected answer',
    cause: 'The server gave an answer that Mailferry does not recognise.',
    remedy: 'Run a full pass to try again. If this keeps happening, show the code and the message to the provider.',
  },
};

/** What the source says of an item, when it is the destination that says it of what was written. */
const AT_DESTINATION: Explanation = {
  title: 'Destination does not accept the item',
  cause: 'The destination does not accept the item as it was written.',
  remedy: 'The message says what is wrong. Change that in the item at the source, then retry the errors.',
};
const OF_CONTENT: ReadonlySet<string> = new Set(['ErrorItemCorrupt', 'ErrorContentConversionFailed']);

const THEN_START = 'Then start the pass again. It continues where it stopped.';

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

/** A fault that ended or paused a mailbox, as its side panel shows it. */
export function explainFault(fault: FaultFacts): MailboxFailure {
  const { title, cause, remedy } = explanationOf(fault);
  const where = fault.side ? ` (${fault.side})` : '';
  // Codes in small letters are Mailferry's own words, and so is their message.
  const isOwn = /^[a-z]/.test(fault.code);
  const said = fault.message === '' ? '' : `${isOwn ? '' : ' It said:'} ${fault.message}`;
  return { code: fault.code, title: `${title}${where}`, cause: `${cause}${said}`, remedy };
}
