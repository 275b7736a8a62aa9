import { EN } from '../../../worker/features/credential-requests/page/texts/en.ts';
import type { Run } from '../../../worker/local/demo.ts';
import { callApi } from '../npm-start.ts';
import type { Screen } from './screens.ts';

/** What the owner of a mailbox sees by their link; a phone of theirs is slower than an agent's. */
export async function endUserPage(run: Run): Promise<Screen> {
  const project = `/api/projects/${run.projectId}`;
  const added = await callApi<{ items: { id: string }[] }>(run, 'POST', `${project}/mailboxes`, {
    mailboxes: [{ sourceEmail: 'guest@old.example', destinationEmail: 'guest@new.example', sourceLogin: 'unknown' }],
  });
  const mailboxId = added.items[0]!.id;
  await callApi(run, 'POST', `${project}/passes`, { type: 'verify', mailboxIds: [mailboxId] });
  const { items } = await callApi<{ items: { id: string }[] }>(
    run,
    'GET',
    `${project}/credential-requests?mailboxId=${mailboxId}`,
  );
  const { url } = await callApi<{ url: string }>(run, 'POST', `/api/credential-requests/${items[0]!.id}/link`);
  return { name: 'end user', path: new URL(url).pathname, shows: EN.formTitle, least: 0.98 };
}
