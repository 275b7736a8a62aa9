import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Workgroup } from '../../app/api.ts';
import { RequestSettings } from '../../app/features/workgroups/request-settings.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const LINKS = 'Links work for (days)';
const REMIND = 'Remind after (days)';
const PURGE = 'Purge passwords after (days without a pass)';

function open(more: Partial<Workgroup> = {}) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    sent.push(JSON.parse(body as string));
    return Response.json({});
  });
  const workgroup = { requestValidDays: 14, reminderDays: [3, 7], purgeAfterDays: 90, ...more } as Workgroup;
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <RequestSettings workgroup={workgroup} />
    </QueryClientProvider>
  ));
  const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
  return { sent, type };
}
const valueOf = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));

it('shows the settings, and has no axe findings', async () => {
  open();
  expect([valueOf(LINKS), valueOf(REMIND), valueOf(PURGE)]).toEqual(['14', '3, 7', '90']);
  cleanup();
  open({ reminderDays: [], purgeAfterDays: null });
  expect([valueOf(REMIND), valueOf(PURGE)]).toEqual(['', '']);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('saves them; what is empty means none and never', async () => {
  const { sent, type } = open();
  type(LINKS, '30');
  type(REMIND, ' 5,2 , 9, 5');
  save();
  await vi.waitFor(() => expect(sent).toEqual([{ requestValidDays: 30, reminderDays: [2, 5, 9], purgeAfterDays: 90 }]));
  type(REMIND, '');
  type(PURGE, '');
  save();
  await vi.waitFor(() => expect(sent.at(-1)).toEqual({ requestValidDays: 30, reminderDays: [], purgeAfterDays: null }));
});

it.each([
  [LINKS, 'two weeks', 'Enter a number of days.'],
  [LINKS, '', 'Enter a number of days.'],
  [REMIND, '3; 7', 'Enter numbers of days, such as 3, 7.'],
  [PURGE, '-1', 'Enter a number of days, or leave it empty.'],
])('%s: refuses “%s” and sends nothing', async (label, value, message) => {
  const { sent, type } = open();
  type(label, value);
  save();
  expect(await screen.findByText(message)).toBeTruthy();
  expect([screen.getByLabelText(label).getAttribute('aria-invalid'), sent]).toEqual(['true', []]);
});
