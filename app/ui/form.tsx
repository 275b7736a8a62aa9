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
 * sent, and what the API said. `schema` is checked before anything is sent; best it is the API's own. It comes once
 * someone fills in the form: to show one, its library is not needed.
 */
export function createApiForm<T extends Record<string, unknown>>(options: {
  values: T;
  schema?: () => Promise<z.ZodType<unknown, T>>;
  /** The value that an error of the API is about, by its path, such as `domains[0]`. By default its first part. */
  fieldOf?: (path: string) => string;
  /** Throws an ApiError for a problem, which is then shown. */
  submit: (values: T) => Promise<void>;
}) {
  const [problem, setProblem] = createSignal<Problem>();
  // What was said of an old value is not said of the new one.
  const [edited, setEdited] = createSignal<ReadonlySet<string>>(new Set());
  const [schema, setSchema] = createSignal<z.ZodType<unknown, T>>();
  let coming: Promise<unknown> | undefined;
  const [isWaiting, setWaiting] = createSignal(false);
  const wantSchema = () => (coming ??= options.schema?.().then((value) => setSchema(() => value)));
  const form = createForm(() => ({
    defaultValues: options.values,
    validators: { onSubmit: schema() },
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
  const isSubmitting = form.useSelector((state) => state.isSubmitting);
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
      // Where that fails, it is asked for again to send the form.
      void wantSchema()?.catch(() => (coming = undefined));
      form.setFieldValue(name as never, value as never);
    },
    /** A value that nobody has entered: nothing has to be checked yet. */
    preset: <N extends keyof T & string>(name: N, value: T[N]) => form.setFieldValue(name as never, value as never),
    isDirty,
    isBusy: () => isWaiting() || isSubmitting(),
    wrong,
    problem: rest,
    submit: async () => {
      if (isWaiting()) return;
      setEdited(new Set<string>());
      setWaiting(true);
      try {
        await wantSchema();
      } catch (error) {
        coming = undefined;
        setProblem(problemIn(error));
        return;
      } finally {
        setWaiting(false);
      }
      // What the schema refused last time would keep the form from being checked again: no field of its own clears it.
      for (const name of Object.keys(options.values))
        form.setFieldMeta(name as never, (meta) => ({ ...meta, errorMap: { ...meta?.errorMap, onSubmit: undefined } }));
      await form.handleSubmit();
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
    /** There is nothing to send yet. */
    isEmpty?: boolean;
    /** A few words beside the button. */
    note?: JSX.Element;
    /** Where a problem is shown otherwise than by a notice. */
    showProblem?: (problem: Accessor<Problem>) => JSX.Element;
  }>,
): JSX.Element {
  let element!: HTMLFormElement;
  const submit = async () => {
    await props.form.submit();
    element.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    // At the end of a long form, in a dialog that scrolls, it may be out of sight.
    element.querySelector(':scope > [role=alert]')?.scrollIntoView?.({ block: 'nearest' });
  };
  return (
    <form
      ref={element}
      class={props.class ?? (props.layout === 'line' ? styles.line : 'stack')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.form.isBusy() && !props.isEmpty) void submit();
      }}
    >
      {props.children}
      <Show when={props.form.problem()}>
        {(problem) => props.showProblem?.(problem) ?? <ProblemNotice problem={problem()} />}
      </Show>
      <div class={props.layout === 'wide' ? styles.wide : styles.actions} data-form-actions={props.layout ?? 'below'}>
        {props.note}
        <button
          type="submit"
          class={button('primary')}
          disabled={props.isEmpty}
          aria-disabled={props.form.isBusy() || undefined}
        >
          {props.form.isBusy() ? props.busyLabel : props.submitLabel}
        </button>
      </div>
    </form>
  );
}
