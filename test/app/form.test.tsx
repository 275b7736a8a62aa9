import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../../app/api.ts';
import { Field } from '../../app/ui/field.tsx';
import { Form, createApiForm } from '../../app/ui/form.tsx';
import { findBarriers } from './barriers.ts';

afterEach(cleanup);

const schema = z.strictObject({ name: z.string().trim().min(1, 'A thing needs a name.') });
const describedBy = (element: Element) =>
  (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);

function show(submit: (values: { name: string }) => Promise<void>) {
  let form!: ReturnType<typeof createApiForm<{ name: string }>>;
  const Page = () => {
    form = createApiForm({ values: { name: '' }, schema: async () => schema, submit });
    return (
      <Form form={form} submitLabel="Save" busyLabel="Saving …">
        <Field label="Name" hint="As on the label." wrong={form.wrong('name')}>
          {(control) => (
            <input
              {...control()}
              value={form.values().name}
              onInput={(event) => form.set('name', event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    );
  };
  render(() => <Page />);
  return { form, field: screen.getByLabelText('Name'), save: screen.getByRole('button') };
}

describe('a form', () => {
  it('shows what is wrong with a field before it sends anything, and moves the focus there', async () => {
    const submit = vi.fn(async () => {});
    const { field, save } = show(submit);
    expect([field.getAttribute('aria-invalid'), describedBy(field)]).toEqual([null, ['As on the label.']]);
    fireEvent.click(save);
    await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    expect(describedBy(field)).toEqual(['As on the label.', 'A thing needs a name.']);
    await vi.waitFor(() => expect(document.activeElement).toBe(field));
    expect(submit).not.toHaveBeenCalled();
    expect(await findBarriers(document.body)).toEqual([]);
  });

  it('forgets what was wrong with a value that changes, and sends what is right then', async () => {
    const submit = vi.fn(async () => {});
    const { form, field, save } = show(submit);
    fireEvent.click(save);
    await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
    fireEvent.input(field, { target: { value: 'Anchor' } });
    expect(field.getAttribute('aria-invalid')).toBeNull();
    fireEvent.click(save);
    await vi.waitFor(() => expect(submit).toHaveBeenCalledWith({ name: 'Anchor' }));
    form.reset();
    expect([(field as HTMLInputElement).value, form.isDirty()]).toEqual(['', false]);
  });

  it('knows whether it has changes, and is busy until the answer arrives', async () => {
    let answer: (() => void) | undefined;
    const { form, field, save } = show(() => new Promise((resolve) => (answer = resolve)));
    expect(form.isDirty()).toBe(false);
    fireEvent.input(field, { target: { value: 'Anchor' } });
    expect(form.isDirty()).toBe(true);
    fireEvent.click(save);
    await screen.findByText('Saving …');
    expect([save.getAttribute('aria-disabled'), save.hasAttribute('disabled')]).toEqual(['true', false]);
    await vi.waitFor(() => expect(answer).toBeDefined());
    answer?.();
    await screen.findByText('Save');
  });

  it('shows what the API refused at its field, and any other problem as a whole', async () => {
    const errors = [{ path: 'name', message: 'This name is taken.' }];
    const problems = [
      { code: 'validation-failed', title: 'Not valid', status: 422, errors },
      { code: 'busy', title: 'Try later', status: 503 },
    ];
    const { field, save } = show(async () => {
      throw new ApiError(problems.shift()!);
    });
    fireEvent.input(field, { target: { value: 'Anchor' } });
    fireEvent.click(save);
    await screen.findByText('This name is taken.');
    expect([describedBy(field).at(-1), screen.queryByRole('alert')]).toEqual(['This name is taken.', null]);
    fireEvent.click(save);
    expect((await screen.findByRole('alert')).textContent).toContain('Try later');
    expect(field.getAttribute('aria-invalid')).toBeNull();
  });
});
