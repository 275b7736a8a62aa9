import type { Fetch } from '../authenticator.ts';
import type { BasicCharset, OneTry } from '../charsets.ts';
import type { SignInMemory } from '../sign-in-memory.ts';
import { createGate } from '../trial-gate.ts';

/** The same user name and password, as one charset writes them. */
export type Form = {
  charset: BasicCharset;
  send(fetch: Fetch, url: string, init: RequestInit): Promise<Response>;
};

/** What an answer says about the form sent: `open` if something else may have answered, such as a busy front door. */
type Verdict = 'in' | 'refused' | 'open';

type Outcome = { response: Response; verdict: Verdict };

/**
 * Sends requests in the first of the forms that the server takes, or only in the one that is remembered. While more than
 * one is possible one caller tries and the others wait, each form is refused once at most, and then nothing more is
 * sent: servers lock accounts. A streamed body is not sent before a form is found.
 */
export function triedForms(
  fetch: Fetch,
  forms: readonly Form[],
  memory?: (origin: string) => SignInMemory,
  once?: OneTry,
): Fetch {
  const gate = createGate();
  let left: readonly Form[] | undefined;
  let accepted: Form | undefined;
  let refusal: Response | undefined;

  const accept = (form: Form, origin: string): void => {
    if (accepted !== undefined) return;
    accepted = form;
    const remembered = memory?.(origin);
    if (remembered?.basicCharset !== form.charset) remembered?.learn({ basicCharset: form.charset });
  };

  const send = async (form: Form, url: string, init: RequestInit): Promise<Outcome> => {
    const response = await form.send(fetch, url, init);
    const verdict = verdictOf(response);
    if (verdict === 'in') accept(form, new URL(url).origin);
    return { response, verdict };
  };

  /** Sends in one form after the other until one is not refused. */
  const sendInTurn = async (url: string, init: RequestInit): Promise<Outcome> => {
    for (;;) {
      const [form] = left ?? [];
      if (form === undefined) return { response: again(refusal), verdict: 'refused' };
      const outcome = await send(form, url, init);
      if (outcome.verdict !== 'refused') return outcome;
      left = left?.slice(1) ?? [];
      refusal = again(outcome.response);
      if (left.length === 0) return outcome;
      await outcome.response.body?.cancel();
    }
  };

  const find = async (url: string, init: RequestInit): Promise<Outcome> => {
    if (!(init.body instanceof ReadableStream)) return sendInTurn(url, init);
    const { duplex: _, ...whole } = init as RequestInit & { duplex?: 'half' };
    const first = await sendInTurn(url, { ...whole, body: '' });
    const [form] = left ?? [];
    if (form === undefined || !isOfTheService(first)) return first;
    await first.response.body?.cancel();
    return send(form, url, init);
  };

  const known = (): Form | undefined => accepted;
  return async (url, init) => {
    left ??= oneOf(formsFor(forms, memory?.(new URL(url).origin)), once);
    const only = known() ?? (forms.length === 1 || (left.length === 1 && refusal === undefined) ? left[0] : undefined);
    if (only) return (await send(only, url, init)).response;
    const entry = await gate.enter(init.signal ?? new AbortController().signal);
    if (entry === 'refused') return again(refusal);
    let verdict: Verdict = 'open';
    try {
      const found = known();
      const outcome = found ? await send(found, url, init) : await find(url, init);
      verdict = outcome.verdict;
      return outcome.response;
    } finally {
      gate.leave(entry, verdict === 'in' ? 'answered' : verdict);
    }
  };
}

/** The remembered form, or all forms if it is not one of these. */
function formsFor(forms: readonly Form[], memory: SignInMemory | undefined): readonly Form[] {
  const known = forms.filter(({ charset }) => charset === memory?.basicCharset);
  return known.length > 0 ? known : forms;
}

function oneOf(forms: readonly Form[], once: OneTry | undefined): readonly Form[] {
  if (once === undefined) return forms;
  const form = forms[once.form] ?? forms[0];
  return form === undefined ? [] : [form];
}

function verdictOf({ status, headers }: Response): Verdict {
  if (status === 401) return 'refused';
  // A page may be that of a sign-in form before the server.
  return /\bxml\b/i.test(headers.get('content-type') ?? '') ? 'in' : 'open';
}

/** Whether an answer to an empty request comes from behind the sign-in: only the service itself complains about one. */
function isOfTheService({ response, verdict }: Outcome): boolean {
  return verdict === 'in' || (verdict === 'open' && [400, 405, 411, 415].includes(response.status));
}

/** A refusal once more, without asking for it. */
function again(refusal: Response | undefined): Response {
  const offer = refusal?.headers.get('www-authenticate') ?? 'Basic';
  return new Response(null, { status: 401, headers: { 'www-authenticate': offer } });
}
