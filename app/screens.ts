import type { Component } from 'solid-js';

/** A screen of the app. */
export type Screen = {
  /** Where it is; `:id` stands for one part of the path. */
  paths: string[];
  load: () => Promise<{ default: Component }>;
  /** What it reads from the API first, by the ids in its path. It is requested while the code is on its way. */
  asks?: (ids: Readonly<Record<string, string>>) => string[];
  /** Code that it needs at once only for some ids in its path. */
  loadMore?: (ids: Readonly<Record<string, string>>) => Promise<unknown> | undefined;
};

const ENDPOINTS = '/api/endpoints?limit=200';
const CUSTOMERS = '/api/customers?limit=200';
const projectAt = (id = ''): string => `/api/projects/${id}`;

/** What is there for who is not signed in. */
export const DOORS: readonly Screen[] = [
  { paths: ['/sign-in'], load: () => import('./features/session/sign-in-page.tsx'), asks: () => ['/api/setup'] },
  { paths: ['/forgot-password'], load: () => import('./features/session/forgot-password-page.tsx') },
  { paths: ['/reset-password'], load: () => import('./features/session/reset-password-page.tsx') },
  { paths: ['/confirm-email'], load: () => import('./features/session/confirm-email-page.tsx') },
  { paths: ['/setup'], load: () => import('./features/session/setup-page.tsx'), asks: () => ['/api/setup'] },
  // What it asks for stands behind `#`, and is sent in a body.
  { paths: ['/invitation'], load: () => import('./features/session/invitation-page.tsx') },
];

const SECTIONS: readonly Screen[] = [
  { paths: ['/settings'], load: () => import('./features/settings/settings-page.tsx') },
  {
    paths: ['/settings/profile'],
    load: () => import('./features/account/profile-page.tsx'),
    asks: () => ['/api/account'],
  },
  {
    paths: ['/settings/security'],
    load: () => import('./features/account/security-page.tsx'),
    asks: () => ['/api/account', '/api/account/sessions'],
  },
  {
    paths: ['/settings/workgroup'],
    load: () => import('./features/workgroups/workgroup-page.tsx'),
    asks: () => ['/api/workgroup'],
  },
  {
    paths: ['/settings/agents'],
    load: () => import('./features/agents/agents-page.tsx'),
    asks: () => ['/api/agents?limit=200'],
  },
  {
    paths: ['/settings/mail'],
    load: () => import('./features/mail/mail-page.tsx'),
    asks: () => ['/api/mail-settings', '/api/messages?limit=50'],
  },
  {
    paths: ['/settings/templates'],
    load: () => import('./features/templates/templates-page.tsx'),
    asks: () => ['/api/templates', '/api/look'],
  },
  {
    paths: ['/settings/webhooks'],
    load: () => import('./features/webhooks/webhooks-page.tsx'),
    asks: () => ['/api/webhooks?limit=200'],
  },
  {
    paths: ['/settings/webhooks/:id'],
    load: () => import('./features/webhooks/webhook-page.tsx'),
    asks: ({ id = '' }) => [`/api/webhooks/${id}`],
  },
  {
    paths: ['/settings/licences'],
    load: () => import('./features/licences/licences-page.tsx'),
    asks: () => ['/api/licences'],
  },
  {
    paths: ['/settings/licences/orders/:id'],
    load: () => import('./features/licences/order-page.tsx'),
    asks: ({ id = '' }) => [`/api/licence-orders/${id}`],
  },
  {
    paths: ['/settings/api-keys'],
    load: () => import('./features/settings/api-keys-page.tsx'),
    asks: () => ['/api/api-keys?limit=50'],
  },
];

/** The settings: each section is there with the list of sections at its side. */
export const SETTINGS: readonly Screen[] = SECTIONS.map((screen) => ({
  ...screen,
  loadMore: () => import('./features/settings/settings-layout.tsx'),
}));

