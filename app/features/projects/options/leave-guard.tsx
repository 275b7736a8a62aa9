import type { BeforeLeaveEventArgs } from '@solidjs/router';
import { useBeforeLeave } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show, createSignal, onCleanup, onMount } from 'solid-js';
import { Dialog } from '../../../ui/dialog.tsx';
import { button } from '../../../ui/button.ts';
import formStyles from '../../../ui/form.module.css';

/** Asks before unsaved changes are lost: inside the app by name, when the tab closes by the browser's own words. */
export function LeaveGuard(props: {
  isDirty: boolean;
  what: string;
  /** True when everything is saved. */
  onSave: () => Promise<boolean>;
}): JSX.Element {
  const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs>();
  useBeforeLeave((event) => {
    if (!props.isDirty || event.defaultPrevented) return;
    event.preventDefault();
    setLeaving(event);
  });
  onMount(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (props.isDirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', onUnload);
    onCleanup(() => window.removeEventListener('beforeunload', onUnload));
  });
  const leave = () => {
    const event = leaving();
    setLeaving();
    event?.retry(true);
  };
  const save = async () => {
    if (await props.onSave()) leave();
    else setLeaving();
  };
  return (
    <Show when={leaving()}>
      <Dialog title="Leave without saving?" onClose={() => setLeaving()}>
        <div class="stack">
          <p>Not saved: {props.what}.</p>
          <div class={formStyles.actions}>
            <button type="button" class={button('danger')} onClick={leave}>
              Leave without saving
            </button>
            <button type="button" class={button('primary')} autofocus onClick={() => void save()}>
              Save and leave
            </button>
          </div>
        </div>
      </Dialog>
    </Show>
  );
}
