import { createSignal, onCleanup } from 'solid-js';
import type { Problem } from '../../../api.ts';
import { api, problemIn, read } from '../../../api.ts';
import type { People } from './people-list.ts';
import { mergePeople } from './people-list.ts';

/** What is being read: the whole list, or who begins with some words. */
type Task = { search: string; cursor?: string };

/**
 * Reads the address list of a project's source server, answer by answer, until it ends or somebody stops it. A search goes
 * before what is left of the list.
 */
export function createPeopleReader(projectId: string) {
  const [people, setPeople] = createSignal<People>(new Map());
  const [tasks, setTasks] = createSignal<readonly Task[]>([{ search: '' }]);
  const [isReading, setReading] = createSignal(false);
  const [pauseSeconds, setPauseSeconds] = createSignal(0);
  const [isPartial, setPartial] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  let isWanted = false;
  let wake = () => {};

  const pause = async (seconds: number) => {
    const isOver = () => !isWanted;
    for (let left = seconds; left > 0 && !isOver(); left -= 1) {
      setPauseSeconds(left);
      // oxlint-disable-next-line no-await-in-loop -- the seconds are shown as they pass
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 1000);
        wake = () => (clearTimeout(timer), done());
      });
    }
    setPauseSeconds(0);
  };
  const readPart = async (task: Task) => {
    const { search, cursor } = task;
    const answer = await read(
      api.projects[':id'].people.$post({
        param: { id: projectId },
        json: { ...(search && { search }), ...(cursor !== undefined && { cursor }) },
      }),
    );
    setPeople((known) => mergePeople(known, answer.items));
    const { nextCursor } = answer;
    if (nextCursor === null && !answer.complete) setPartial(true);
    const next = nextCursor === null ? [] : [{ search, cursor: nextCursor }];
    setTasks((all) => all.flatMap((each) => (each === task ? next : [each])));
    if (answer.retryAfterSeconds !== null && isWanted) await pause(answer.retryAfterSeconds);
  };
  const run = async () => {
    isWanted = true;
    setProblem();
    if (isReading()) return;
    setReading(true);
    try {
      const next = () => (isWanted ? tasks()[0] : undefined);
      // oxlint-disable-next-line no-await-in-loop -- each part says where the next begins
      for (let task = next(); task; task = next()) await readPart(task);
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setReading(false);
    }
  };
  const stop = () => {
    isWanted = false;
    wake();
  };
  onCleanup(stop);
  return {
    people,
    /** Whether the whole list has been read, as far as the server shows it. */
    isDone: () => !tasks().some(({ search }) => search === ''),
    isReading,
    /** How long the server is left alone, as it asks; 0 where it does not. */
    pauseSeconds,
    /** The list has ended, and the server did not tell all that it found. */
    isPartial,
    problem,
    run,
    stop,
    search: (words: string) => {
      setTasks((all) => [{ search: words }, ...all.filter(({ search }) => search !== words)]);
      void run();
    },
  };
}
