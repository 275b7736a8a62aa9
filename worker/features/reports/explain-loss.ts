import type { LossKind } from '../../lib/loss-kinds.ts';

type Explanation = { cause: string; remedy: string };

/** By our own codes. */
const BY_CODE: Readonly<Record<string, Explanation>> = {
  'user-unknown': {
    cause: 'The source names someone whose account is gone, or whose e-mail address it does not tell.',
    remedy: 'Nothing to do where the person has left; else set it again at the destination.',
  },
  'address-not-mapped': {
    cause: 'It is not known which address this person has at the destination.',
    remedy: 'Add the mailbox of the person to the project and run a full pass, or set it again at the destination.',
  },
  'changed-at-destination': {
    cause: 'The destination has another setting in its place, which was not overwritten.',
    remedy: 'Compare the two. Where the one of the source is right, remove the other and run a full pass.',
  },
  'folder-kind-differs': {
    cause: 'The folder is a calendar on one side and none on the other; their permission levels differ.',
    remedy: 'Share the folder again at the destination.',
  },
  'permission-unclear': {
    cause: 'The source does not show all that it allows this person in the folder.',
    remedy: 'Share the folder again at the destination.',
  },
  'permission-list-unclear': {
    cause:
      'The destination shows only a part of who may do what in this folder. Its list is replaced as a whole, so that rights would be taken away.',
    remedy: 'Share the folder again at the destination.',
  },
  'custom-rights': {
    cause: 'The delegate has rights in a folder that are none of the levels that delegates can be given.',
    remedy: 'Let folder permissions cross too and run a full pass, or set the rights at the destination.',
  },
  'rule-not-shown': {
    cause: 'The server does not tell the rule in full; often it is one that runs in Outlook alone.',
    remedy: 'Make the rule again at the destination.',
  },
  'rule-broken': {
    cause: 'The rule does not work at the source either: what it names is gone.',
    remedy: 'Nothing to do, or make the rule again at the destination.',
  },
  'rule-folder': {
    cause: 'The rule names a folder that was not copied, or that lies in another mailbox.',
    remedy: 'Let the folder cross and run a full pass, or make the rule again at the destination.',
  },
  'rule-reply': {
    cause: 'The rule answers with a message template that lies hidden in the source mailbox.',
    remedy: 'Make the rule and its template again at the destination.',
  },
  'rule-account': {
    cause: 'The rule is about an account that only the source mailbox is connected to.',
    remedy: 'Connect the account at the destination and make the rule again.',
  },
  'outlook-rules': {
    cause: 'Outlook keeps rules in a form of its own, some of which run in Outlook alone. No server tells them.',
    remedy: 'Export the rules in Outlook (Rules and Alerts, Options) and import them into the new mailbox.',
  },
  'outlook-rules-dropped': {
    cause: 'The destination takes rules only where it gives up those that Outlook keeps for itself alone.',
    remedy: 'Rules that were switched off, or ran in Outlook alone, have to be made again at the destination.',
  },
  'version-too-old': {
    cause: 'The version of Exchange at the source or the destination has no way to tell or take this setting.',
    remedy: 'Set it again at the destination.',
  },
  'folder-renamed': {
    cause: 'The destination keeps this name for a folder of its own, which is another one at the source.',
    remedy: 'Nothing to do, or rename the folder at the destination.',
  },
  'no-archive': {
    cause: 'The source has an archive mailbox and the destination has none.',
    remedy: 'Let the administrator enable the archive at the destination; then run a full pass.',
  },
  'no-recoverable-items': {
    cause: 'One of the two servers does not open the folder of recoverable items.',
    remedy: 'Recover what is still needed at the source; it crosses with the next full pass.',
  },
  'item-incomplete': {
    cause: 'The item arrived by a path that can not carry all of it.',
    remedy: 'Compare the item with its original where the missing part matters.',
  },
  'deleted-copy-kept': {
    cause: 'The item was deleted at the source. Someone has changed its copy at the destination, so it was left there.',
    remedy: 'Ask the owner, and delete it at the destination where it is not needed.',
  },
  'received-copy-kept': {
    cause: 'The item was deleted at the source. The destination had received it by itself, so it was left there.',
    remedy: 'Delete it at the destination where it is not needed.',
  },
  'older-copy-kept': {
    cause: 'The item has a newer copy. Someone has changed the older one at the destination, so it was left beside it.',
    remedy: 'Compare the two at the destination, and delete the one that is not needed.',
  },
  'deletions-wait': {
    cause: 'A folder was set aside, and what has left others may be in it: no copy of a deleted item was removed.',
    remedy: 'Put the folder right; the next full pass removes them then.',
  },
  ErrorAccessDenied: {
    cause: 'The account of the endpoint may not read or change this setting.',
    remedy: 'Grant it full access to the mailbox, or impersonation, and run a full pass.',
  },
  ErrorQuotaExceeded: {
    cause: 'The destination mailbox is full.',
    remedy: 'Raise its quota and run a full pass.',
  },
  ErrorRulesOverQuota: {
    cause: 'The rules of the mailbox take more room than the destination gives them.',
    remedy: 'Let the administrator raise RulesQuota of the mailbox and run a full pass.',
  },
};

/** Otherwise by what it is. */
const BY_KIND: Readonly<Partial<Record<LossKind, Explanation>>> = {
  permissions: {
    cause: 'The destination refused the entry; most often it does not know the person.',
    remedy: 'Create the account or mailbox of the person at the destination and run a full pass.',
  },
  delegates: {
    cause: 'The destination refused the delegate; most often it does not know the person.',
    remedy: 'Create the mailbox of the person at the destination and run a full pass.',
  },
  rules: {
    cause: 'The server did not tell the rules, or refused the rule.',
    remedy: 'Make the rule again at the destination.',
  },
  'out-of-office': {
    cause: 'One of the servers refused the out-of-office reply.',
    remedy: 'Set it again at the destination.',
  },
  categories: {
    cause: 'One of the servers refused the list of categories. Items keep their categories all the same.',
    remedy: 'Outlook offers to add the categories of an item to the list.',
  },
};

const UNKNOWN: Explanation = {
  cause: 'The server answered in a way that Mailferry does not know.',
  remedy: 'Run a full pass to try again.',
};

/** Cause and remedy of what did not come along. */
export function explainLoss({ kind, code }: { kind: LossKind; code: string }): Explanation {
  return BY_CODE[code] ?? BY_KIND[kind] ?? UNKNOWN;
}
