import type { JSX } from 'solid-js';
import { createEffect, on } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { Problem } from '../../../api.ts';
import { ContentOptions, FollowOptions } from '../options/content-options.tsx';
import { BesideOptions, LimitOptions, PrivacyOptions } from '../options/mailbox-options.tsx';
import type { OptionsForm } from '../options/option-parts.tsx';
import type { Options } from '../options/options-draft.ts';
import { DEFAULTS, draftOf, isChanged, optionsOf, pathOf, withoutEmptyRows } from '../options/options-draft.ts';

/** The options of a project that is not there yet. Those that need its mailboxes or addresses come with it. */
export function AdvancedOptions(props: {
  options: Options;
  onOptions: (options: Options) => void;
  isImpersonated: boolean;
  problem: Problem | undefined;
}): JSX.Element {
  const [draft, setDraft] = createStore(draftOf(props.options));
  const optionsNow = () => optionsOf({ ...unwrap(draft), ...withoutEmptyRows(unwrap(draft)) });
  const textOf = (options: Options) => JSON.stringify(optionsOf(draftOf(options)));
  // Another type was chosen, and has preset some of them.
  createEffect(
    on(
      () => props.options,
      (options) => {
        if (textOf(options) !== JSON.stringify(optionsNow())) setDraft(draftOf(options));
      },
    ),
  );
  const form: OptionsForm = {
    draft,
    set: (name, value) => {
      setDraft(name, () => value);
      props.onOptions(optionsNow());
    },
    isChanged: (name) => isChanged(draft, name),
    reset: (name) => form.set(name, DEFAULTS[name]),
    wrong: (name, row) => {
      const own = row === undefined ? pathOf(name) : `${pathOf(name)}[${String(row)}]`;
      return props.problem?.errors?.find(({ path }) => path === own || path.startsWith(`${own}.`))?.message;
    },
  };
  return (
    <div class="stack">
      <ContentOptions form={form} projectId="" />
      <FollowOptions form={form} />
      <BesideOptions form={form} />
      <LimitOptions form={form} isImpersonated={props.isImpersonated} />
      <PrivacyOptions form={form} />
      <p class="small muted">
        Recipient mapping, methods and notices are in the options of the project, with previews of its addresses. All
        options can be changed at any time.
      </p>
    </div>
  );
}
