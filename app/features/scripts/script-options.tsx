import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Script, ScriptSummary } from '../../api.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { ScriptChoice } from './script-choice.ts';
import { SCOPE_OPTIONS, takesAccount, takesScope, versionOptions } from './script-choice.ts';
import styles from './scripts.module.css';

/** For which server, account and mailboxes a script is written. */
export function ScriptOptions(props: {
  script: ScriptSummary;
  /** As it is written now: what stands there where nothing is chosen. */
  shown: Script | undefined;
  choice: ScriptChoice;
  onChoice: (part: Partial<ScriptChoice>) => void;
}): JSX.Element {
  const version = () => props.choice.version || (props.shown?.version ?? '2016');
  const hasTenants = () => version() === '2010' || version() === '2010-sp2';
  const text = (name: 'organization' | 'account' | 'forwardDomain' | 'sizeLimitMb') => ({
    value: props.choice[name],
    wrong: undefined,
    spellcheck: false,
    autocomplete: 'off',
    autocapitalize: 'off' as const,
    onChange: (value: string) => props.onChoice({ [name]: value }),
  });
  return (
    <div class={styles.options}>
      <Field
        label="Version of the server"
        hint={props.shown?.isVersionKnown ? 'As the last test of the connection saw it.' : undefined}
      >
        {(control) => (
          <Select
            {...control()}
            value={version()}
            options={versionOptions(props.script.versions)}
            onChange={(value) => props.onChoice({ version: value })}
          />
        )}
      </Field>
      <Show when={props.script.id !== 'size-limits'}>
        <TextInput
          label={hasTenants() ? 'Tenant' : 'Organizational unit'}
          hint={hasTenants() ? 'On servers with several tenants.' : 'On servers that several customers share.'}
          {...text('organization')}
        />
      </Show>
      <Show when={takesAccount(props.script.id)}>
        <TextInput
          label="Migration account"
          hint="Empty: that of the endpoint."
          placeholder={props.choice.account === '' ? (props.shown?.account ?? undefined) : undefined}
          {...text('account')}
        />
      </Show>
      <Show when={takesScope(props.script.id)}>
        <Field
          label="Mailboxes"
          hint={
            (props.choice.scope || props.shown?.scope) === 'domains'
              ? 'Whichever the administrator’s shell finds.'
              : 'As they are now. If you add some, send the script again.'
          }
        >
          {(control) => (
            <Select
              {...control()}
              value={props.choice.scope || (props.shown?.scope ?? 'mailboxes')}
              options={SCOPE_OPTIONS}
              onChange={(scope) => props.onChoice({ scope })}
            />
          )}
        </Field>
      </Show>
      <Show when={props.script.id === 'forwarding'}>
        <TextInput
          label="Domain of the new provider"
          hint="One that only the new provider has. Empty: the destination addresses."
          {...text('forwardDomain')}
        />
      </Show>
      <Show when={props.script.id === 'size-limits'}>
        <TextInput label="Largest item, in MB" hint="Empty: 100." inputmode="numeric" {...text('sizeLimitMb')} />
      </Show>
      <Show when={props.script.changes}>
        <div class={styles.wide}>
          <Check checked={props.choice.whatIf} onChange={(whatIf) => props.onChoice({ whatIf })}>
            Preview without changes
          </Check>
        </div>
      </Show>
    </div>
  );
}
