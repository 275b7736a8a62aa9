import type { Context } from 'hono';
import { Hono } from 'hono';
import { SIDES } from '../../../lib/credential-request-facts.ts';
import { sha256, toBase64Url } from '../../../lib/encoding.ts';
import type { Language } from '../../../lib/mail/languages.ts';
import { ProblemError } from '../../../lib/problem.ts';
import type { AppEnv } from '../../kernel/app.ts';
import { clientAddress } from '../../kernel/client-address.ts';
import { LIMITS } from '../../workgroups/attempt-limits.ts';
import { requireAttempt } from '../../workgroups/attempts.ts';
import { mailNewLink } from '../renew-requests.ts';
import { findLink, type FoundLink } from '../store.ts';
import { answerRequest } from './answer-request.ts';
import { askerOf } from './asker.ts';
import { chosenLanguage, languageOfBrowser } from './choose-language.ts';
import { SCRIPT_VERSION, STYLES_VERSION, stylesIn } from './files.ts';
import { markOpened } from './kept-answers.ts';
import { linkStateOf } from './link-state.ts';
import { isForeign, nonceOf } from './own-form.ts';
import { pressOnce } from './press.ts';
import { readAnswers } from './read-answers.ts';
import { readForm } from './read-form.ts';
import type { RequestView } from './page-view.ts';
import { renderPlainPage, renderRequestPage, stateOf } from './render.tsx';
import { SCRIPT } from './script.ts';
import { viewOf, type Entered } from './view-of.ts';

type Page = Context<AppEnv>;

const TOKEN = /^[\w-]{43}$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** A page that is about no request. */
function plain(c: Page, status: 403 | 404 | 408 | 413 | 415 | 429 | 500 | 503): Response {
  const names = { 403: 'foreign', 404: 'notFound', 429: 'tooMany', 500: 'failed', 503: 'failed' } as const;
  const name = status in names ? names[status as keyof typeof names] : 'tooLarge';
  return c.html(renderPlainPage(name, guessLanguage(c)), status);
}

function guessLanguage(c: Page): Language {
  return chosenLanguage(c.req.query('language')) ?? languageOfBrowser(c.req.header('accept-language')) ?? 'en';
}

/** What a token leads to. Or an answer: tokens that lead nowhere are counted by the client's address. */
async function openLink(c: Page): Promise<FoundLink | Response> {
  const { deps } = c.var;
  const token = c.req.param('token') ?? '';
  const found = TOKEN.test(token) ? await findLink(deps.db, await sha256(token)) : undefined;
  if (found) return found;
  try {
    await requireAttempt(deps, [[LIMITS.guessedLinkFromAddress, clientAddress(deps.settings, c.req.raw)]]);
  } catch (error) {
    if (error instanceof ProblemError) return plain(c, 429);
    throw error;
  }
  return plain(c, 404);
}

type Shown = { found: FoundLink; entered?: Entered | undefined; view?: RequestView; status?: 200 | 422 | 429 };

/** The page of a link as it is now. */
async function show(c: Page, { found, entered, view: given, status = 200 }: Shown): Promise<Response> {
  const { deps } = c.var;
  const token = c.req.param('token') ?? '';
  const { asker, language: known, purgeAfterDays } = await askerOf(deps.db, found);
  const bytes = new Uint8Array(12);
  deps.random(bytes);
  const view =
    given ??
    (await viewOf(deps, found, {
      press: toBase64Url(bytes),
      nonce: await nonceOf(token),
      purgeAfterDays,
      isChange: c.req.query('change') !== undefined,
      ...(entered && { entered }),
    }));
  const { request } = found;
  const language =
    chosenLanguage(c.req.query('language')) ??
    known ??
    languageOfBrowser(c.req.header('accept-language')) ??
    request.language;
  const input = { view, asker, reader: { language, timeZone: request.timeZone } };
  if (c.req.path.endsWith('/state')) return c.json(stateOf(input));
  const html = renderRequestPage(input, `/r/${token}/new-link${queryOf(c)}`);
  return c.html(html, view.kind === 'end' ? 410 : status);
}

/** The chosen language stays chosen. */
function queryOf(c: Page): string {
  const language = chosenLanguage(c.req.query('language'));
  return language === undefined ? '' : `?language=${language}`;
}

