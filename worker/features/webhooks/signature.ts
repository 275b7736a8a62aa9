import { fromBase64, toBase64, utf8 } from '../../lib/encoding.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function makeSecret(random: (bytes: Uint8Array) => void): string {
  const bytes = new Uint8Array(SECRET_BYTES);
  random(bytes);
  return `${PREFIX}${toBase64(bytes)}`;
}

/**
 * The headers that sign one attempt, by each secret in turn: HMAC-SHA256 over id, unix seconds of the attempt and the
 * bytes that are sent (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
export async function signedHeaders(
  messageId: string,
  at: number,
  body: Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
): Promise<{ 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }> {
  const timestamp = String(Math.floor(at / 1000));
  const head = utf8(`${messageId}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(secret, signed)));
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

async function signatureOf(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = fromBase64(secret.slice(PREFIX.length));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)))}`;
}
