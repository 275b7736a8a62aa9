import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { LicenceOrder, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './licences.module.css';
import { createReadAgain } from './queries.ts';

/** What an owner can do about an open order. */
export function OrderActions(props: { order: LicenceOrder }): JSX.Element {
  const readAgain = createReadAgain();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const [asked, setAsked] = createSignal<'pay' | 'cancel'>();
  // Not `disabled`: a button that was pressed keeps the focus while its request is under way.
  const ask = (what: 'pay' | 'cancel') => isBusy() || setAsked(what);
  const act = async (work: () => Promise<void>) => {
    setAsked();
    setProblem();
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setProblem(problemIn(error));
    }
    setBusy(false);
    await readAgain();
  };
  const param = () => ({ param: { id: props.order.id } });
  const markPaid = () =>
    act(async () => {
      await read(api['licence-orders'][':id']['mark-paid'].$post(param()));
      showToast(`${props.order.number} is paid. Its licences are available.`);
    });
  const cancel = () =>
    act(async () => {
      await read(api['licence-orders'][':id'].cancel.$post(param()));
      showToast(`${props.order.number} is cancelled.`);
    });
  const pay = () =>
    act(async () => {
      const { checkoutUrl } = await read(api['licence-orders'][':id'].checkout.$post(param()));
      location.assign(checkoutUrl);
    });
  return (
    <>
      <div class={styles.actions}>
        <button
          type="button"
          class={button('ghost')}
          aria-disabled={isBusy() || undefined}
          onClick={() => ask('cancel')}
        >
          Cancel order
        </button>
        <Show
          when={props.order.payment === 'invoice'}
          fallback={
            <button
              type="button"
              class={button()}
              aria-disabled={isBusy() || undefined}
              onClick={() => isBusy() || void pay()}
            >
              Pay by card
            </button>
          }
        >
          <button type="button" class={button()} aria-disabled={isBusy() || undefined} onClick={() => ask('pay')}>
            Mark as paid
          </button>
        </Show>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={asked()}>
        {(what) => (
          <Confirm
            title={what() === 'pay' ? 'Mark this order as paid?' : 'Cancel this order?'}
            name={props.order.number}
            action={what() === 'pay' ? 'Mark as paid' : 'Cancel the order'}
            onConfirm={() => void (what() === 'pay' ? markPaid() : cancel())}
            onClose={() => setAsked()}
          >
            <p>
              {what() === 'pay'
                ? 'Its licences become available at once. You cannot undo this.'
                : 'It can no longer be paid. You cannot undo this.'}
            </p>
          </Confirm>
        )}
      </Show>
    </>
  );
}
