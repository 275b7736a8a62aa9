import type { JSX, ParentProps } from 'solid-js';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import type { ApiForm } from '../../../ui/form.tsx';
import { Form } from '../../../ui/form.tsx';

/** A form that changes several mailboxes; its button says how many. */
export function EditDialog(
  props: ParentProps<{
    /** What changes, such as `Tags`. */
    what: string;
    /** How many mailboxes were chosen, and how many of them change. */
    chosen: number;
    changing: number;
    /** Something else keeps it from being sent. */
    isEmpty?: boolean;
    form: ApiForm;
    note?: JSX.Element;
    onClose: () => void;
  }>,
): JSX.Element {
  return (
    <Dialog title={`${props.what} of ${counted(props.chosen, 'mailbox', 'mailboxes')}`} onClose={props.onClose}>
      <Form
        form={props.form}
        submitLabel={props.changing > 0 ? `Change ${formatCount(props.changing)}` : 'Change'}
        busyLabel="Changing …"
        isEmpty={props.changing === 0 || props.isEmpty === true}
        note={props.note}
      >
        {props.children}
      </Form>
    </Dialog>
  );
}
