import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Mailbox } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { createMeQuery } from '../session/queries.ts';
import type { RequestActions } from './queries.ts';

const PurgeDialog = lazy(async () => ({ default: (await import('./purge-dialog.tsx')).PurgeDialog }));

/** Which passwords of a mailbox are kept, and how to be rid of them. */
export function StoredPasswords(props: { mailbox: Mailbox; actions: RequestActions }): JSX.Element {
  const me = createMeQuery();
  const [isPurging, setPurging] = createSignal(false);
  const stored = () =>
    [props.mailbox.hasSourcePassword && 'source', props.mailbox.hasDestinationPassword && 'destination'].filter(
      (side) => typeof side === 'string',
    );
  const mayPurge = () => me.data !== undefined && can(me.data.role, 'credentials.purge');
  return (
    <section class="stack snug" aria-label="Stored passwords">
      <div class="row spread">
        <h3>Stored passwords</h3>
        <Show when={mayPurge() && stored().length > 0}>
          <button
            type="button"
            class={button('danger')}
            aria-disabled={props.actions.isBusy() || undefined}
            onClick={() => setPurging(true)}
          >
            Purge credentials
          </button>
        </Show>
      </div>
      <p class="muted">
        {stored().length === 0
          ? 'None of this mailbox.'
          : `Sealed for the ${stored().join(' and the ')}. Nobody can read them, and they are purged after the migration.`}
      </p>
      <Show when={isPurging()}>
        <Suspense>
          <PurgeDialog
            name={props.mailbox.sourceEmail}
            count={1}
            onConfirm={() => {
              setPurging(false);
              void props.actions.purge([props.mailbox.id]);
            }}
            onClose={() => setPurging(false)}
          />
        </Suspense>
      </Show>
    </section>
  );
}
