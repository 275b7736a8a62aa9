import type { JSX } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EndpointForm } from './endpoint-form.tsx';

/** The form of an endpoint, over the page. */
export function EndpointDialog(props: {
  title: string;
  endpoint?: Endpoint;
  onDone: (endpoint: Endpoint) => void;
  onClose: () => void;
}): JSX.Element {
  const { endpoint } = props;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <EndpointForm {...(endpoint && { endpoint })} onDone={props.onDone} />
    </Dialog>
  );
}
