import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';
import { LICENCE_KINDS, LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import { can } from '../../../worker/lib/permissions.ts';
import type { LicenceAssignment, Licences } from '../../api.ts';
import { api, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import facts from '../../ui/facts.module.css';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createMeQuery } from '../session/queries.ts';
import { LICENCE_HINTS } from './licence-words.ts';
import styles from './licences.module.css';
import { PurchaseDialog } from './purchase-dialog.tsx';

/** Applies licences to the selected users; where too few are left, it offers to buy the rest. */
export function ApplyDialog(props: {
  customerId: string;
  users: readonly { id: string; licences: readonly LicenceAssignment[] }[];
  licences: Licences;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const me = createMeQuery();
  const [isBuying, setBuying] = createSignal(false);
  const form = createApiForm<{ kind: LicenceKind }>({
    values: { kind: 'user-bundle' },
    submit: async ({ kind }) => {
      const json = { kind, userIds: needy().map(({ id }) => id) };
      await read(api.customers[':id'].licences.apply.$post({ param: { id: props.customerId }, json }));
      showToast(json.userIds.length === 1 ? 'The licence is applied.' : `${json.userIds.length} licences are applied.`);
      props.onDone();
    },
  });
  const kind = () => form.values().kind;
  const needy = () => props.users.filter(({ licences }) => licences.every((licence) => licence.kind !== kind()));
  const available = () => props.licences.kinds.find((each) => each.kind === kind())?.available ?? 0;
  const missing = () => Math.max(0, needy().length - available());
  const mayBuy = () => me.data !== undefined && can(me.data.role, 'licence.purchase');
  return (
    <Show
      when={!isBuying()}
      fallback={
        <PurchaseDialog
          licences={props.licences}
          start={{ kind: kind(), quantity: missing() }}
          onClose={() => setBuying(false)}
        />
      }
    >
      <Dialog title="Apply licences" onClose={props.onClose}>
        <Form form={form} submitLabel="Apply" busyLabel="Applying …" isEmpty={needy().length === 0 || missing() > 0}>
          <fieldset class={styles.group}>
            <legend>Licence</legend>
            {LICENCE_KINDS.toReversed().map((each) => (
              <Check
                choiceOf="licence-kind"
                checked={kind() === each}
                onChange={() => form.set('kind', each)}
                hint={LICENCE_HINTS[each]}
              >
                {LICENCE_NAMES[each]}
              </Check>
            ))}
          </fieldset>
          <dl class={facts.facts}>
            <dt>Users without this licence</dt>
            <dd>{formatCount(needy().length)}</dd>
            <dt>Available licences</dt>
            <dd>{formatCount(available())}</dd>
          </dl>
          <Show when={needy().length === 0}>
            <Notice tone="wait">
              <span>All selected users have this licence already.</span>
            </Notice>
          </Show>
          <Show when={missing() > 0}>
            <Notice tone="wait" role="status">
              <strong>
                {missing() === 1 ? '1 licence is missing' : `${formatCount(missing())} licences are missing`}
              </strong>
              <Show when={mayBuy()} fallback={<span>Ask an owner of the workgroup to buy licences.</span>}>
                <span>
                  <button type="button" class={button()} onClick={() => setBuying(true)}>
                    Buy licences
                  </button>
                </span>
              </Show>
            </Notice>
          </Show>
        </Form>
      </Dialog>
    </Show>
  );
}
