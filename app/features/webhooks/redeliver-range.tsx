import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { DAY_MS } from '../../../worker/lib/units.ts';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';

/** As an input of a day and a time takes it, in the reader's zone. */
function localText(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** Sends again what failed or was dropped between two moments. */
export function RedeliverRange(props: { webhookId: string; onDone: () => void }): JSX.Element {
  const [from, setFrom] = createSignal(localText(Date.now() - DAY_MS));
  const [until, setUntil] = createSignal('');
  const [isAll, setAll] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const submit = async () => {
    const [first, last] = [Date.parse(from()), until() === '' ? undefined : Date.parse(until())];
    setWrong(Number.isNaN(first) ? 'Enter a day and a time.' : undefined);
    if (wrong() !== undefined) return;
    setBusy(true);
    setProblem();
    try {
      const { count } = await read(
        api.webhooks[':id'].redeliver.$post({
          param: { id: props.webhookId },
          json: {
            from: new Date(first).toISOString(),
            ...(last !== undefined && { until: new Date(last).toISOString() }),
            states: isAll() ? ['failed', 'dropped', 'delivered'] : ['failed', 'dropped'],
          },
        }),
      );
      showToast(count === 1 ? '1 delivery is sent again.' : `${formatCount(count)} deliveries are sent again.`);
      props.onDone();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy()) void submit();
      }}
    >
      <Field label="From" wrong={wrong()}>
        {(control) => (
          <input
            {...control()}
            type="datetime-local"
            value={from()}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Until" hint="If it is empty: until now.">
        {(control) => (
          <input
            {...control()}
            type="datetime-local"
            value={until()}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        )}
      </Field>
      <Check checked={isAll()} onChange={setAll} hint="Without it, only what failed or was dropped.">
        Also what was delivered
      </Check>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <div class="row spread">
        <span />
        <button type="submit" class={button('primary')} aria-disabled={isBusy() || undefined}>
          {isBusy() ? 'Redelivering …' : 'Redeliver'}
        </button>
      </div>
    </form>
  );
}
