import type { QueryClient } from '@tanstack/solid-query';
import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { Mailbox, Wave } from '../../api.ts';
import { api, problemIn, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';
import { applyChanges } from '../mailboxes/edits/apply-edits.ts';
import { byCutover } from './wave-words.ts';

/** What a wave is made of. */
export type WaveValues = Pick<Wave, 'name' | 'cutoverAt' | 'timeZone'>;

const PAGE = 1_000;

/** The waves of a project, the first to cut over first. */
export function createWavesQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.waves(projectId()),
    queryFn: async () => {
      const id = projectId();
      return (await readAll((query) => api.projects[':id'].waves.$get({ param: { id }, query }))).toSorted(byCutover);
    },
  }));
}

/** What shows waves of a project. */
const refreshWaves = (client: QueryClient, projectId: string) =>
  Promise.all(
    [keys.waves(projectId), keys.mailboxes(projectId), keys.plan(projectId)].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );

const mailboxesIn = (id: string, wave: string): Promise<Mailbox[]> =>
  readAll((query) => api.projects[':id'].mailboxes.$get({ param: { id }, query: { ...query, wave } }), PAGE);

/** Creates, changes and deletes waves of a project. */
export function createWaveActions(projectId: Accessor<string>) {
  const client = useQueryClient();
  const create = async (json: WaveValues): Promise<Wave> => {
    try {
      return await read(api.projects[':id'].waves.$post({ param: { id: projectId() }, json }));
    } finally {
      await refreshWaves(client, projectId());
    }
  };
  /** Creates it again with those of its mailboxes that are in no wave since. */
  const putBack = async ({ name, cutoverAt, timeZone }: Wave, mailboxes: readonly Mailbox[]) => {
    try {
      const { id: waveId } = await create({ name, cutoverAt, timeZone });
      const free = new Set((await mailboxesIn(projectId(), 'none')).map(({ id }) => id));
      const back = mailboxes.filter(({ id }) => free.has(id));
      await applyChanges(
        projectId(),
        back.map(({ id }) => ({ edit: { id, waveId }, undo: { id, waveId: null } })),
      );
      showToast(`The wave “${name}” is back.`);
    } catch (error) {
      showToast(`The wave could not be put back: ${problemIn(error).title}`);
    } finally {
      await refreshWaves(client, projectId());
    }
  };
  return {
    /** Throws what refused it. */
    create,
    /** Throws what refused it. */
    change: async ({ id }: Wave, json: WaveValues): Promise<void> => {
      try {
        await read(api.waves[':id'].$patch({ param: { id }, json }));
      } finally {
        await refreshWaves(client, projectId());
      }
    },
    /** Deletes it, and offers to take that back. */
    remove: async (wave: Wave): Promise<void> => {
      try {
        const mailboxes = await mailboxesIn(projectId(), wave.id);
        await read(api.waves[':id'].$delete({ param: { id: wave.id } }));
        showToast(`The wave “${wave.name}” is deleted. Its mailboxes stay.`, () => void putBack(wave, mailboxes));
      } catch (error) {
        showToast(`The wave could not be deleted: ${problemIn(error).title}`);
      } finally {
        await refreshWaves(client, projectId());
      }
    },
  };
}
