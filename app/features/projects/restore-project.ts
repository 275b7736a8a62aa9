import { useQueryClient } from '@tanstack/solid-query';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';

/** Restores an archived project, and says so. */
export function createRestore(projectId: () => string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      const project = await read(api.projects[':id'].unarchive.$post({ param: { id: projectId() } }));
      client.setQueryData(keys.project(project.id), project);
      showToast('The project is active again.');
      await client.invalidateQueries({ queryKey: keys.projects });
    } catch (error) {
      showToast(wordsOf(error));
    }
  };
}

/** A problem in one line. */
export function wordsOf(error: unknown): string {
  const { title, remedy } = problemIn(error);
  return `${title}. ${remedy}`;
}
