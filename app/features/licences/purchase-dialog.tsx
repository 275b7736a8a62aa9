import { useQueryClient } from '@tanstack/solid-query';
import { useNavigate } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { LICENCE_KINDS, LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { LicenceKind, PaymentWay } from '../../../worker/lib/licence-facts.ts';
import type { LicenceOrder, Licences } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import facts from '../../ui/facts.module.css';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { formatMoney } from './licence-words.ts';
import styles from './licences.module.css';
import { createReadAgain } from './queries.ts';

const ADDRESS_FIELDS = [
  ['company', 'Company', 'organization'],
  ['street', 'Street and number', 'street-address'],
  ['postalCode', 'Postal code', 'postal-code'],
  ['city', 'City', 'address-level2'],
  ['country', 'Country', 'country-name'],
  ['taxId', 'VAT number (optional)', 'off'],
  ['email', 'E-mail for the invoice', 'email'],
] as const;

type Values = Record<(typeof ADDRESS_FIELDS)[number][0], string> & {
  kind: LicenceKind;
  quantity: string;
  payment: PaymentWay;
};

/** The address of the last order: most orders have the same. */
function lastAddress(client: ReturnType<typeof useQueryClient>): LicenceOrder['billingAddress'] | undefined {
  const known = client.getQueriesData<{ items: LicenceOrder[] }>({ queryKey: keys.licenceOrders });
  return known.flatMap(([, data]) => data?.items ?? [])[0]?.billingAddress;
}

/** An order: kind, number, billing address, summary and payment. */
export function PurchaseDialog(props: {
  licences: Licences;
  /** What is needed, where that is known. */
  start?: { kind: LicenceKind; quantity: number };
  onClose: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const navigate = useNavigate();
  const readAgain = createReadAgain();
  const last = lastAddress(client);
  const form = createApiForm<Values>({
    values: {
      kind: props.start?.kind ?? 'user-bundle',
      quantity: String(props.start?.quantity ?? 1),
      company: last?.company ?? '',
      street: last?.street ?? '',
      postalCode: last?.postalCode ?? '',
      city: last?.city ?? '',
      country: last?.country ?? '',
      taxId: last?.taxId ?? '',
      email: last?.email ?? '',
      payment: 'invoice',
    },
    schema: async () => (await import('../../../worker/lib/new-licence-order.ts')).LicenceOrderFields as never,
    fieldOf: (path) => path.replace(/^billingAddress\./, ''),
    submit: async ({ kind, quantity, payment, ...billingAddress }) => {
      const json = { kind, quantity: Number(quantity), payment, billingAddress };
      const placed = await read(api['licence-orders'].$post({ json }));
      await readAgain();
      if (placed.checkoutUrl !== null) {
        location.assign(placed.checkoutUrl);
        return;
      }
      props.onClose();
      navigate(`/settings/licences/orders/${placed.id}`);
    },
  });
  const values = () => form.values();
  const price = () => props.licences.kinds.find(({ kind }) => kind === values().kind)?.unitAmount ?? 0;
  const quantity = () => (/^\s*\d{1,6}\s*$/.test(values().quantity) ? Number(values().quantity) : 0);
  const money = (amount: number) => formatMoney(amount, props.licences.currency);
  const takesCards = () => props.licences.payments.some((way) => way === 'card');
  return (
    <Dialog title="Buy licences" onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={values().payment === 'card' ? 'Order and pay' : 'Place order'}
        busyLabel="Ordering …"
      >
        <div class={styles.pair}>
          <Field label="Number" wrong={form.wrong('quantity')}>
            {(control) => (
              <input
                {...control()}
                inputmode="numeric"
                autocomplete="off"
                value={values().quantity}
                onInput={(event) => form.set('quantity', event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="Licence" wrong={form.wrong('kind')}>
            {(control) => (
              <Select
                {...control()}
                value={values().kind}
                options={LICENCE_KINDS.map((kind) => ({ value: kind, label: LICENCE_NAMES[kind] }))}
                onChange={(kind) => form.set('kind', kind)}
              />
            )}
          </Field>
        </div>
        <fieldset class={styles.group}>
          <legend>Billing address</legend>
          <div class={styles.halves}>
            <For each={ADDRESS_FIELDS}>
              {([name, label, autocomplete]) => (
                <Field label={label} wrong={form.wrong(name)}>
                  {(control) => (
                    <input
                      {...control()}
                      autocomplete={autocomplete}
                      type={name === 'email' ? 'email' : 'text'}
                      maxLength={254}
                      value={values()[name]}
                      onInput={(event) => form.set(name, event.currentTarget.value)}
                    />
                  )}
                </Field>
              )}
            </For>
          </div>
        </fieldset>
        <fieldset class={styles.group}>
          <legend>Payment</legend>
          <Check
            choiceOf="licence-payment"
            checked={values().payment === 'invoice'}
            onChange={() => form.set('payment', 'invoice')}
            hint="The licences are available once an owner marks the order as paid."
          >
            Invoice
          </Check>
          <Show when={takesCards()}>
            <Check
              choiceOf="licence-payment"
              checked={values().payment === 'card'}
              onChange={() => form.set('payment', 'card')}
              hint="You pay on a page of Stripe. Mailferry does not see the card."
            >
              Card
            </Check>
          </Show>
        </fieldset>
        <section class="stack snug" aria-label="Order summary">
          <h3>Order summary</h3>
          <dl class={facts.facts}>
            <dt>
              {quantity()} × {LICENCE_NAMES[values().kind]} at {money(price())}
            </dt>
            <dd>{money(quantity() * price())}</dd>
            <dt>
              <strong>Net total</strong>
            </dt>
            <dd>
              <strong>{money(quantity() * price())}</strong>
            </dd>
          </dl>
          <p class="small muted">Without taxes, in {props.licences.currency}.</p>
        </section>
      </Form>
    </Dialog>
  );
}
