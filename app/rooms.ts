import type { IconName } from './ui/icon.tsx';

/** What the rail leads to. */
export const ROOMS: readonly { href: string; label: string; icon: IconName }[] = [
  { href: '/projects', label: 'Projects', icon: 'projects' },
  { href: '/customers', label: 'Customers', icon: 'customers' },
  { href: '/endpoints', label: 'Endpoints', icon: 'endpoints' },
  { href: '/activity', label: 'Activity', icon: 'clock' },
  { href: '/settings', label: 'Settings', icon: 'settings' },
];