/** What is there in the shell. */
export const SCREENS: readonly Screen[] = [
  {
    paths: ['/projects'],
    load: () => import('./features/projects/projects-page.tsx'),
    asks: () => ['/api/projects?limit=200'],
  },
  {
    paths: ['/projects/new'],
    load: () => import('./features/projects/new-project-page.tsx'),
    asks: () => [ENDPOINTS, CUSTOMERS],
  },
  {
    paths: ['/projects/:id/mailboxes/add'],
    load: () => import('./features/mailboxes/bulk/bulk-add-page.tsx'),
    asks: ({ id }) => [
      projectAt(id),
      `${projectAt(id)}/mailboxes?limit=1000`,
      ENDPOINTS,
      `${projectAt(id)}/waves?limit=200`,
    ],
  },
  {
    // One screen: the page stays as it is while its panel opens and closes.
    paths: ['/projects/:id', '/projects/:id/mailboxes/:mailboxId'],
    load: () => import('./features/projects/project-page.tsx'),
    asks: ({ id, mailboxId }) => [
      projectAt(id),
      `${projectAt(id)}/mailboxes?limit=1000`,
      ...(mailboxId ? [`/api/mailboxes/${mailboxId}/statistics`] : []),
    ],
    loadMore: ({ mailboxId }) => (mailboxId ? import('./features/mailboxes/mailbox-panel.tsx') : undefined),
  },
  {
    paths: ['/projects/:id/options'],
    load: () => import('./features/projects/options/project-options-page.tsx'),
    asks: ({ id }) => [projectAt(id)],
  },
  {
    paths: ['/projects/:id/inventory'],
    load: () => import('./features/inventories/inventory-page.tsx'),
    asks: ({ id }) => [projectAt(id), `${projectAt(id)}/inventory`, `${projectAt(id)}/estimate`],
  },
  {
    paths: ['/projects/:id/waves'],
    load: () => import('./features/waves/waves-page.tsx'),
    asks: ({ id }) => [projectAt(id), `${projectAt(id)}/waves?limit=200`],
  },
  {
    paths: ['/projects/:id/notify'],
    load: () => import('./features/notices/notify-page.tsx'),
    asks: ({ id }) => [projectAt(id)],
  },
  {
    paths: ['/projects/:id/notices'],
    load: () => import('./features/notices/notices-page.tsx'),
    asks: ({ id }) => [projectAt(id), `${projectAt(id)}/notices?limit=50`],
  },
  {
    paths: ['/projects/:id/notices/:noticeId'],
    load: () => import('./features/notices/notice-page.tsx'),
    asks: ({ noticeId = '' }) => [`/api/notices/${noticeId}`],
  },
  {
    paths: ['/projects/:id/scripts'],
    load: () => import('./features/scripts/scripts-page.tsx'),
    asks: ({ id }) => [projectAt(id), `${projectAt(id)}/scripts`],
  },
  {
    paths: ['/projects/:id/activity'],
    load: () => import('./features/activity/project-activity-page.tsx'),
    asks: ({ id = '' }) => [projectAt(id), `/api/events?projectId=${id}&limit=50`],
  },
  {
    paths: ['/activity'],
    load: () => import('./features/activity/activity-page.tsx'),
    asks: () => [
      '/api/events?limit=50',
      '/api/projects?archived=all&limit=200',
      '/api/customers?archived=all&limit=200',
    ],
  },
  {
    paths: ['/customers'],
    load: () => import('./features/customers/customers-page.tsx'),
    asks: () => [CUSTOMERS],
  },
  {
    paths: ['/customers/:id', '/customers/:id/:tab'],
    load: () => import('./features/customers/customer-page.tsx'),
    asks: ({ id = '' }) => [`/api/customers/${id}`],
  },
  { paths: ['/endpoints'], load: () => import('./features/endpoints/endpoints-page.tsx'), asks: () => [ENDPOINTS] },
  {
    paths: ['/endpoints/:id'],
    load: () => import('./features/endpoints/endpoint-page.tsx'),
    asks: ({ id = '' }) => [`/api/endpoints/${id}`, `/api/endpoints/${id}/reports?limit=1`],
  },
  ...SETTINGS,
];

/** Elsewhere. */
export const NOWHERE: Screen = { paths: ['*'], load: () => import('./ui/not-found-page.tsx') };

/** The screen at a path, and the ids in that path. */
export function screenAt(path: string): { screen: Screen; ids: Record<string, string> } {
  for (const screen of [...DOORS, ...SCREENS])
    for (const pattern of screen.paths) {
      const ids = idsIn(pattern, path);
      if (ids) return { screen, ids };
    }
  // The root leads to the projects.
  return { screen: path === '/' ? SCREENS[0]! : NOWHERE, ids: {} };
}

function idsIn(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const parts = path.replace(/\/$/, '').split('/');
  if (parts.length !== wanted.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [index, part] of wanted.entries())
    if (part.startsWith(':') && /^[\w-]+$/.test(parts[index]!)) ids[part.slice(1)] = parts[index]!;
    else if (part !== parts[index]) return undefined;
  return ids;
}
