import type { JSX } from 'solid-js';
import { formatCount } from '../../lib/format.ts';
import { Confirm } from '../../ui/confirm.tsx';

/** Asks before credentials that users gave are deleted. `name`: what has to be typed. */
export function PurgeDialog(props: {
  name: string;
  count: number;
  onConfirm: () => void;
  onClose: () => void;
}): JSX.Element {
  return (
    <Confirm
      title="Purge credentials"
      name={props.name}
      action={
        props.count === 1 ? 'Purge credentials' : `Purge the credentials of ${formatCount(props.count)} mailboxes`
      }
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        Mailferry deletes the credentials that{' '}
        {props.count === 1 ? 'the user of this mailbox' : `the users of ${formatCount(props.count)} mailboxes`} gave.
        Further passes have to ask them again.
      </p>
      <p class="muted">The activity of the project keeps the receipt: who purged what, and when.</p>
    </Confirm>
  );
}
