import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, describe, expect, it } from 'vitest';
import { Field } from '../../app/ui/field.tsx';
import { Select } from '../../app/ui/select.tsx';
import { findBarriers } from './barriers.ts';

afterEach(cleanup);

const options = ['English', 'Deutsch', 'Français'].map((label, index) => ({
  value: ['en', 'de', 'fr'][index]!,
  label,
}));

describe('a choice among a few options', () => {
  it('shows the value that it has from the start, and follows it', async () => {
    const [value, setValue] = createSignal('de');
    const { container } = render(() => (
      <Field label="Language">
        {(control) => <Select {...control()} value={value()} options={options} onChange={setValue} />}
      </Field>
    ));
    const select = screen.getByLabelText<HTMLSelectElement>('Language');
    expect(select.value).toBe('de');
    fireEvent.change(select, { target: { value: 'fr' } });
    expect(value()).toBe('fr');
    setValue('en');
    expect(select.selectedOptions[0]?.textContent).toBe('English');
    expect(await findBarriers(container)).toEqual([]);
  });

  it('shows the value once its option has come', () => {
    const [some, setSome] = createSignal<typeof options>([]);
    render(() => <Select aria-label="Language" value="fr" options={some()} onChange={() => {}} />);
    setSome(options);
    expect(screen.getByLabelText<HTMLSelectElement>('Language').value).toBe('fr');
  });
});
