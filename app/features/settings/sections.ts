import type { Action } from '../../../worker/lib/permissions.ts';
import { can } from '../../../worker/lib/permissions.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import type { IconName } from '../../ui/icon.tsx';

/** A page of the settings. */
type Section = {
  path: string;
  label: string;
  icon: IconName;
  /** What is there, in a few words: on a phone the list of sections shows it. */
  about: string;
  /** Who may not do this is not shown the section. */
  action?: Action;
};

/** In the order of the list. */
const SECTIONS: readonly Section[] = [
  { path: '/settings/profile', label: 'Profile', icon: 'account', about: 'Who you are, and how the app looks' },
  { path: '/settings/security', label: 'Security', icon: 'lock', about: 'Password, two-factor sign-in, and sessions' },
  {
    path: '/settings/workgroup',
    label: 'Workgroup',
    icon: 'customers',
    about: 'Your company, its language and time zone, and credential requests',
  },
  {
    path: '/settings/agents',
    label: 'Agents',
    icon: 'people',
    about: 'Who is in the workgroup, roles and invitations',
    action: 'agent.read',
  },
  {
    path: '/settings/mail',
    label: 'Mail',
    icon: 'inbox',
    about: 'Mail server, sender, test, and sent messages',
    action: 'mail-settings.read',
  },
  {
    path: '/settings/templates',
    label: 'Templates',
    icon: 'copy',
    about: 'What messages say, with your logo',
    action: 'template.read',
  },
  {
    path: '/settings/webhooks',
    label: 'Webhooks',
    icon: 'send',
    about: 'Notify other systems',
    action: 'webhook.read',
  },
  {
    path: '/settings/licences',
    label: 'Licences',
    icon: 'licence',
    about: 'Balances, orders, and whether passes need them',
    action: 'licence.read',
  },
  {
    path: '/settings/api-keys',
    label: 'API keys',
    icon: 'key',
    about: 'Access for scripts and integrations',
    action: 'api-key.list',
  },
];

/** The sections that a role has. */
export function sectionsFor(role: Role): Section[] {
  return SECTIONS.filter(({ action }) => action === undefined || can(role, action));
}
