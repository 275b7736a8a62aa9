import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { ListRules } from '../../../../worker/lib/mailbox-list/judge-list.ts';
import { Check } from '../../../ui/check.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { SIDES } from '../sides.ts';
import styles from './bulk-add.module.css';

/** How destinations are made, and who is asked for logins. Each change shows in the rows at once. */
export function ListRulesForm(props: { rules: ListRules; onChange: (rules: ListRules) => void }): JSX.Element {
  const change = (part: ListRules) => props.onChange({ ...props.rules, ...part });
  return (
    <section class={`card pad ${styles.rules}`} aria-labelledby="list-rules">
      <h2 id="list-rules">Destinations and sign-in</h2>
      <div class={styles.fields}>
        <TextInput
          label="Destination pattern"
          hint="{local} and {domain} are the parts of the source address."
          placeholder="{local}@new.example"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          wrong={undefined}
          value={props.rules.pattern ?? ''}
          onChange={(pattern) => change({ pattern })}
        />
        <TextInput
          label="Search in destinations"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          wrong={undefined}
          value={props.rules.search ?? ''}
          onChange={(search) => change({ search })}
        />
        <TextInput
          label="Replace with"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          wrong={undefined}
          value={props.rules.replace ?? ''}
          onChange={(replace) => change({ replace })}
        />
      </div>
      <div class={styles.checks}>
        <Check
          checked={props.rules.patternFor === 'all'}
          onChange={(isAll) => change({ patternFor: isAll ? 'all' : 'missing' })}
        >
          Use the pattern for all rows, also for those with a destination
        </Check>
        <For each={SIDES}>
          {({ side }) => (
            <Check
              checked={props.rules.loginUnknown?.[side] === true}
              onChange={(isUnknown) => change({ loginUnknown: { ...props.rules.loginUnknown, [side]: isUnknown } })}
            >
              I don’t know the {side} logins
            </Check>
          )}
        </For>
      </div>
    </section>
  );
}
