import type { Deps } from '../../kernel/deps.ts';
import type { Language } from '../../../lib/mail/languages.ts';
import type { FoundRequest } from './answer-request.ts';
import { askerOf } from './asker.ts';
import type { RequestView } from './page-view.ts';
import { renderRequestPage } from './render.tsx';
import { openView, progressView } from './view-of.ts';

/** What the recipient of a request sees, for agents: marked as such, with a form that sends nothing, and without a token. */
export async function renderPreview(
  deps: Pick<Deps, 'db' | 'now'>,
  found: FoundRequest,
  language: Language | undefined,
): Promise<string> {
  const { request } = found;
  const { asker, language: known, purgeAfterDays } = await askerOf(deps.db, found);
  const reader = { language: language ?? known ?? request.language, timeZone: request.timeZone };
  return renderRequestPage({ view: await viewFor(deps, found, purgeAfterDays), asker, reader }, '', true);
}

async function viewFor(
  deps: Pick<Deps, 'db' | 'now'>,
  found: FoundRequest,
  purgeAfterDays: number | null,
): Promise<RequestView> {
  const { state, expiresAt } = found.request;
  if (state === 'answered') return progressView(found, expiresAt);
  if (state === 'revoked' || state === 'expired') return { kind: 'end', end: state, newLinkTo: null };
  return openView(deps, found, { press: '', nonce: '', purgeAfterDays, isChange: false });
}
