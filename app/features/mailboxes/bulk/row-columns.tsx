import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { isUnknownLogin } from '../../../../worker/lib/credential-request-facts.ts';
import type { ListField } from '../../../../worker/lib/mailbox-list/fields.ts';
import { formatCount } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { button } from '../../../ui/button.ts';
import type { Column } from '../../../ui/data-table/column.ts';
import styles from './bulk-add.module.css';
import { fieldLabel } from './field-label.ts';
import type { ShownRow } from './list-session.ts';
import { VERDICT_LOOKS } from './verdict-looks.ts';

type Act = {
  edit: (line: number, values: Partial<Record<ListField, string>>) => void;
  open: (id: string) => void;
};

/** What is said of a row, the worst first. */
function sentenceOf({ problems, verdict }: ShownRow): string | undefined {
  return (problems.find((problem) => problem.verdict === verdict) ?? problems[0])?.message;
}

/** How a side of a row is signed in to, in a few words. */
function signInWords(row: ShownRow): string {
  const of = (side: 'source' | 'destination') => {
    const hasPassword = side === 'source' ? row.hasSourcePassword : row.hasDestinationPassword;
    if (hasPassword) return 'own password';
    return isUnknownLogin(row[`${side}Login`]) ? 'asks the user' : 'no password';
  };
  const [source, destination] = [of('source'), of('destination')];
  if (source === destination) return source === 'no password' ? '' : `Both sides: ${source}`;
  return [
    source === 'no password' ? '' : `Source: ${source}`,
    destination === 'no password' ? '' : `Destination: ${destination}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

const groupWords = ({ wave, tags }: ShownRow): string => [wave, tags].filter(Boolean).join('; ');

function VerdictBadge(props: { row: ShownRow }): JSX.Element {
  const look = () => VERDICT_LOOKS[props.row.verdict];
  return (
    <Badge tone={look().tone} icon={look().icon}>
      {look().label}
    </Badge>
  );
}

/** An address that is corrected where it stands. Enter and leaving take it, Escape does not. */
function AddressCell(props: { row: ShownRow; field: 'sourceEmail' | 'destinationEmail'; act: Act }): JSX.Element {
  const value = () => props.row[props.field] ?? '';
  const take = (entered: string) => {
    if (entered !== value()) props.act.edit(props.row.line, { [props.field]: entered });
  };
  return (
    <input
      class={styles.address}
      aria-label={`${fieldLabel(props.field)} of row ${formatCount(props.row.line)}`}
      aria-invalid={props.row.problems.some(
        ({ field, verdict }) => field === props.field && verdict === 'invalid-address',
      )}
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      value={value()}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        // The focus stays here: without a pointer one goes on from it.
        if (event.key === 'Enter') take(event.currentTarget.value);
        if (event.key === 'Escape') event.currentTarget.value = value();
      }}
      onChange={(event) => take(event.currentTarget.value)}
    />
  );
}

export function rowColumns(act: Act): Column<ShownRow>[] {
  return [
    {
      id: 'line',
      title: 'Row',
      track: '58px',
      from: 780,
      isNumber: true,
      sortBy: (row) => row.line,
      cell: (row) => <span class="faint">{formatCount(row().line)}</span>,
    },
    {
      id: 'source',
      title: 'Source',
      track: 'minmax(110px, 1.2fr)',
      sortBy: (row) => row.sourceEmail,
      cell: (row) => <AddressCell row={row()} field="sourceEmail" act={act} />,
    },
    {
      id: 'destination',
      title: 'Destination',
      track: 'minmax(110px, 1.2fr)',
      sortBy: (row) => row.destinationEmail,
      cell: (row) => <AddressCell row={row()} field="destinationEmail" act={act} />,
    },
    {
      id: 'sign-in',
      title: 'Sign-in',
      track: 'minmax(120px, 0.8fr)',
      from: 1180,
      sortBy: signInWords,
      cell: (row) => <span class={`small muted ${styles.words}`}>{signInWords(row())}</span>,
    },
    {
      id: 'groups',
      title: 'Wave, tags',
      track: 'minmax(90px, 0.7fr)',
      from: 1_180,
      sortBy: groupWords,
      cell: (row) => <span class={`small muted ${styles.words}`}>{groupWords(row())}</span>,
    },
    {
      id: 'verdict',
      title: 'Verdict',
      track: 'minmax(110px, 1.5fr)',
      sortBy: (row) => VERDICT_LOOKS[row.verdict].label,
      cell: (row) => (
        <span class={styles.verdict}>
          <VerdictBadge row={row()} />
          <Show when={sentenceOf(row())}>
            {(words) => (
              <span
                class={`small muted ${styles.sentence}`}
                title={row()
                  .problems.map(({ message }) => message)
                  .join('\n')}
              >
                {words()}
              </span>
            )}
          </Show>
        </span>
      ),
    },
    {
      id: 'edit',
      title: 'Edit',
      track: '66px',
      cell: (row) => (
        <button
          type="button"
          class={button()}
          aria-label={`Edit row ${formatCount(row().line)}`}
          onClick={(event) => {
            event.stopPropagation();
            act.open(row().id);
          }}
        >
          Edit
        </button>
      ),
    },
  ];
}

/** A row on a phone; a press opens it. */
export function RowCard(props: { row: ShownRow }): JSX.Element {
  return (
    <span class={styles.card}>
      <span class="truncate">{props.row.sourceEmail || '(no address)'}</span>
      <span class="truncate small muted">→ {props.row.destinationEmail || '(no address)'}</span>
      <VerdictBadge row={props.row} />
      <Show when={groupWords(props.row)}>{(words) => <span class="truncate small muted">{words()}</span>}</Show>
      <span class={`small muted ${styles.sentence}`}>{sentenceOf(props.row) ?? signInWords(props.row)}</span>
    </span>
  );
}
