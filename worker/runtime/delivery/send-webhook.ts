import { faultOf } from '../../engine/model/fault.ts';
import { utf8 } from '../../lib/encoding.ts';
import { VERSION } from '../../lib/version.ts';
import { ANSWER_KEPT_BYTES } from '../../lib/webhook-facts.ts';
import type { Outcome } from '../../features/webhooks/decide-attempt.ts';
import { retryAfterOf } from '../../features/webhooks/retry-plan.ts';
import { signedHeaders } from '../../features/webhooks/signature.ts';
import type { Fetch } from '../platform/http.ts';
import { AddressRefusedError } from '../platform/http.ts';

export type Shipment = { url: string; messageId: string; body: string; secrets: readonly string[] };

type Means = { fetch: Fetch; now: () => number; timeoutMs: number };

/** The same words for a closed port, a silent one and failed TLS: a webhook must not scan a network. */
const NO_ANSWER = 'The connection failed, or no answer came in time.';

/**
 * One attempt: signs the bytes that it sends, as of now, and reads how the answer begins. Never throws for what the
 * receiver does. Redirects are not followed: a 3xx is a failed attempt.
 */
export async function sendWebhook(shipment: Shipment, { fetch, now, timeoutMs }: Means): Promise<Outcome> {
  const at = now();
  const body = utf8(shipment.body);
  const signed = await signedHeaders(shipment.messageId, at, body, shipment.secrets);
  const headers = { 'content-type': 'application/json', 'user-agent': `Mailferry-Webhooks/${VERSION}`, ...signed };
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await orAborted(fetch(shipment.url, { method: 'POST', headers, body, signal }), signal);
  } catch (error) {
    const isRefused = error instanceof AddressRefusedError || faultOf(error).code === 'address-refused';
    const said = isRefused ? 'The address is not allowed.' : NO_ANSWER;
    return { attempt: { at, status: null, error: said, ms: null, answer: null }, retryAfterMs: 0 };
  }
  const { status } = response;
  const answer = withoutSecrets(await beginningOf(response, signal), [
    ...shipment.secrets,
    ...signed['webhook-signature'].split(' ').map((part) => part.slice('v1,'.length)),
  ]);
  const attempt = { at, status, error: errorOf(status), ms: now() - at, answer };
  return { attempt, retryAfterMs: retryAfterOf(response.headers.get('retry-after'), now()) };
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `The receiver answered ${status}. Redirects are not followed.`;
  if (status === 410) return 'The receiver answered 410: it no longer exists.';
  return `The receiver answered ${status}.`;
}

/** Read beyond what is kept, so that a secret at its end is seen whole. */
const READ_BYTES = 2 * ANSWER_KEPT_BYTES;

/** The first bytes of an answer as text. An answer that breaks off, or never ends, has given its status all the same. */
async function beginningOf(response: Response, signal: AbortSignal): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const kept = new Uint8Array(READ_BYTES);
  let length = 0;
  try {
    while (length < kept.length) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (done) break;
      const part = value.subarray(0, kept.length - length);
      kept.set(part, length);
      length += part.length;
    }
  } catch {
    // What came before is kept.
  }
  reader.cancel().catch(() => {});
  return new TextDecoder().decode(kept.subarray(0, length));
}

/** A receiver may send back what it was sent; of that neither signatures nor secrets are kept. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, secret.replaceAll('/', String.raw`\/`)]);
  return forms.reduce((left, form) => left.replaceAll(form, '[withheld]'), text).slice(0, ANSWER_KEPT_BYTES);
}

/** A promise that ends with the signal at the latest, whatever the platform makes of it. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
