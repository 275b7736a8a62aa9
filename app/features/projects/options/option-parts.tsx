import type { Accessor, JSX, ParentProps } from 'solid-js';
import { Show, createUniqueId, onMount } from 'solid-js';
import { button } from '../../../ui/button.ts';
import { Check } from '../../../ui/check.tsx';
import { Icon } from '../../../ui/icon.tsx';
import inputStyles from '../../../ui/input.module.css';
import styles from './option-parts.module.css';
import type { Draft, OptionName } from './options-draft.ts';
import { LABELS } from './options-draft.ts';

/** What every part of the form shares: the draft, and the state of each option. */
export type OptionsForm = {
  draft: Draft;
  set: <Name extends OptionName>(name: Name, value: Draft[Name]) => void;
  /** Not at its default. */
  isChanged: (name: OptionName) => boolean;
  reset: (name: OptionName) => void;
  /** What the API found wrong with an option, or with one row of it. */
  wrong: (name: OptionName, row?: number) => string | undefined;
};

type State = { class: string | undefined; 'aria-describedby': string; 'aria-invalid': true | undefined };

/** One option: name, default and explanation on the left, what can be done about it on the right. */
export function Option(props: {
  form: OptionsForm;
  name: OptionName;
  /** The default, in words. */
  byDefault: string;
  hint?: JSX.Element;
  /** Several controls: the name is that of the group. */
  isGroup?: boolean;
  /** `state` is read where it is used: what is typed into stays the same element when it is found wrong. */
  children: (id: string, state: Accessor<State>) => JSX.Element;
}): JSX.Element {
  const id = createUniqueId();
  const wrong = () => props.form.wrong(props.name);
  const state = (): State => ({
    class: inputStyles.input,
    'aria-describedby': wrong() === undefined ? `${id}-hint` : `${id}-hint ${id}-wrong`,
    'aria-invalid': wrong() === undefined ? undefined : true,
  });
  const isChanged = () => props.form.isChanged(props.name);
  return (
    <div
      class={styles.option}
      classList={{ [styles.changed!]: isChanged() }}
      data-option={props.name}
      {...(props.isGroup && {
        role: 'group',
        'aria-labelledby': `${id}-name`,
        'aria-describedby': state()['aria-describedby'],
      })}
    >
      <div class={styles.about}>
        <div class={styles.name}>
          <Show when={props.isGroup} fallback={<label for={id}>{LABELS[props.name]}</label>}>
            <span id={`${id}-name`}>{LABELS[props.name]}</span>
          </Show>
          <Show when={isChanged()}>
            <ChangedMark form={props.form} name={props.name} />
          </Show>
        </div>
        <div class={styles.hint} id={`${id}-hint`}>
          {props.hint} <span class={styles.default}>Default: {props.byDefault}.</span>
        </div>
      </div>
      <div class={styles.control}>
        {props.children(id, state)}
        <Show when={wrong()}>
          {(words) => (
            <span class={styles.wrong} id={`${id}-wrong`} role="alert" data-wrong>
              {words()}
            </span>
          )}
        </Show>
      </div>
    </div>
  );
}

function ChangedMark(props: { form: OptionsForm; name: OptionName }): JSX.Element {
  return (
    <>
      <span class={styles.mark}>changed</span>
      <button
        type="button"
        class={`${button('ghost')} ${styles.reset}`}
        aria-label={`Reset: ${LABELS[props.name]}`}
        onClick={() => props.form.reset(props.name)}
      >
        <Icon name="undo" /> Reset
      </button>
    </>
  );
}

type Flag = { [Name in OptionName]: Draft[Name] extends boolean ? Name : never }[OptionName];

/** An option that is on or off. */
export function Toggle(props: ParentProps<{ form: OptionsForm; name: Flag; byDefault: 'on' | 'off' }>): JSX.Element {
  const isChanged = () => props.form.isChanged(props.name);
  return (
    <div class={styles.toggle} classList={{ [styles.changed!]: isChanged() }} data-option={props.name}>
      <Check
        checked={props.form.draft[props.name]}
        onChange={(isOn) => props.form.set(props.name, isOn)}
        hint={
          <>
            {props.children} <span class={styles.default}>Default: {props.byDefault}.</span>
          </>
        }
        wrong={props.form.wrong(props.name)}
      >
        <span class={styles.name}>
          {LABELS[props.name]}
          <Show when={isChanged()}>
            <span class={styles.mark}>changed</span>
          </Show>
        </span>
      </Check>
    </div>
  );
}

type Text = 'maximumConcurrentMigrations' | 'maximumErrors' | 'maximumDeletions' | 'noticeBefore';

/** An option that is a whole number, or none. */
export function NumberOption(props: {
  form: OptionsForm;
  name: Text;
  byDefault: string;
  placeholder: string;
  hint: JSX.Element;
}): JSX.Element {
  return (
    <Option form={props.form} name={props.name} byDefault={props.byDefault} hint={props.hint}>
      {(id, state) => (
        <input
          id={id}
          {...state()}
          class={`${state().class} ${styles.number}`}
          inputmode="numeric"
          autocomplete="off"
          placeholder={props.placeholder}
          value={props.form.draft[props.name]}
          onInput={(event) => props.form.set(props.name, event.currentTarget.value.trim())}
        />
      )}
    </Option>
  );
}

/** A group of options, with a heading that the side list leads to. */
export function OptionGroup(props: ParentProps<{ id: string; title: string; about?: JSX.Element }>): JSX.Element {
  let section!: HTMLElement;
  // A group that is drawn after the page was opened is not found by the browser.
  onMount(() => {
    if (window.location.hash === `#${props.id}`) section.scrollIntoView({ block: 'start' });
  });
  return (
    <section ref={section} class={`card ${styles.group}`} id={props.id} aria-labelledby={`${props.id}-title`}>
      <header>
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        <Show when={props.about}>
          <p class="small muted">{props.about}</p>
        </Show>
      </header>
      {props.children}
    </section>
  );
}
