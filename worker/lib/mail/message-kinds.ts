/**
 * What a variable holds, and so how it is written: `text` as it is; `link` and `secretLink` as an address of the web;
 * `instant` (ISO 8601) as date and time of the recipient; `count` and `bytes` as numbers of the recipient’s language;
 * `pauseReason` (see webhook-facts.ts) as a sentence of it; `failure` (what a failed mailbox shows, in English) in that
 * language; `code` keeps its lines and blanks, where it is a paragraph of its own. A `secretLink` is created when the message is sent, and stored nowhere.
 */
export type VariableType =
  | 'text'
  | 'link'
  | 'secretLink'
  | 'instant'
  | 'count'
  | 'bytes'
  | 'pauseReason'
  | 'failure'
  | 'code';

type Kind = {
  title: string;
  /** Who gets it, and when. */
  about: string;
  variables: Readonly<Record<string, VariableType>>;
  /** Without these a message of this kind serves no purpose. */
  needs: readonly string[];
};

/** Every kind of message that Mailferry sends. Later features add their own here, and a text for it in each language. */
export const MESSAGE_KINDS = {
  invitation: {
    title: 'Invitation',
    about: 'Invites an agent into the workgroup.',
    variables: { inviterName: 'text', link: 'secretLink', expiresAt: 'instant' },
    needs: ['link'],
  },
  'password-reset': {
    title: 'Password reset',
    about: 'Lets an agent choose a new password.',
    variables: { link: 'secretLink', expiresAt: 'instant' },
    needs: ['link'],
  },
  'password-changed': {
    title: 'Password changed',
    about: 'Informs an agent that their password was changed.',
    variables: { changedAt: 'instant' },
    needs: [],
  },
  'email-confirmation': {
    title: 'E-mail confirmation',
    about: 'Lets an agent confirm a new e-mail address. It goes to that address.',
    variables: { newAddress: 'text', link: 'secretLink', expiresAt: 'instant' },
    needs: ['link'],
  },
  'email-changed': {
    title: 'E-mail changed',
    about: 'Informs an agent at their old e-mail address that it was changed.',
    variables: { newAddress: 'text', changedAt: 'instant' },
    needs: [],
  },
  'two-factor-reset': {
    title: 'Two-factor sign-in reset',
    about: 'Informs an agent that someone turned off their two-factor sign-in.',
    variables: { resetBy: 'text', changedAt: 'instant' },
    needs: [],
  },
  'credential-request': {
    title: 'Credential request',
    about: 'Asks an end user for the sign-in details of their mailbox.',
    variables: { customer: 'text', mailbox: 'text', contact: 'text', link: 'secretLink', expiresAt: 'instant' },
    needs: ['link'],
  },
  reminder: {
    title: 'Reminder',
    about: 'Reminds an end user of a credential request.',
    variables: { customer: 'text', mailbox: 'text', contact: 'text', link: 'secretLink', expiresAt: 'instant' },
    needs: ['link'],
  },
  'migration-notice': {
    title: 'Migration notice',
    about: 'Informs an end user when their mailbox moves.',
    variables: { customer: 'text', mailbox: 'text', newAddress: 'text', startAt: 'instant', contact: 'text' },
    needs: ['startAt'],
  },
  completion: {
    title: 'Completion',
    about: 'Informs an end user that their new mailbox is ready.',
    variables: {
      customer: 'text',
      mailbox: 'text',
      newAddress: 'text',
      items: 'count',
      size: 'bytes',
      contact: 'text',
    },
    needs: [],
  },
  failure: {
    title: 'Failure',
    about: 'Informs an agent that a mailbox failed.',
    variables: { project: 'text', mailbox: 'text', cause: 'failure', remedy: 'failure', link: 'link' },
    needs: [],
  },
  statistics: {
    title: 'Statistics',
    about: 'Reports the progress of a project.',
    variables: {
      project: 'text',
      customer: 'text',
      mailboxesDone: 'count',
      mailboxesTotal: 'count',
      items: 'count',
      size: 'bytes',
      errors: 'count',
      startedAt: 'instant',
      endedAt: 'instant',
      link: 'link',
    },
    needs: [],
  },
  'outlook-instructions': {
    title: 'Outlook instructions',
    about: 'Explains to an end user how Outlook opens the new mailbox.',
    variables: { customer: 'text', newAddress: 'text', contact: 'text', link: 'secretLink' },
    needs: ['link'],
  },
  'provider-script': {
    title: 'Script for a provider',
    about: 'Asks an administrator of a provider to run a script.',
    variables: { sender: 'text', customer: 'text', fileName: 'text', note: 'text', script: 'code' },
    needs: ['script'],
  },
  'webhook-paused': {
    title: 'Webhook paused',
    about: 'Informs owners that a webhook was paused.',
    variables: { webhookName: 'text', webhookUrl: 'text', reason: 'pauseReason', settingsUrl: 'link' },
    needs: [],
  },
  test: {
    title: 'Test message',
    about: 'Shows that the mail settings work.',
    variables: {},
    needs: [],
  },
} as const satisfies Record<string, Kind>;

export type MessageKind = keyof typeof MESSAGE_KINDS;

export const MESSAGE_KIND_NAMES = Object.keys(MESSAGE_KINDS) as [MessageKind, ...MessageKind[]];

/**
 * Kinds that nobody sends again as a message: what they offer is renewed by what caused them, by those who may do that.
 */
export const RENEWED_BY_CAUSE: readonly MessageKind[] = [
  'invitation',
  'password-reset',
  'email-confirmation',
  'credential-request',
  'reminder',
];

/**
 * What every message can use: the name of the workgroup, a greeting with the recipient’s name where it is known, and
 * the name by itself.
 */
const COMMON_VARIABLES = { company: 'text', greeting: 'text', name: 'text' } as const satisfies Record<
  string,
  VariableType
>;

/** The variables of a kind with their types, the common ones included. */
export function variablesOf(kind: MessageKind): Readonly<Record<string, VariableType>> {
  return { ...COMMON_VARIABLES, ...MESSAGE_KINDS[kind].variables };
}

type ValueOf<Type extends VariableType> = Type extends 'count' | 'bytes' ? number : string;
type TypesOf<K extends MessageKind> = (typeof MESSAGE_KINDS)[K]['variables'];

/** What a message of a kind is given: all variables but the secret ones. `name` of the recipient, where it is known. */
export type MessageVariables<K extends MessageKind> = {
  [
    Name in keyof TypesOf<K> as TypesOf<K>[Name] extends 'secretLink' ? never : Name
  ]: TypesOf<K>[Name] extends VariableType ? ValueOf<TypesOf<K>[Name]> : never;
} & { name?: string };
