import type { Run } from '../../../worker/local/demo.ts';

export type Screen = {
  name: string;
  path: string;
  /** Text that is there once the screen shows what it is for. Where it is missing, another screen was measured. */
  shows: string;
  /** The least score, where it is another than that of the others. */
  least?: number;
};

/** What a person sees who is not signed in. */
export const SIGN_IN: Screen = { name: 'sign-in', path: '/sign-in', shows: 'Sign in to Mailferry' };

/** What the first person sees, before anybody owns this Mailferry. */
export const SET_UP: Screen = { name: 'set-up', path: '/setup', shows: 'Set-up token' };

/** Every screen of an agent, in the demo. */
export function screensOf(
  run: Run,
  ids: { mailbox: string; webhook: string; customer: string; endpoint: string },
): Screen[] {
  const project = `/projects/${run.projectId}`;
  const email = run.source.mailboxes[0]!.email;
  return [
    { name: 'projects', path: '/projects', shows: 'Fjord Trading' },
    { name: 'project', path: project, shows: 'Needs attention' },
    { name: 'new project', path: '/projects/new', shows: 'What do you migrate?' },
    { name: 'bulk add', path: `${project}/mailboxes/add`, shows: 'Check the list' },
    { name: 'options', path: `${project}/options`, shows: 'Options' },
    { name: 'scripts', path: `${project}/scripts`, shows: 'Grant full access' },
    { name: 'mailbox panel', path: `${project}/mailboxes/${ids.mailbox}`, shows: email },
    { name: 'inventory', path: `${project}/inventory`, shows: 'as soon as they are counted' },
    { name: 'waves', path: `${project}/waves`, shows: 'No waves yet' },
    { name: 'project activity', path: `${project}/activity`, shows: 'started' },
    { name: 'activity', path: '/activity', shows: 'Save as CSV' },
    { name: 'customers', path: '/customers', shows: 'Add customer' },
    { name: 'customer', path: `/customers/${ids.customer}`, shows: 'Primary domain' },
    { name: 'customer users', path: `/customers/${ids.customer}/users`, shows: email },
    { name: 'endpoint', path: `/endpoints/${ids.endpoint}`, shows: 'Test connection' },
    { name: 'endpoints', path: '/endpoints', shows: 'Old provider' },
    { name: 'settings', path: '/settings', shows: 'Settings' },
    { name: 'webhooks', path: '/settings/webhooks', shows: 'Service desk' },
    { name: 'webhook', path: `/settings/webhooks/${ids.webhook}`, shows: 'pass.completed' },
    { name: 'mail', path: '/settings/mail', shows: 'Sender address' },
    { name: 'templates', path: '/settings/templates', shows: 'Preview' },
    { name: 'profile', path: '/settings/profile', shows: 'Time zone' },
    { name: 'security', path: '/settings/security', shows: 'Two-factor sign-in' },
    { name: 'workgroup', path: '/settings/workgroup', shows: 'Project sharing' },
    { name: 'agents', path: '/settings/agents', shows: 'Invite agent' },
    { name: 'api keys', path: '/settings/api-keys', shows: 'Create API key' },
    { name: 'licences', path: '/settings/licences', shows: 'Licences' },
    { name: 'not found', path: '/nowhere', shows: 'Projects' },
  ];
}
