import { z } from 'zod';
import { WEBHOOK_EVENTS } from '../../lib/event-types.ts';
import { WebhookMessage, WebhookTest } from './message-schema.ts';

const SCHEMAS = { WebhookMessage, WebhookTest };

const HEADERS = [
  ['webhook-id', 'The id of the message: the same at every attempt. Use it to recognise a message that came before.'],
  ['webhook-timestamp', 'Unix seconds of the attempt. Refuse a request that is more than five minutes old.'],
  [
    'webhook-signature',
    'One or more signatures, separated by spaces: `v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`. The key is the base64 part of the secret, decoded. Accept the request if one of them is valid.',
  ],
] as const;

const DELIVERY = `Sent by POST to the webhooks that subscribe to it, as [Standard Webhooks](https://www.standardwebhooks.com) describes.

- At least once: a message can come twice, with the same \`webhook-id\`. The order is not guaranteed; use \`timestamp\`.
- Answer 2xx within 15 seconds. Anything else is a failed attempt; redirects are not followed. Mailferry tries 10 times over 75 hours and honours Retry-After. 410 pauses the webhook at once, and five days of failure do.
- Up to 8 requests come at the same time. On Cloudflare, the addresses that they come from are not fixed.
- The body has at most 20 kB. Fields are only added within a \`version\` of \`data\`.`;

const describeMessage = (type: string, title: string, description: string, schema: keyof typeof SCHEMAS) => ({
  post: {
    operationId: `webhook.${type}`,
    summary: title,
    description: `${description} ${DELIVERY}`,
    parameters: HEADERS.map(([name, meaning]) => ({
      name,
      in: 'header' as const,
      required: true,
      description: meaning,
      schema: { type: 'string' as const },
    })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
    },
    responses: { '2XX': { description: 'The message has been received.' } },
  },
});

/** What the OpenAPI document says of webhooks: a message for each type of event, and the schemas of the bodies. */
export function documentWebhooks() {
  const messages = WEBHOOK_EVENTS.map(
    ({ type, title, description }) => [type, describeMessage(type, title, description, 'WebhookMessage')] as const,
  );
  const test = describeMessage('webhook.test', 'Test', 'Someone sent a test.', 'WebhookTest');
  return {
    webhooks: { ...Object.fromEntries(messages), 'webhook.test': test },
    schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchemaOf(schema)])),
  };
}

/** A schema as components have it: named by its place alone. */
function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _dialect, ref: _name, ...plain } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return plain;
}
