import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Project } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { Ago, Notice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createRestore, wordsOf } from './restore-project.ts';

const ArchiveDialog = lazy(async () => ({ default: (await import('./archive-dialog.tsx')).ArchiveDialog }));

/** What is done with a project as a whole, and rarely. */
export function ProjectMore(props: { project: Project; class: string }): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isArchiving, setArchiving] = createSignal(false);
  const restore = createRestore(() => props.project.id);
  const copy = async () => {
    try {
      const made = await read(api.projects[':id'].copy.$post({ param: { id: props.project.id } }));
      client.setQueryData(keys.project(made.id), made);
      void client.invalidateQueries({ queryKey: keys.projects });
      showToast(`This is the copy: “${made.name}”. It has no mailboxes yet.`);
      navigate(`/projects/${made.id}`);
    } catch (error) {
      showToast(wordsOf(error));
    }
  };
  return (
    <>
      <MenuButton
        class={props.class}
        label={
          <>
            <Icon name="down" /> <span>More</span>
          </>
        }
        name="More"
        items={[
          {
            label: 'Scripts',
            hint: 'For the administrators of both providers',
            icon: 'endpoints',
            run: () => navigate(`/projects/${props.project.id}/scripts`),
          },
          {
            label: 'Inventory',
            hint: 'What the mailboxes hold, and how long it takes',
            icon: 'search',
            run: () => navigate(`/projects/${props.project.id}/inventory`),
          },
          {
            label: 'Waves',
            hint: 'Which mailboxes cut over together, and when',
            icon: 'clock',
            run: () => navigate(`/projects/${props.project.id}/waves`),
          },
          {
            label: 'Copy project',
            hint: 'Customer, endpoints and options, without mailboxes',
            icon: 'copy',
            run: () => void copy(),
          },
          props.project.archivedAt === null
            ? {
                label: 'Archive project',
                hint: 'Starts and sends nothing, and can be read',
                icon: 'pause',
                run: () => setArchiving(true),
              }
            : { label: 'Restore project', icon: 'undo', run: () => void restore() },
        ]}
      />
      <Show when={isArchiving()}>
        <Suspense>
          <ArchiveDialog project={props.project} onClose={() => setArchiving(false)} />
        </Suspense>
      </Show>
    </>
  );
}

/** On the page of an archived project: what that means, and the way back. */
export function ArchivedNotice(props: { project: Project }): JSX.Element {
  const restore = createRestore(() => props.project.id);
  return (
    <Show when={props.project.archivedAt}>
      {(at) => (
        <Notice icon="pause" iconClass="faint">
          <strong>
            Archived <Ago at={at()} />
          </strong>
          <span>It starts no passes and sends no messages. Everything can still be read.</span>
          <span>
            <button type="button" class={button()} onClick={() => void restore()}>
              <Icon name="undo" /> Restore
            </button>
          </span>
        </Notice>
      )}
    </Show>
  );
}
