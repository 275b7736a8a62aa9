import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { createMeQuery } from '../session/queries.ts';
import type { SavedFilterFacts } from './queries.ts';
import { createSavedFilterActions, createSavedFiltersQuery } from './queries.ts';

// With the code of forms.
const SaveFilterDialog = lazy(async () => ({ default: (await import('./save-filter-dialog.tsx')).SaveFilterDialog }));

/** The filters that the workgroup keeps: shows the mailboxes of one, keeps the one that is on, deletes some. */
export function FilterMenu(props: {
  /** The filter that is on; undefined where all mailboxes are shown. */
  filter: SavedFilterFacts | undefined;
  words: (filter: SavedFilterFacts) => string;
  onApply: (filter: SavedFilterFacts) => void;
}): JSX.Element {
  const me = createMeQuery();
  const saved = createSavedFiltersQuery();
  const actions = createSavedFilterActions();
  const [saving, setSaving] = createSignal<SavedFilterFacts>();
  const mayManage = () => can(me.data?.role ?? 'agent', 'saved-filter.manage');
  const same = (filter: SavedFilterFacts) => JSON.stringify(filter) === JSON.stringify(props.filter);
  const on = () => (saved.data ?? []).find(({ filter }) => same(filter));
  return (
    <>
      <MenuButton
        name="Saved filters"
        label={
          <>
            <Icon name="filter" /> <Icon name="down" />
          </>
        }
        items={[
          ...(saved.data ?? []).map((each) => ({
            label: each.name,
            hint: props.words(each.filter),
            icon: same(each.filter) ? ('check' as const) : ('circle' as const),
            run: () => props.onApply(each.filter),
          })),
          ...(mayManage()
            ? [
                {
                  label: 'Save this filter',
                  hint: props.filter ? props.words(props.filter) : 'Choose what is shown first',
                  icon: 'plus' as const,
                  disabled: props.filter === undefined || on() !== undefined,
                  run: () => void setSaving(props.filter),
                },
              ]
            : []),
          ...(mayManage() && on()
            ? [{ label: `Delete “${on()!.name}”`, icon: 'failed' as const, run: () => void actions.remove(on()!) }]
            : []),
        ]}
      />
      <Show when={saving()}>
        {(filter) => (
          <Suspense>
            <SaveFilterDialog filter={filter()} words={props.words(filter())} onClose={() => setSaving()} />
          </Suspense>
        )}
      </Show>
    </>
  );
}
