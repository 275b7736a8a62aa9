import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createEffect, createMemo, createSignal } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { Problem, Project } from '../../../api.ts';
import { api, problemIn, read } from '../../../api.ts';
import { keys } from '../../../lib/query-keys.ts';
import type { OptionsForm } from './option-parts.tsx';
import type { OptionName, Options } from './options-draft.ts';
import {
  DEFAULTS,
  LABELS,
  OPTION_NAMES,
  draftOf,
  isChanged,
  optionsOf,
  pathOf,
  withoutEmptyRows,
} from './options-draft.ts';

/** What a draft began with; `updatedAt` is what a save sends to the API. */
type Base = { options: Options; updatedAt: string };

/** Where the API reports two options that exclude each other. */
const REPORTED_AT: Partial<Record<OptionName, OptionName>> = { from: 'until', rewriteAddresses: 'copyPaths' };

const textOf = (options: Options) => JSON.stringify(optionsOf(draftOf(options)));

/**
 * A draft of a project's options. While nothing is changed here it follows the project; else `conflict` has the
 * options that someone else saved meanwhile, and `save` is refused until one of the two is chosen.
 */
export function createOptionsForm(project: Accessor<Project>) {
  const client = useQueryClient();
  const baseNow = (): Base => ({ options: project().options, updatedAt: project().updatedAt });
  const [base, setBase] = createSignal(baseNow());
  const [draft, setDraft] = createStore(draftOf(base().options));
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const [isSaved, setSaved] = createSignal(false);

  const began = createMemo(() => draftOf(base().options));
  const unsaved = createMemo(() =>
    OPTION_NAMES.filter((name) => isChanged({ ...draft, ...withoutEmptyRows(draft) }, name, began())),
  );
  const isDirty = () => unsaved().length > 0;
  /** What was read before it was saved here may arrive afterwards. */
  const isNewer = () => project().updatedAt > base().updatedAt;
  const conflict = createMemo(() => {
    const { options } = project();
    return isNewer() && textOf(options) !== textOf(base().options) ? options : undefined;
  });
  const restart = () => {
    setBase(baseNow());
    setDraft(draftOf(project().options));
    setProblem();
    setSaved(false);
  };
  createEffect(() => {
    if (!isNewer()) return;
    // A new name is no reason to lose what was typed.
    if (conflict() === undefined) setBase(baseNow());
    else if (!isDirty()) restart();
  });

  const save = async (): Promise<boolean> => {
    if (isBusy()) return false;
    setDraft(withoutEmptyRows(draft));
    if (!isDirty()) return true;
    setBusy(true);
    setProblem();
    try {
      const changed = await read(
        api.projects[':id'].$patch({
          param: { id: project().id },
          header: { 'if-match': `"${base().updatedAt}"` },
          json: { options: optionsOf(draft) },
        }),
      );
      setBase({ options: changed.options, updatedAt: changed.updatedAt });
      client.setQueryData(keys.project(changed.id), changed);
      void client.invalidateQueries({ queryKey: keys.projects });
      setSaved(true);
      return true;
    } catch (error) {
      const found = problemIn(error);
      setProblem(found);
      if (found.code === 'project-changed') await client.invalidateQueries({ queryKey: keys.project(project().id) });
      return false;
    } finally {
      setBusy(false);
    }
  };

  const errors = () => problem()?.errors ?? [];
  const form: OptionsForm = {
    draft,
    set: (name, value) => {
      setDraft(name, () => value);
      setSaved(false);
      // What was said of the old value is not said of the new one.
      const about = [name, REPORTED_AT[name] ?? name];
      setProblem((last) => {
        const left = last?.errors?.filter(({ path }) => !about.some((each) => isAt(path, each))) ?? [];
        return last && left.length > 0 ? { ...last, errors: left } : undefined;
      });
    },
    isChanged: (name) => isChanged(draft, name),
    reset: (name) => form.set(name, DEFAULTS[name]),
    wrong: (name, row) => {
      const found = errors().filter(({ path }) => (row === undefined ? path === pathOf(name) : isAt(path, name, row)));
      return found[0]?.message;
    },
  };
  return {
    form,
    unsaved: () => unsaved().map((name) => LABELS[name]),
    changedIn: (names: readonly OptionName[]) => names.filter((name) => isChanged(draft, name)).length,
    isDirty,
    isBusy,
    isSaved,
    problem,
    conflict,
    save,
    /** Forgets what was changed here; what it returns brings it back. */
    discard: (): (() => void) => {
      const changed = structuredClone(unwrap(draft));
      restart();
      return () => setDraft(changed);
    },
    /** Saves what stands here over what someone else saved. */
    overrule: () => {
      setBase(baseNow());
      setProblem();
      return save();
    },
  };
}

/** An error of an option, or of one row of it. */
function isAt(path: string, name: OptionName, row?: number): boolean {
  const own = row === undefined ? pathOf(name) : `${pathOf(name)}[${row}]`;
  return path === own || path.startsWith(`${own}.`) || (row === undefined && path.startsWith(`${own}[`));
}
