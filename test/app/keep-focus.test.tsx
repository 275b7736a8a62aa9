import { cleanup, render, screen } from '@solidjs/testing-library';
import { For, Show, createSignal } from 'solid-js';
import { afterEach, expect, test } from 'vitest';
import { keepFocus } from '../../app/ui/keep-focus.ts';

afterEach(cleanup);

const focused = () => document.activeElement?.textContent;
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

test('the focus goes to the first control of the step that comes next', async () => {
  const [step, setStep] = createSignal(1);
  render(() => (
    <section ref={(box) => keepFocus(box, 'first')}>
      <Show
        when={step() === 1}
        fallback={
          <>
            <button disabled>Busy</button>
            <button>Turn on</button>
            <button>Cancel</button>
          </>
        }
      >
        <button>Elsewhere</button>
        <button>Set up</button>
      </Show>
    </section>
  ));
  screen.getByText('Set up').focus();
  setStep(2);
  await settled();
  expect(focused()).toBe('Turn on');
});

test('of a list it goes to the same button of the next line, of the last line to the one before, and then to the list', async () => {
  const [names, setNames] = createSignal(['Ada', 'Ben', 'Cleo']);
  render(() => (
    <section aria-label="People" ref={(box) => keepFocus(box, 'near')}>
      <For each={names()}>
        {(name) => (
          <p>
            <button>Send {name}</button>
            <button>Revoke {name}</button>
          </p>
        )}
      </For>
    </section>
  ));
  screen.getByText('Revoke Ben').focus();
  setNames(['Ada', 'Cleo']);
  await settled();
  expect(focused()).toBe('Revoke Cleo');
  setNames(['Ada']);
  await settled();
  expect(focused()).toBe('Revoke Ada');
  setNames([]);
  await settled();
  expect(document.activeElement).toBe(screen.getByRole('region'));
});

test('what has the focus keeps it, and so does what took it', async () => {
  const [isThere, setThere] = createSignal(true);
  render(() => (
    <>
      <section ref={(box) => keepFocus(box, 'near')}>
        <button>Stays</button>
        <Show when={isThere()}>
          <button>Goes</button>
        </Show>
      </section>
      <button>Outside</button>
    </>
  ));
  screen.getByText('Goes').focus();
  screen.getByText('Outside').focus();
  setThere(false);
  await settled();
  expect(focused()).toBe('Outside');
  screen.getByText('Stays').focus();
  setThere(true);
  await settled();
  expect(focused()).toBe('Stays');
  // Who leaves for nowhere is not fetched back either.
  screen.getByText('Goes').focus();
  screen.getByText('Goes').blur();
  await settled();
  setThere(false);
  await settled();
  expect(document.activeElement).toBe(document.body);
});
