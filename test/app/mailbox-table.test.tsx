import { formatTime } from '../../app/lib/dates.ts';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { createSignal } from 'solid-js';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { MailboxTable } from '../../app/features/mailboxes/mailbox-table.tsx';
import { mailbox, waiting } from './fixtures.ts';

const MANY = 10_000;

// jsdom lays nothing out: here everything is as high as a window of twelve rows.
beforeAll(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  HTMLElement.prototype.scrollTo = () => {};
});
afterEach(cleanup);

function show() {
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const opened: (string | undefined)[] = [];
  const list = Array.from({ length: MANY }, (_, index) => mailbox(`m${index}`));
  render(() => (
    <MailboxTable
      mailboxes={list}
      openId={undefined}
      selected={selected()}
      onSelect={setSelected}
      onOpen={(id) => opened.push(id)}
    />
  ));
  return { selected, opened, rows: screen.getByLabelText('Mailboxes, arrow keys move') };
}

it('renders only visible rows, and announces the total', async () => {
  show();
  const drawn = () => document.querySelectorAll('[data-mailbox-id]').length;
  // A few at first, so that a slow phone can be touched meanwhile.
  expect(drawn()).toBeLessThan(5);
  await vi.waitFor(() => expect(drawn()).toBeGreaterThan(5));
  expect(drawn()).toBeLessThan(60);
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
});

it('handles j and k anywhere on the page, but not while typing', () => {
  const { rows, opened } = show();
  const input = document.body.appendChild(document.createElement('input'));
  fireEvent.keyDown(input, { key: 'j' });
  expect(document.activeElement).not.toBe(rows);
  fireEvent.keyDown(document.body, { key: 'j' });
  expect(document.activeElement).toBe(rows);
  fireEvent.keyDown(rows, { key: 'j' });
  fireEvent.keyDown(rows, { key: 'Enter' });
  expect(opened).toEqual(['m1']);
  expect(rows.getAttribute('aria-activedescendant')).toBe('m1');
  input.remove();
});

it('selects one by Space, a range with Shift, and all', () => {
  const { rows, selected } = show();
  const press = (key: string, more = {}) => fireEvent.keyDown(rows, { key, ...more });
  press('Home');
  press(' ');
  for (let step = 0; step < 4; step++) press('j');
  press(' ', { shiftKey: true });
  expect([...selected()].toSorted()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  press(' ');
  expect([...selected()].toSorted()).toEqual(['m0', 'm1', 'm2', 'm3']);
  press('a', { ctrlKey: true });
  expect(selected().size).toBe(MANY);
  press('a', { ctrlKey: true });
  expect(selected().size).toBe(0);
});

it('keeps what a filter hides selected, whatever is selected under it', () => {
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set(['hidden']));
  const shown = ['a', 'b'].map((name) => mailbox(name));
  render(() => (
    <MailboxTable mailboxes={shown} openId={undefined} selected={selected()} onSelect={setSelected} onOpen={() => {}} />
  ));
  const all = screen.getByRole('checkbox', { name: 'Select all' });
  fireEvent.click(all);
  expect([...selected()]).toEqual(['hidden', 'a', 'b']);
  fireEvent.click(all);
  expect([...selected()]).toEqual(['hidden']);
});

it('selects a range by clicks on its ends', async () => {
  const { selected } = show();
  fireEvent.click(await screen.findByLabelText('Select m2@old.example'));
  fireEvent.click(await screen.findByLabelText('Select m6@old.example'), { shiftKey: true });
  expect(selected().size).toBe(5);
});

it('shows in its row why a mailbox waits, and until when', () => {
  const failure = { code: 'http-401', title: 'Credentials refused (source)', cause: 'Refused.', remedy: 'Check.' };
  const at = new Date();
  const statusDetail = `Throttled by the source until ${at.toISOString()}`;
  const list = [
    mailbox('ann', {}, { status: 'Failed', state: 'attention', failure, statusDetail: 'Refused.' }),
    mailbox('bo', {}, { status: 'Paused', state: 'waiting', statusDetail }),
  ];
  render(() => (
    <MailboxTable mailboxes={list} openId={undefined} selected={new Set()} onSelect={() => {}} onOpen={() => {}} />
  ));
  expect(screen.getAllByText('Credentials refused (source)').length).toBeGreaterThan(0);
  const words = screen.getAllByText(/Throttled by the source until/)[0]!.textContent;
  expect(words).toContain(formatTime(at));
});

it('shows of a mailbox that waits for its user how far its request is', () => {
  const at = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const list = [waiting('ann', { sentAt: at, state: 'bounced' })];
  render(() => (
    <MailboxTable mailboxes={list} openId={undefined} selected={new Set()} onSelect={() => {}} onOpen={() => {}} />
  ));
  expect(screen.getByText('Waiting For End User')).toBeTruthy();
  expect(screen.getByText('Sent 3 days ago · bounced')).toBeTruthy();
});
