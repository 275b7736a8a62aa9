import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import type { Customer } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import facts from '../../ui/facts.module.css';
import { Icon } from '../../ui/icon.tsx';
import { Ago } from '../../ui/parts.tsx';
import styles from './customers.module.css';

/** What is known of a customer. */
export function CustomerOverview(props: { customer: Customer }): JSX.Element {
  const lines = (): [name: string, value: JSX.Element][] => {
    const { customer } = props;
    const { email, phone } = customer;
    return [
      ['Primary domain', customer.isDomainMissing ? null : customer.primaryDomain],
      ['Further domains', customer.domains.join(', ') || null],
      ['Contact', customer.contactName],
      [
        'E-mail',
        email && (
          <a class="plain-link" href={`mailto:${email}`}>
            {email}
          </a>
        ),
      ],
      [
        'Phone',
        phone && (
          <a class="plain-link" href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>
            {phone}
          </a>
        ),
      ],
      ['Address', customer.address],
      ['Language', customer.language && LANGUAGE_NAMES[customer.language]],
      ['Time zone', customer.timeZone],
    ];
  };
  return (
    <div class={styles.overview}>
      <section class="card pad stack">
        <Show when={props.customer.logoUrl}>
          {(url) => (
            <span>
              <img class={styles.logo} src={url()} alt={`Logo of ${props.customer.companyName}`} />
            </span>
          )}
        </Show>
        <dl class={facts.facts}>
          <For each={lines()}>
            {([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd class={styles.lines}>{value ?? <span class="faint">—</span>}</dd>
              </>
            )}
          </For>
        </dl>
      </section>
      <section class="card pad stack">
        <dl class={facts.facts}>
          <dt>Projects</dt>
          <dd>
            <a class="plain-link" href={`/customers/${props.customer.id}/projects`}>
              {formatCount(props.customer.projectCount)}
            </a>
          </dd>
          <dt>Users</dt>
          <dd>
            <a class="plain-link" href={`/customers/${props.customer.id}/users`}>
              {formatCount(props.customer.userCount)}
            </a>
          </dd>
          <dt>Added</dt>
          <dd>
            <Ago at={props.customer.createdAt} />
          </dd>
        </dl>
        <Show when={props.customer.projectCount === 0 && props.customer.archivedAt === null}>
          <span>
            <a class={button('primary')} href={`/projects/new?customer=${props.customer.id}`}>
              <Icon name="plus" /> New project
            </a>
          </span>
        </Show>
        <Show when={props.customer.isDefault}>
          <p class="small muted">Projects that are added without a customer get this one.</p>
        </Show>
        <Show when={props.customer.notes}>
          {(notes) => (
            <div class="stack tight">
              <h2>Notes</h2>
              <p class={styles.lines}>{notes()}</p>
            </div>
          )}
        </Show>
      </section>
    </div>
  );
}
