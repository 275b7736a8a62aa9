import type { OmissionKind } from '../../lib/omission-kinds.ts';

type Explanation = { cause: string; remedy: string };

/** By our own codes. */
const BY_CODE: Readonly<Record<string, Explanation>> = {
  'user-unknown': {
    cause: 'The source names a person whose account no longer exists, or does not give their e-mail address.',
    remedy: 'If the person has left, there is nothing to do. If not, set it up again at the destination.',
  },
  'address-not-mapped': {
    cause: 'Mailferry does not know the address of this person at the destination.',
    remedy: 'Add the person’s mailbox to the project and run a full pass, or set it up again at the destination.',
  },
  'changed-at-destination': {
    cause: 'The destination already has a different setting here. Mailferry did not overwrite it.',
    remedy: 'Compare the two. To use the one from the source, remove the other and run a full pass.',
  },
  'folder-kind-differs': {
    cause: 'The folder is a calendar on one side only, and calendars have different permission levels.',
    remedy: 'Share the folder again at the destination.',
  },
  'permission-unclear': {
    cause: 'The source does not show all permissions of this person on the folder.',
    remedy: 'Share the folder again at the destination.',
  },
  'permission-list-unclear': {
    cause:
      'The destination shows only part of the permissions of this folder. Mailferry can only replace the whole list, which would remove the hidden ones.',
    remedy: 'Share the folder again at the destination.',
  },
  'custom-rights': {
    cause: 'The delegate has custom rights on a folder, which match none of the levels for delegates.',
    remedy: 'Turn on folder permissions in the options and run a full pass, or set the rights at the destination.',
  },
  'rule-not-shown': {
    cause: 'The server does not show the whole rule. Often it is a rule that runs only in Outlook.',
    remedy: 'Create the rule again at the destination.',
  },
  'rule-broken': {
    cause: 'The rule does not work at the source either: it refers to something that no longer exists.',
    remedy: 'Nothing to do, or create the rule again at the destination.',
  },
  'rule-folder': {
    cause: 'The rule refers to a folder that was not copied, or that is in another mailbox.',
    remedy: 'Include the folder and run a full pass, or create the rule again at the destination.',
  },
  'rule-reply': {
    cause: 'The rule replies with a message template that is hidden in the source mailbox.',
    remedy: 'Create the rule and its template again at the destination.',
  },
  'rule-account': {
    cause: 'The rule refers to an account that is connected only to the source mailbox.',
    remedy: 'Connect the account at the destination and create the rule again.',
  },
  'outlook-rules': {
    cause: 'Outlook stores rules in its own format, and some of them run only in Outlook. Servers do not show them.',
    remedy: 'Export the rules in Outlook (Rules and Alerts, Options) and import them in the new mailbox.',
  },
  'outlook-rules-dropped': {
    cause: 'To accept rules, the destination had to drop the ones that Outlook keeps in its own format.',
    remedy: 'Create rules that were turned off, or that ran only in Outlook, again at the destination.',
  },
  'version-too-old': {
    cause: 'The Exchange version of the source or the destination cannot read or write this setting.',
    remedy: 'Set it up again at the destination.',
  },
  'folder-renamed': {
    cause: 'The destination uses this name for one of its own folders, which is a different folder at the source.',
    remedy: 'Nothing to do, or rename the folder at the destination.',
  },
  'no-archive': {
    cause: 'The source has an archive mailbox, but the destination does not.',
    remedy: 'Ask the administrator to enable the archive at the destination, then run a full pass.',
  },
  'no-recoverable-items': {
    cause: 'One of the two servers does not give access to the Recoverable Items folder.',
    remedy: 'Recover what is still needed at the source. The next full pass copies it.',
  },
  'item-incomplete': {
    cause: 'The item was copied by a method that cannot carry all of it.',
    remedy: 'If the missing part matters, compare the copy with the original.',
  },
  'deleted-copy-kept': {
    cause:
      'The item was deleted at the source. Someone changed its copy at the destination, so Mailferry kept the copy.',
    remedy: 'Ask the owner. If the copy is not needed, delete it at the destination.',
  },
  'received-copy-kept': {
    cause:
      'The item was deleted at the source. The destination received it on its own (for example by forwarding), so Mailferry kept it.',
    remedy: 'If it is not needed, delete it at the destination.',
  },
  'older-copy-kept': {
    cause: 'The item has a newer copy. Someone changed the older copy at the destination, so Mailferry kept both.',
    remedy: 'Compare the two at the destination and delete the one that is not needed.',
  },
  'deletions-wait': {
    cause:
      'A folder was set aside. Items missing from other folders may have been moved there, so Mailferry removed no copies of deleted items.',
    remedy: 'Fix the folder. The next full pass then removes them.',
  },
  ErrorAccessDenied: {
    cause: 'The endpoint’s account may not read or change this setting.',
    remedy: 'Grant it FullAccess to the mailbox, or impersonation, then run a full pass.',
  },
  ErrorQuotaExceeded: {
    cause: 'The destination mailbox is full.',
    remedy: 'Raise its quota, then run a full pass.',
  },
  ErrorRulesOverQuota: {
    cause: 'The rules of the mailbox need more space than the destination allows for rules.',
    remedy: 'Ask the administrator to raise the RulesQuota of the mailbox, then run a full pass.',
  },
};

/** Otherwise by what it is. */
const BY_KIND: Readonly<Partial<Record<OmissionKind, Explanation>>> = {
  permissions: {
    cause: 'The destination refused the entry. Usually this means that it does not know the person.',
    remedy: 'Create the person’s account or mailbox at the destination, then run a full pass.',
  },
  delegates: {
    cause: 'The destination refused the delegate. Usually this means that it does not know the person.',
    remedy: 'Create the person’s mailbox at the destination, then run a full pass.',
  },
  rules: {
    cause: 'The server did not return the rules, or it refused the rule.',
    remedy: 'Create the rule again at the destination.',
  },
  'out-of-office': {
    cause: 'One of the servers refused the out-of-office reply.',
    remedy: 'Set it up again at the destination.',
  },
  categories: {
    cause: 'One of the servers refused the category list. Items still keep their categories.',
    remedy: 'To restore the list, add the categories of an item in Outlook when it offers to.',
  },
};

const UNKNOWN: Explanation = {
  cause: 'The server gave an answer that Mailferry does not recognise.',
  remedy: 'Run a full pass to try again.',
};

/** Cause and remedy of an omission. */
export function explainOmission({ kind, code }: { kind: OmissionKind; code: string }): Explanation {
  return BY_CODE[code] ?? BY_KIND[kind] ?? UNKNOWN;
}
