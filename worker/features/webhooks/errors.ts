import { problemsOf } from '../../lib/problem.ts';
import { MAX_WEBHOOKS } from '../../lib/webhook-facts.ts';

export const problem = problemsOf({
  'webhook-not-found': {
    status: 404,
    title: 'No such webhook',
    cause: 'Your workgroup has no webhook with this id.',
    remedy: 'Find the id in the list of webhooks.',
  },
  'delivery-not-found': {
    status: 404,
    title: 'No such delivery',
    cause: 'The webhook has no delivery with this id. Deliveries are kept for 30 days.',
    remedy: 'Find the id in the list of deliveries.',
  },
  'project-not-found': {
    status: 404,
    title: 'No such project',
    cause: 'Your workgroup has no project with this id.',
    remedy: 'Find the id in the list of projects.',
  },
  'webhook-address-not-allowed': {
    status: 422,
    title: 'Address not allowed',
    cause: 'Mailferry cannot send events to this address.',
    remedy: 'Use an https address of a public server.',
  },
  'webhook-changed': {
    status: 412,
    title: 'Changed in the meantime',
    cause: 'Someone changed the webhook after you read it.',
    remedy: 'Read it again, then decide based on the current version.',
  },
  'webhook-paused': {
    status: 409,
    title: 'Webhook paused',
    cause: 'A paused webhook sends nothing but tests.',
    remedy: 'Resume the webhook, then redeliver.',
  },
  'too-many-webhooks': {
    status: 409,
    title: 'Too many webhooks',
    cause: `A workgroup can have at most ${MAX_WEBHOOKS} webhooks.`,
    remedy: 'Delete a webhook that is no longer needed.',
  },
});
