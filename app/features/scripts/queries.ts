import type { Accessor } from 'solid-js';
import type { ScriptId } from '../../../worker/lib/script-facts.ts';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import type { ScriptChoice } from './script-choice.ts';
import { queryOf } from './script-choice.ts';

/** The scripts that there are, once for each side. */
export function createScriptsQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.scripts(projectId()),
    queryFn: () => read(api.projects[':id'].scripts.$get({ param: { id: projectId() } })),
    staleTime: Infinity,
  }));
}

/** A script as it is chosen. The former text stays while the next is written. */
export function createScriptQuery(projectId: Accessor<string>, id: Accessor<ScriptId>, choice: Accessor<ScriptChoice>) {
  return createQuery(() => {
    const query = queryOf(id(), choice());
    return {
      queryKey: keys.script(projectId(), id(), query),
      queryFn: () =>
        read(api.projects[':id'].scripts[':scriptId'].$get({ param: { id: projectId(), scriptId: id() }, query })),
      placeholderData: (known) => known,
    };
  });
}
