import { createForm } from '@tanstack/solid-form';
import type { Accessor, JSX, ParentProps } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { z } from 'zod';
import type { Problem } from '../api.ts';
import { problemIn } from '../api.ts';
import { button } from './button.ts';
import styles from './form.module.css';
import { ProblemNotice } from './parts.tsx';

/**
 * The state of a form: its values, what is wrong with each, whether it differs from how it began, whether it is being
 * sent, and what the API said. `schema` is checked before anything is sent; best it is the API's own.
 */
export function createApiForm<T extends Record<string, unknown>>(options: {
  values: T;
  schema?: z.ZodType<unknown, T>;
  /** The value that an error of the API is about, by its path, such as `domains[0]`. By default its first part. */
  fieldOf?: (path: string) => string;
  /** Throws an ApiError for a problem, which is then shown. */
  submit: (values: T) => Promise<void>;
}) {
  const [problem, setProblem] = createSignal<Problem>();
  // What was said of an old value is not said of the new one.
  const [edited, setEdited] = createSignal<ReadonlySet<string>>(new Set());
  const form = createForm(() => ({
    defaultValues: options.values,
    validators: { ...(options.schema && { onSubmit: options.schema }) },
    onSubmit: async ({ value }: { value: T }) => {
      setProblem();
      try {
        await options.submit(value);
      } catch (error) {
        setProblem(problemIn(error));
      }
    },
  }));
  const values = form.useSelector((state) => state.values);
  const isDirty = form.useSelector((state) => !state.isDefaultValue);
  const isBusy = form.useSelector((state) => state.isSubmitting);
  const refused = form.useSelector((state) => (state.errorMap.onSubmit ?? {}) as Record<string, { message: string }[]>);
  const fieldOf = options.fieldOf ?? ((path: string) => /^[^.[]*/.exec(path)?.[0] ?? path);
  const wrong = (name: keyof T & string): string | undefined =>
    edited().has(name)
      ? undefined
      : (refused()[name]?.[0]?.message ?? problem()?.errors?.find(({ path }) => fieldOf(path) === name)?.message);
  /** A problem that no field shows. */
  const rest = (): Problem | undefined => {
    const whole = problem();
    if (!whole?.errors) return whole;
    const errors = whole.errors.filter(({ path }) => !(fieldOf(path) in options.values));
    return errors.length > 0 || whole.errors.length === 0 ? { ...whole, errors } : undefined;
  };
  return {
    values,
    set: <Name extends keyof T & string>(name: Name, value: T[Name]) => {
      setEdited((names) => new Set(names).add(name));
      form.setFieldValue(name as never, value as never);
    },
    isDirty,
    isBusy,
    wrong,
    problem: rest,
    submit: () => {
      setEdited(new Set<string>());
      // What the schema refused last time would keep the form from being checked again: no field of its own clears it.
      for (const name of Object.keys(options.values))
        form.setFieldMeta(name as never, (meta) => ({ ...meta, errorMap: { ...meta?.errorMap, onSubmit: undefined } }));
      return form.handleSubmit();
    },
    /** Back to the values that it began with. */
    reset: () => {
      setProblem();
      form.reset();
    },
  };
}

export type ApiForm = Pick<ReturnType<typeof createApiForm>, 'isBusy' | 'problem' | 'submit'>;

/** A form with its problem and its button. The first value that was refused gets the focus. */
export function Form(
  props: ParentProps<{
    form: ApiForm;
    class?: string;
    submitLabel: string;
    busyLabel: string;
    /** `wide`: the button is as wide as the form. `line`: it stands behind the one field that there is. */
    layout?: 'wide' | 'line';
    /** Where a problem is shown otherwise than by a notice. */
    showProblem?: (problem: Accessor<Problem>) => JSX.Element;
  }>,
): JSX.Element {
  let element!: HTMLFormElement;
  const submit = async () => {
    await props.form.submit();
    element.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  };
  return (
    <form
      ref={element}
      class={props.class ?? (props.layout === 'line' ? styles.line : 'stack')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.form.isBusy()) void submit();
      }}
    >
      {props.children}
      <Show when={props.form.problem()}>
        {(problem) => props.showProblem?.(problem) ?? <ProblemNotice problem={problem()} />}
      </Show>
      <div class={props.layout === 'wide' ? styles.wide : styles.actions}>
        <button type="submit" class={button('primary')} disabled={props.form.isBusy()}>
          {props.form.isBusy() ? props.busyLabel : props.submitLabel}
        </button>
      </div>
    </form>
  );
}
