import type { JSX } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import type { Selection } from '../../ui/data-table/selection.ts';
import { MailboxCard } from './mailbox-card.tsx';
import { COLUMNS_WITH_WAVE, MAILBOX_COLUMNS } from './mailbox-columns.tsx';

/** Where the search hands the focus on to. */
export const GRID_ID = 'mailbox-grid';

/** The mailboxes of a project. */
export function MailboxTable(props: {
  mailboxes: Mailbox[];
  openId: string | undefined;
  selected: Selection;
  onSelect: (ids: Selection) => void;
  onOpen: (id?: string) => void;
}): JSX.Element {
  return (
    <DataTable
      name="Mailboxes"
      gridId={GRID_ID}
      rows={props.mailboxes}
      columns={props.mailboxes.some(({ wave }) => wave !== null) ? COLUMNS_WITH_WAVE : MAILBOX_COLUMNS}
      card={(mailbox) => <MailboxCard mailbox={mailbox()} />}
      nameOf={({ sourceEmail }) => sourceEmail}
      openId={props.openId}
      onOpen={props.onOpen}
      selected={props.selected}
      onSelect={props.onSelect}
      empty="No mailbox matches."
      attributesOf={({ id, status }) => ({ 'data-mailbox-id': id, 'data-status': status })}
    />
  );
}
