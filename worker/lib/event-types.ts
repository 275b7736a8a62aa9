export const ACTOR_KINDS = ['agent', 'api-key', 'end-user', 'device', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

type EventTypeFacts = {
  type: string;
  /** The version of Mailferry that wrote the first of them. */
  since: string;
  /** Webhooks can subscribe to it. */
  isWebhook: boolean;
  /** For filters and settings. */
  title: string;
  /** When it is written, in one sentence. */
  description: string;
};

const noted = <Type extends string>(type: Type, title: string, description: string) => ({
  type,
  since: '0.1.0',
  isWebhook: false,
  title,
  description,
});
const sent = <Type extends string>(type: Type, title: string, description: string) => ({
  ...noted(type, title, description),
  isWebhook: true,
});

/** Every type of event there is. Routes, screens, webhooks and the OpenAPI document take them from here. */
export const EVENT_TYPES = [
  noted('workgroup.created', 'Workgroup created', 'An owner signed up with a new workgroup.'),
  noted('workgroup.updated', 'Workgroup changed', 'Someone changed the name or the settings of the workgroup.'),
  noted('invitation.created', 'Agent invited', 'Someone invited an agent into the workgroup.'),
  noted('invitation.resent', 'Invitation sent again', 'Someone had an invitation sent again.'),
  noted(
    'invitation.revoked',
    'Invitation revoked',
    'Someone revoked an invitation, or lost the right to give its role.',
  ),
  noted('invitation.accepted', 'Invitation accepted', 'An invited person joined the workgroup.'),
  noted('agent.role-changed', 'Role changed', 'Someone changed the role of an agent.'),
  noted('agent.made-owner', 'Ownership transferred', 'An owner made someone else the owner, and became a manager.'),
  noted('agent.removed', 'Agent removed', 'Someone removed an agent from the workgroup, and with them their API keys.'),
  noted('agent.password-changed', 'Password changed', 'An agent changed their password.'),
  noted(
    'workgroup.two-factor-required',
    'Two-factor sign-in required',
    'An owner required two-factor sign-in, or ended that.',
  ),
  noted('agent.two-factor-reset', 'Two-factor sign-in reset', 'Someone turned off two-factor sign-in for an agent.'),
  noted('account.updated', 'Profile changed', 'An agent changed their name, language or time zone.'),
  noted('account.email-change-requested', 'E-mail change requested', 'An agent asked to change their e-mail address.'),
  noted('account.email-changed', 'E-mail changed', 'An agent confirmed a new e-mail address.'),
  noted('account.password-reset', 'Password reset', 'Someone reset the password of an agent by a link in a message.'),
  noted('account.sessions-ended', 'Sessions ended', 'An agent signed out one or more of their sessions.'),
  noted('account.two-factor-enabled', 'Two-factor sign-in on', 'An agent turned on two-factor sign-in.'),
  noted('account.two-factor-disabled', 'Two-factor sign-in off', 'An agent turned off two-factor sign-in.'),
  noted('account.recovery-codes-renewed', 'Recovery codes renewed', 'An agent replaced their recovery codes.'),
  noted('account.recovery-code-used', 'Recovery code used', 'An agent signed in with a recovery code.'),
  noted('api-key.created', 'API key created', 'Someone created an API key.'),
  noted('api-key.revoked', 'API key revoked', 'Someone revoked an API key, and with it the keys that it created.'),
  noted('customer.created', 'Customer added', 'Someone added a customer, or a project was added without one.'),
  noted('customer.updated', 'Customer changed', 'Someone changed a customer.'),
  noted('customer.archived', 'Customer archived', 'Someone archived a customer.'),
  noted('customer.restored', 'Customer restored', 'Someone restored an archived customer.'),
  noted('customer.deleted', 'Customer deleted', 'Someone deleted a customer and its users.'),
  noted('customer-user.added', 'Customer users added', 'Someone added users to a customer, or mailboxes of new users.'),
  noted(
    'customer-user.updated',
    'Customer users changed',
    'Someone changed a user of a customer, imported more of some, or added a mailbox with another address of theirs.',
  ),
  noted('customer-user.deleted', 'Customer user deleted', 'Someone deleted a user of a customer.'),
  noted('provider.added', 'Provider added', 'Someone added a provider to the directory.'),
  noted('provider.updated', 'Provider changed', 'Someone changed or corrected a provider of the directory.'),
  noted('provider.deleted', 'Provider deleted', 'Someone deleted a provider, or a correction, from the directory.'),
  noted('endpoint.created', 'Endpoint added', 'Someone added an endpoint.'),
  noted('endpoint.updated', 'Endpoint changed', 'Someone changed an endpoint.'),
  noted('endpoint.tested', 'Connection tested', 'Someone tested the connection of an endpoint.'),
  noted('endpoint.deleted', 'Endpoint deleted', 'Someone deleted an endpoint.'),
  noted('certificate.trusted', 'Certificate trusted', 'Someone chose to trust one certificate of a host.'),
  noted('certificate.trust-ended', 'Certificate no longer trusted', 'Someone withdrew the trust in a certificate.'),
  noted('project.created', 'Project added', 'Someone added a project.'),
  noted(
    'project.updated',
    'Project changed',
    'Someone changed the name, the customer, the endpoints or the options of a project.',
  ),
  noted(
    'project.archived',
    'Project archived',
    'Someone archived a project; the links of its end users ended, and what they gave was deleted.',
  ),
  noted('project.restored', 'Project restored', 'Someone restored an archived project.'),
  noted(
    'project.shared',
    'Project given',
    'Someone gave a project to agents, who see it even if projects are not shared.',
  ),
  noted('project.unshared', 'Project taken away', 'Someone ended grants of a project.'),
  noted('project.step-marked', 'Step marked', 'Someone marked a step of a plan as done, or took that back.'),
  sent('project.completed', 'Project completed', 'A pass ended after which every mailbox of the project is completed.'),
  noted('wave.created', 'Wave created', 'Someone created a wave of a project, or added mailboxes to a new one.'),
  noted('wave.updated', 'Wave changed', 'Someone changed the name or the cutover of a wave.'),
  noted('wave.deleted', 'Wave deleted', 'Someone deleted a wave; its mailboxes are in no wave then.'),
  noted('saved-filter.created', 'Filter saved', 'Someone saved a filter of mailboxes.'),
  noted('saved-filter.updated', 'Saved filter changed', 'Someone changed a saved filter.'),
  noted('saved-filter.deleted', 'Saved filter deleted', 'Someone deleted a saved filter.'),
  noted('mailbox.added', 'Mailboxes added', 'Someone added one or more mailboxes to a project.'),
  noted(
    'mailbox.updated',
    'Mailbox changed',
    'Someone changed the destination, the sign-in, the tags or the wave of one or more mailboxes.',
  ),
  noted('mailbox.deleted', 'Mailbox deleted', 'Someone deleted one or more mailboxes from Mailferry.'),
  noted('mailbox.tested', 'Mailbox tested', 'Someone tested whether both servers open a mailbox.'),
  noted(
    'mailbox.import-undone',
    'Import undone',
    'Someone removed the mailboxes that were added with one list, and the customer users and waves that came with them.',
  ),
  sent('mailbox.completed', 'Mailbox completed', 'A pass on a mailbox ended, with or without failed items.'),
  sent('mailbox.failed', 'Mailbox failed', 'A pass on a mailbox ended because of a fault.'),
  sent('mailbox.paused', 'Mailbox paused', 'A mailbox paused and does not continue until someone acts.'),
  sent(
    'mailbox.waiting_for_end_user',
    'Mailbox waiting for its end user',
    'A pass waits until the owner of a mailbox gives credentials.',
  ),
  noted('credentials.requested', 'Credentials requested', 'End users were asked for the credentials of mailboxes.'),
  sent('credentials.received', 'Credentials received', 'An end user gave credentials, and the server accepted them.'),
  noted(
    'credentials.purged',
    'Credentials deleted',
    'Credentials that an end user gave were deleted; this is the receipt.',
  ),
  noted('credential-request.resent', 'Credential requests sent again', 'Credential requests were sent again.'),
  noted('credential-request.reminded', 'Reminder queued', 'An end user is reminded of a credential request.'),
  noted(
    'credential-request.revoked',
    'Credential requests revoked',
    'Credential requests and their links ended: someone revoked them, stopped the pass or entered the credentials.',
  ),
  noted('credential-request.expired', 'Credential request expired', 'A credential request was not answered in time.'),
  noted(
    'credential-request.link-copied',
    'Link of a credential request copied',
    'Someone copied the link of a credential request, to hand it to the end user.',
  ),
  sent('pass.started', 'Pass started', 'Someone started a pass.'),
  noted('mail-settings.updated', 'Mail settings changed', 'Someone changed how Mailferry sends mail.'),
  noted('template.updated', 'Template changed', 'Someone changed the text of a message.'),
  noted('template.reset', 'Template reset', 'Someone returned to the usual text of a message.'),
  noted('look.updated', 'Logo or colour changed', 'Someone changed how messages look.'),
  noted('message.tested', 'Test message sent', 'Someone sent a test message.'),
  noted('message.resent', 'Message sent again', 'Someone had a message sent again.'),
  noted('message.sent', 'Message sent', 'A mail server took a message.'),
  noted('message.failed', 'Message failed', 'A message could not be sent.'),
  noted('message.bounced', 'Message bounced', 'A mail server refused the recipient of a message for good.'),
  noted('notice.created', 'Users notified', 'Someone had a notice sent to owners of mailboxes, or scheduled one.'),
  noted('notice.cancelled', 'Notice cancelled', 'Someone cancelled a notice before all of its messages were sent.'),
  noted('notice.sent', 'Notice sent', 'All messages of a notice were made.'),
  noted('script.sent', 'Script sent', 'Someone had a script sent to an administrator of a provider.'),
  noted('pass.stop-requested', 'Stop requested', 'Someone stopped a pass, or some mailboxes of it.'),
  sent('pass.completed', 'Pass completed', 'A pass ended; at least one of its mailboxes did not fail.'),
  sent('pass.failed', 'Pass failed', 'A pass ended, and all of its mailboxes failed.'),
  sent('pass.stopped', 'Pass stopped', 'A pass ended because someone stopped it.'),
  noted('licence.turned-on', 'Licences turned on', 'An owner turned licences on for the workgroup.'),
  noted('licence.turned-off', 'Licences turned off', 'An owner turned licences off for the workgroup.'),
  noted('licence.ordered', 'Licences ordered', 'An owner ordered licences.'),
  noted('licence.order-paid', 'Licence order paid', 'An order was paid, and its licences are available.'),
  noted(
    'licence.order-cancelled',
    'Licence order cancelled',
    'An open order was cancelled, or its payment page expired.',
  ),
  noted('licence.order-refunded', 'Licence order refunded', 'A payment was refunded; unused licences were taken back.'),
  noted('licence.applied', 'Licences applied', 'Someone applied licences to users of a customer.'),
  noted('licence.revoked', 'Licence revoked', 'Someone took an unused licence back from a customer user.'),
  noted('licence.reserved', 'Licences reserved', 'A pass reserved licences for its mailboxes.'),
  noted(
    'licence.missing',
    'Licences missing',
    'A pass started with fewer licences than it needs; some mailboxes wait.',
  ),
  noted('licence.returned', 'Licence returned', 'A pass ended before it copied anything, and returned its licence.'),
  noted('licence.consumed', 'Licence consumed', 'The first pre-stage or full pass on a mailbox completed.'),
  noted('licence.limit-reached', 'Licence limit reached', 'A mailbox paused at the data limit of its licence.'),
  noted('webhook.created', 'Webhook created', 'Someone created a webhook.'),
  noted('webhook.updated', 'Webhook changed', 'Someone changed a webhook.'),
  noted('webhook.paused', 'Webhook paused', 'Someone paused a webhook, or Mailferry did as its receiver failed.'),
  noted('webhook.resumed', 'Webhook resumed', 'Someone resumed a webhook.'),
  noted('webhook.secret-rotated', 'New webhook secret', 'Someone gave a webhook a new secret.'),
  noted('webhook.old-secret-ended', 'Old webhook secret ended', 'Someone ended the old secret of a webhook.'),
  noted('webhook.tested', 'Webhook tested', 'Someone sent a test to a webhook.'),
  noted('webhook.redelivered', 'Webhook redelivered', 'Someone sent deliveries of a webhook again.'),
  noted('webhook.deleted', 'Webhook deleted', 'Someone deleted a webhook and its deliveries.'),
] as const satisfies readonly EventTypeFacts[];

export type EventType = (typeof EVENT_TYPES)[number]['type'];

/** Types of events that webhooks can subscribe to. */
export const WEBHOOK_EVENTS = EVENT_TYPES.filter(({ isWebhook }) => isWebhook);
