import type { Role } from './roles.ts';
import { isAbove } from './roles.ts';

/** What an API key may be allowed to do. */
export const KEY_SCOPES = ['read', 'run', 'manage'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** All scopes; `session` is that of people who are signed in, which no key can have. */
export const SCOPES = [...KEY_SCOPES, 'session'] as const;
export type Scope = (typeof SCOPES)[number];

type ActionFacts = {
  /** The lowest role that may do it. */
  role: Role;
  /** What an API key needs besides its role. */
  scope: Scope;
  /** For people. */
  title: string;
};

const by =
  (role: Role) =>
  (scope: Scope, title: string): ActionFacts => ({ role, scope, title });
const agent = by('agent');
const manager = by('manager');
const owner = by('owner');

/**
 * Everything that one can do in a workgroup, and who may. The API enforces it, the app shows what it allows, and the
 * tests take their cases from it.
 */
export const ACTIONS = {
  'me.read': agent('read', 'See who is signed in'),
  'account.read': agent('session', 'See one’s own account'),
  'account.update': agent('session', 'Change one’s own account'),
  'workgroup.require-two-factor': owner('session', 'Require two-factor sign-in of all agents'),
  'agent.reset-two-factor': manager('session', 'Turn off two-factor sign-in for agents'),
  'workgroup.list': by('inactive')('session', 'See one’s own workgroups'),
  'workgroup.activate': by('inactive')('session', 'Switch to another workgroup'),
  'workgroup.read': agent('read', 'See the workgroup'),
  'workgroup.update': manager('manage', 'Change name, language and time zone of the workgroup'),
  'agent.read': agent('read', 'See agents'),
  'agent.update': manager('manage', 'Change roles'),
  'agent.remove': manager('manage', 'Remove agents'),
  'agent.make-owner': by('owner')('session', 'Transfer the ownership'),
  'invitation.read': manager('read', 'See invitations'),
  'invitation.create': manager('manage', 'Invite agents'),
  'invitation.resend': manager('manage', 'Send invitations again'),
  'invitation.revoke': manager('manage', 'Revoke invitations'),
  'provider.read': agent('read', 'Search the provider directory'),
  'provider.create': agent('manage', 'Add providers'),
  'provider.update': agent('manage', 'Change or correct providers'),
  'provider.delete': agent('manage', 'Delete providers and corrections'),
  'api-key.list': manager('session', 'See API keys'),
  'api-key.create': manager('session', 'Create API keys'),
  'api-key.revoke': manager('session', 'Revoke API keys'),
  'customer.read': agent('read', 'See customers and their users'),
  'customer.create': agent('manage', 'Add customers'),
  'customer.update': agent('manage', 'Change customers'),
  'customer.archive': agent('manage', 'Archive and restore customers'),
  'customer.delete': manager('manage', 'Delete customers'),
  'customer-user.create': agent('manage', 'Add users of customers'),
  'customer-user.update': agent('manage', 'Change users of customers'),
  'customer-user.delete': agent('manage', 'Delete users of customers'),
  'endpoint.read': agent('read', 'See endpoints'),
  'endpoint.create': agent('manage', 'Add endpoints'),
  'endpoint.discover': agent('manage', 'Search for servers'),
  'endpoint.update': agent('manage', 'Change endpoints'),
  'endpoint.trust': manager('manage', 'Trust certificates'),
  'endpoint.delete': agent('manage', 'Delete endpoints'),
  'endpoint.test': agent('run', 'Test connections'),
  'project.read': agent('read', 'See projects'),
  'project.see-all': manager('read', 'See all projects, even if they are not shared'),
  'project.share': manager('manage', 'Give projects to agents'),
  'project.create': agent('manage', 'Add projects'),
  'project.update': agent('manage', 'Change projects'),
  'project.archive': agent('manage', 'Archive and restore projects'),
  'mailbox.read': agent('read', 'See mailboxes'),
  'mailbox.create': agent('manage', 'Add mailboxes'),
  'mailbox.update': agent('manage', 'Change mailboxes'),
  'mailbox.delete': agent('manage', 'Delete mailboxes'),
  'wave.read': agent('read', 'See waves'),
  'wave.manage': agent('manage', 'Create, change and delete waves'),
  'saved-filter.read': agent('read', 'See saved filters'),
  'saved-filter.manage': agent('manage', 'Save, change and delete filters of mailboxes'),
  'pass.read': agent('read', 'See passes'),
  'pass.start': agent('run', 'Start passes'),
  'pass.stop': agent('run', 'Stop passes'),
  'notice.read': agent('read', 'See notices and their logs'),
  'notice.manage': agent('manage', 'Notify users, and cancel notices'),
  'credential-request.read': agent('read', 'See credential requests'),
  'credential-request.manage': agent('manage', 'Send credential requests again, revoke them and copy their links'),
  'credentials.purge': agent('manage', 'Delete credentials that end users gave'),
  'script.read': agent('read', 'See scripts for administrators of providers'),
  'script.send': agent('manage', 'Send scripts to administrators of providers'),
  'event.read': agent('read', 'See events'),
  'webhook.read': manager('read', 'See webhooks and deliveries'),
  'webhook.create': manager('manage', 'Create webhooks'),
  'webhook.update': manager('manage', 'Change webhooks and their secrets'),
  'webhook.delete': manager('manage', 'Delete webhooks'),
  'webhook.send': manager('manage', 'Send tests and redeliver'),
  'message.read': agent('read', 'See messages'),
  'message.resend': manager('manage', 'Send messages again'),
  'mail-settings.read': manager('read', 'See the mail settings'),
  'mail-settings.update': manager('manage', 'Change the mail settings'),
  'mail-settings.test': manager('manage', 'Send test messages'),
  'template.read': agent('read', 'See templates'),
  'template.update': manager('manage', 'Change templates'),
  'template.test': manager('manage', 'Send test messages of templates'),
  'look.read': agent('read', 'See logo and colour of messages'),
  'licence.read': agent('read', 'See how many licences there are'),
  'licence.audit': manager('read', 'See licence orders and the licence ledger'),
  'licence.apply': agent('manage', 'Apply licences to customer users, and revoke them'),
  'licence.configure': owner('manage', 'Turn licences on and off'),
  'licence.purchase': owner('manage', 'Order licences'),
  'licence.mark-paid': owner('manage', 'Mark licence orders as paid'),
  'look.update': manager('manage', 'Change logo and colour of messages'),
} as const satisfies Readonly<Record<string, ActionFacts>>;

export type Action = keyof typeof ACTIONS;

/** What an agent may do who has yet to set up the two-factor sign-in that their workgroup requires. */
export const BEFORE_TWO_FACTOR: readonly Action[] = ['me.read', 'account.read', 'account.update'];

/** Whether a role allows an action. */
export function can(role: Role, action: Action): boolean {
  return !isAbove(ACTIONS[action].role, role);
}

/** Whether what someone signed in with allows an action; their role must allow it as well. */
export function scopeAllows(scopes: readonly Scope[], action: Action): boolean {
  return scopes.includes(ACTIONS[action].scope);
}
