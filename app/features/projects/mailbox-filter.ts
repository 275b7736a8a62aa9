import { useSearchParams } from '@solidjs/router';
import { createEffect, createSignal, on } from 'solid-js';
import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';
import { MAILBOX_STATES } from '../../../worker/lib/mailbox-statuses.ts';
import { tagKey } from '../../../worker/lib/mailbox-tags.ts';
import { NO_WAVE, waveKey } from '../../../worker/lib/wave-key.ts';
import type { Mailbox } from '../../api.ts';
import { createSettled } from '../../lib/settled.ts';
import type { RequestKind } from '../credential-requests/request-kinds.ts';
import { REQUEST_KINDS, REQUEST_LOOKS, kindOfMailbox } from '../credential-requests/request-kinds.ts';
import type { SavedFilterFacts } from '../saved-filters/queries.ts';
import { STATE_LABELS } from './state-labels.ts';

export type MailboxFilter = {
  state?: MailboxState | undefined;
  kind?: RequestKind | undefined;
  tag?: string | undefined;
  /** The name of a wave, or `none`. */
  wave?: string | undefined;
  q?: string | undefined;
};

const oneOf = <T extends string>(known: readonly T[], text: string | undefined): T | undefined =>
  known.find((each) => each === text);

/** Reads a filter from the parameters of an address; unknown values are left out. */
export const filterIn = (params: Readonly<Record<string, string | undefined>>): MailboxFilter => ({
  state: oneOf(MAILBOX_STATES, params.state),
  kind: oneOf(REQUEST_KINDS, params.kind),
  tag: params.tag || undefined,
  wave: params.wave || undefined,
  q: params.q || undefined,
});

export const NO_FILTER: MailboxFilter = {
  state: undefined,
  kind: undefined,
  tag: undefined,
  wave: undefined,
  q: undefined,
};

/** The filter as the workgroup keeps it; undefined where everything is shown. */
export function factsOf({ state, kind, tag, wave, q }: MailboxFilter): SavedFilterFacts | undefined {
  const part = q?.trim();
  const facts = {
    ...(state && { state }),
    ...(kind && { kind }),
    ...(tag && { tag }),
    ...(wave && { wave }),
    ...(part && { q: part }),
  };
  return Object.keys(facts).length > 0 ? facts : undefined;
}

/** The parts of a filter: `Needs attention, tag Board, “fjord”`. */
export function wordsOfFilter(facts: SavedFilterFacts): string {
  const { state, kind, tag, wave, q } = filterIn(facts);
  const parts = [
    state && STATE_LABELS[state],
    kind && `credentials: ${REQUEST_LOOKS[kind].label}`,
    tag && `tag ${tag}`,
    wave && (waveKey(wave) === NO_WAVE ? 'no wave' : `wave ${wave}`),
    q && `“${q}”`,
  ];
  const words = parts.filter(Boolean).join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whether a mailbox is shown. */
export function matcherOf({ state, kind, tag, wave, q = '' }: MailboxFilter): (mailbox: Mailbox) => boolean {
  const part = q.trim().toLowerCase();
  const key = tag && tagKey(tag);
  const ofWave = wave && waveKey(wave);
  return (mailbox) =>
    (!state || mailbox.state === state) &&
    (!kind || kindOfMailbox(mailbox) === kind) &&
    (!key || mailbox.tags.some((each) => tagKey(each) === key)) &&
    (!ofWave || (mailbox.wave ? waveKey(mailbox.wave.name) : NO_WAVE) === ofWave) &&
    (part === '' ||
      mailbox.sourceEmail.toLowerCase().includes(part) ||
      mailbox.destinationEmail.toLowerCase().includes(part));
}

/** The filter of a project's mailboxes. The address carries it, so that a link shows the same. */
export function createMailboxFilter() {
  const [params, setParams] = useSearchParams<{ state: string; kind: string; tag: string; wave: string; q: string }>();
  const [filter, setFilter] = createSignal<MailboxFilter>(filterIn(params));
  const settled = createSettled(filter);
  createEffect(
    on(
      settled,
      ({ state, kind, tag, wave, q }) =>
        setParams({ state, kind, tag, wave, q: q?.trim() || undefined }, { replace: true, scroll: false }),
      { defer: true },
    ),
  );
  return {
    filter,
    set: (change: MailboxFilter) => setFilter((before) => ({ ...before, ...change })),
  };
}
