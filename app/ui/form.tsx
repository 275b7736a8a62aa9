import { createForm } from '@tanstack/solid-form';
import type { JSX, ParentProps } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { z } from 'zod';
import type { Problem } from '../api.ts';
import { problemIn } from '../api.ts';
import { ProblemNotice } from './parts.tsx';

/**
 * The state of a form: its values, what is wrong with each, whether it differs from how it began, whether it is being
 * sent, and what the API said. `schema` is checked before anything is sent; best it is the API's own.
 */
export function createApiForm<T extends Record<string, unknown>>(options: {
  values: T;
  schema?: z.ZodType<unknown, T>;
  /** Throws an ApiError for a problem, which is then shown. */
  submit: (values: T) => Promise<void>;
}) {
  const [problem, setProblem] = createSignal<Problem>();
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
  const wrong = (name: keyof T & string): string | undefined =>
    refused()[name]?.[0]?.message ?? problem()?.errors?.find(({ path }) => path === name)?.message;
  /** A problem that no field shows. */
  const rest = (): Problem | undefined => {
    const told = problem();
    if (!told?.errors) return told;
    const errors = told.errors.filter(({ path }) => !(path in options.values));
    return errors.length > 0 || told.errors.length === 0 ? { ...told, errors } : undefined;
  };
  return {
    values,
    set: <Name extends keyof T & string>(name: Name, value: T[Name]) =>
      form.setFieldValue(name as never, value as never),
    isDirty,
    isBusy,
    wrong,
    problem: rest,
    submit: () => form.handleSubmit(),
  };
}

export type ApiForm = Pick<ReturnType<typeof createApiForm>, 'isBusy' | 'problem' | 'submit'>;

/** A form with its problem and its button. The first value that was refused gets the focus. */
export function Form(
  props: ParentProps<{ form: ApiForm; class?: string; submitLabel: string; busyLabel: string }>,
): JSX.Element {
  let element!: HTMLFormElement;
  const submit = async () => {
    await props.form.submit();
    element.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  };
  return (
    <form
      ref={element}
      class={props.class ?? 'stack'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {props.children}
      <Show when={props.form.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={props.form.isBusy()}>
          {props.form.isBusy() ? props.busyLabel : props.submitLabel}
        </button>
      </div>
    </form>
  );
}
