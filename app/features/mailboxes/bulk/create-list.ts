import { createSignal, onCleanup } from 'solid-js';
import type { ListRefusal } from './list-refusals.ts';
import type { ListAnswer, ListCommand, ListView } from './list-session.ts';

type Waiting = { command: ListCommand; done: (answer: ListAnswer) => void };

/** What is handed over and not copied. */
function bytesOf(command: ListCommand): ArrayBuffer[] {
  return command.type === 'open' && typeof command.source !== 'string' ? [command.source] : [];
}

/**
 * The list that a page shows. Commands are carried out in a web worker, one after another; of rules that change while one
 * is at work, the last counts.
 */
export function createMailboxList() {
  const [view, setView] = createSignal<ListView>();
  const [refusal, setRefusal] = createSignal<ListRefusal>();
  const [isBusy, setBusy] = createSignal(false);
  const worker = new Worker(new URL('list-worker.ts', import.meta.url), { type: 'module' });
  onCleanup(() => worker.terminate());
  const waiting: Waiting[] = [];
  let current: Waiting | undefined;
  /** Commands to a list that has been closed: what they answer is not shown. */
  const outdated = new WeakSet<Waiting>();

  const next = () => {
    current = waiting.shift();
    setBusy(current !== undefined);
    if (current) worker.postMessage(current.command, bytesOf(current.command));
  };
  const finish = (answer: ListAnswer) => {
    if (!current || !outdated.has(current)) {
      if ('view' in answer) setView(answer.view);
      setRefusal('refusal' in answer ? answer.refusal : undefined);
      if ('refusal' in answer) setView();
    }
    current?.done(answer);
    next();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<ListAnswer>) => finish(data));
  worker.addEventListener('error', () =>
    finish({
      refusal: {
        title: 'The list cannot be read',
        cause: 'Something in it stops Mailferry.',
        remedy: 'Reload the page. If it happens again, split the list to find the row.',
      },
    }),
  );

  const run = (command: ListCommand): Promise<ListAnswer> =>
    new Promise((done) => {
      const last = waiting.at(-1);
      if (command.type === 'rules' && last?.command.type === 'rules') {
        const earlier = last.done;
        waiting[waiting.length - 1] = { command, done: (answer) => (earlier(answer), done(answer)) };
      } else waiting.push({ command, done });
      if (!current) next();
    });
  const close = () => {
    for (const command of current ? [current, ...waiting] : waiting) outdated.add(command);
    setView();
    setRefusal();
  };
  return { view, refusal, isBusy, run, refuse: setRefusal, close };
}
