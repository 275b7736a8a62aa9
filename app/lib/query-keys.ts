/** Names of what the query cache holds. */
export const keys = {
  me: ['me'] as const,
  setup: ['setup'] as const,
  projects: ['projects'] as const,
  project: (id: string) => ['project', id] as const,
  mailboxes: (projectId: string) => ['mailboxes', projectId] as const,
  statistics: (mailboxId: string) => ['statistics', mailboxId] as const,
  omissions: (mailboxId: string) => ['losses', mailboxId] as const,
  errors: (mailboxId: string) => ['errors', mailboxId] as const,
  folderErrors: (mailboxId: string) => ['folder-errors', mailboxId] as const,
  endpoints: ['endpoints'] as const,
  apiKeys: ['api-keys'] as const,
  events: ['events'] as const,
  webhooks: ['webhooks'] as const,
  webhook: (id: string) => ['webhook', id] as const,
  deliveries: (webhookId: string) => ['deliveries', webhookId] as const,
  delivery: (webhookId: string, id: string) => ['delivery', webhookId, id] as const,
};
