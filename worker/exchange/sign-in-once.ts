import { FaultError, faultOf, type Fault } from '../engine/model/fault.ts';
import { createCapabilities } from './client/capabilities.ts';
import { OLDEST_VERSION } from './client/negotiation.ts';
import { requireMessage } from './client/responses.ts';
import { sendWhole } from './client/send-whole.ts';
import { createWire } from './client/wire.ts';
import { withDeadline } from './client/with-deadline.ts';
import { makeFault } from './faults/make-fault.ts';
import { getFolderBody } from './operations/folders/get-folder.ts';
import type { Credentials, Fetch } from './transport/authenticator.ts';
import type { OneTry } from './transport/charsets.ts';
import { askSchemes } from './transport/sign-in/ask-schemes.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from './transport/sign-in/sign-in.ts';

export type SignInRequest = SignInPlatform & {
  /** The EWS address. */
  url: string;
  credentials: Credentials;
  /** Mailbox to open with them. */
  mailbox: string;
  once: OneTry;
  timeoutMs: number;
};

/** `authSchemes` in lower case, as the server offers them. */
export type SignInOutcome = { ok: true; authSchemes: string[] } | { ok: false; authSchemes: string[]; fault: Fault };

/** Faults of a request in a version that the server does not take: whoever hears of one has signed in. */
const SIGNED_IN: ReadonlySet<string> = new Set(['version', 'corrupt', 'unsupported']);

const PAGE_FAULT = 'sign-in-page';

/**
 * Opens a mailbox with one request that carries the credentials, and no other: a press on a form must not cost its owner
 * more than one of the wrong passwords after which servers lock an account. The first request carries none. Never throws.
 */
export async function signInOnce(request: SignInRequest): Promise<SignInOutcome> {
  const { url, credentials, mailbox, timeoutMs } = request;
  const side = 'source';
  const authSchemes: string[] = [];
  const door = watchedDoor(request.fetch);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    authSchemes.push(...(await askSchemes({ url, fetch: door.fetch, side, mailbox, signal })));
    const authenticator = createAuthenticator(requireScheme(authSchemes, url, side, credentials), credentials, request);
    try {
      const wire = createWire(
        { url, side, authenticator, mailbox, impersonate: false, newRequestId: () => crypto.randomUUID() },
        createCapabilities(request.now),
      );
      const owner = { mailbox, impersonates: false };
      const { response } = await withDeadline(
        timeoutMs,
        sendWhole(wire),
      )({
        operation: 'GetFolder',
        version: OLDEST_VERSION,
        body: () => getFolderBody([{ distinguishedId: 'inbox' }], owner, false),
        // Also what sends byte by byte ends.
        signal: AbortSignal.timeout(timeoutMs),
      });
      requireMessage(response, side);
      return { ok: true, authSchemes };
    } finally {
      authenticator.close?.();
    }
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    if (error instanceof FaultError && SIGNED_IN.has(fault.kind)) return { ok: true, authSchemes };
    return { ok: false, authSchemes, fault: door.isSignInPage() ? signInPage(fault) : fault };
  }
}

/** Notes whether a page for people stands where the server was asked for. */
function watchedDoor(fetch: Fetch): { fetch: Fetch; isSignInPage: () => boolean } {
  let isPage = false;
  return {
    isSignInPage: () => isPage,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const { status, headers } = response;
      const leadsTo = status >= 300 && status < 400 ? (headers.get('location') ?? '') : '';
      const isHtml = status === 200 && !/\bxml\b/i.test(headers.get('content-type') ?? '');
      isPage = isHtml || /\/adfs\/|wsignin|\/oauth2?\/|\/saml2?\//i.test(leadsTo);
      return response;
    },
  };
}

function signInPage(fault: Fault): Fault {
  const message = 'The server answers with a sign-in page. It may require a second factor.';
  return { ...makeFault('oauth-only', 'endpoint', PAGE_FAULT, message), ...(fault.side && { side: fault.side }) };
}