/** To the page of the link: what was sent is not sent again when it is loaded again. */
function backToPage(c: Page): Response {
  return c.redirect(`/r/${c.req.param('token') ?? ''}${queryOf(c)}`, 303);
}

/** The page of end users, where they give the credentials of their mailbox, and see how far it is. Mounted at `/r`. */
export const pageRoutes = new Hono<AppEnv>()
  .get('/page.css', (c) => {
    const styles = stylesIn(c.req.query('accent') ?? '');
    if (styles === undefined) return c.notFound();
    return c.body(styles, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': c.req.query('v') === STYLES_VERSION ? FOREVER : 'no-store',
    });
  })
  .get('/page.js', (c) =>
    c.body(SCRIPT, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': c.req.query('v') === SCRIPT_VERSION ? FOREVER : 'no-store',
    }),
  )
  .get('/:token', async (c) => {
    const found = await openLink(c);
    return found instanceof Response ? found : show(c, { found });
  })
  .get('/:token/state', async (c) => {
    const found = await openLink(c);
    return found instanceof Response ? found : show(c, { found });
  })
  // Where a browser comes that loads the answer to a form again.
  .get('/:token/new-link', backToPage)
  .post('/:token', async (c) => {
    const { deps } = c.var;
    const found = await openLink(c);
    if (found instanceof Response) return found;
    const form = await readForm(c.req.raw);
    if ('status' in form) return plain(c, form.status);
    const token = c.req.param('token');
    if (await isForeign(c.req.raw, token, form.fields.get('nonce'))) return plain(c, 403);
    if (await deps.isRoomUsedUp?.().catch(() => false)) return plain(c, 503);
    if (linkStateOf(found, deps.now()).kind !== 'open') return show(c, { found });
    const { answers, entered, isComplete } = readAnswers(form.fields, found.request);
    if (!isComplete) return show(c, { found, entered, status: 422 });
    const from = clientAddress(deps.settings, c.req.raw);
    const outcome = await pressOnce(deps, found.request.id, form.fields.get('press') ?? '', () =>
      answerRequest(deps, found, answers, from),
    );
    if (outcome?.kind !== 'refused' && outcome?.kind !== 'limited') return backToPage(c);
    const now = (await findLink(deps.db, found.link.tokenHash)) ?? found;
    if (outcome.kind === 'limited') {
      const limited = { ...entered, limitedUntil: outcome.until };
      return show(c, { found: now, entered: limited, status: 429 });
    }
    const problems: Entered['problems'] = {};
    for (const side of SIDES) {
      const refusal = outcome.refusals[side];
      if (refusal) problems[side] = { kind: 'refused', refusal };
    }
    return show(c, { found: now, entered: { ...entered, problems }, status: 422 });
  })
  .post('/:token/opened', async (c) => {
    const found = await openLink(c);
    if (found instanceof Response) return found;
    if (await isForeign(c.req.raw, c.req.param('token'), null)) return plain(c, 403);
    if (linkStateOf(found, c.var.deps.now()).kind === 'open') await markOpened(c.var.deps, found.request);
    return c.body(null, 204);
  })
  .post('/:token/new-link', async (c) => {
    const { deps } = c.var;
    const found = await openLink(c);
    if (found instanceof Response) return found;
    const token = c.req.param('token');
    if (await isForeign(c.req.raw, token, await nonceOf(token))) return plain(c, 403);
    const { request, mailbox } = found;
    const facts = { press: '', nonce: '', purgeAfterDays: null, isChange: false };
    const before = await viewOf(deps, found, facts);
    if (before.kind !== 'end' || before.newLinkTo === null) return backToPage(c);
    const sent = (isLimited: boolean) =>
      show(c, { found, view: { kind: 'sent', to: request.recipient, isLimited }, status: isLimited ? 429 : 200 });
    try {
      await requireAttempt(deps, [
        [LIMITS.newLinkFromAddress, clientAddress(deps.settings, c.req.raw)],
        [LIMITS.newLinkOfMailbox, mailbox.id],
      ]);
    } catch (error) {
      if (error instanceof ProblemError) return sent(true);
      throw error;
    }
    return (await mailNewLink(deps, request)) ? sent(false) : backToPage(c);
  });
