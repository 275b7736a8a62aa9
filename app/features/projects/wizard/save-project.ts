import type { Project } from '../../../api.ts';
import { api, read } from '../../../api.ts';
import type { ProjectDraft } from './draft.ts';
import { NO_CUSTOMER } from './draft.ts';

/** Creates the project of a draft, or changes the one that it has become. */
export async function saveProject({
  projectId,
  key,
  name,
  customerId,
  sourceEndpointId,
  destinationEndpointId,
  options,
}: ProjectDraft): Promise<Project> {
  const hasCustomer = customerId !== '' && customerId !== NO_CUSTOMER;
  const json = { name, sourceEndpointId, destinationEndpointId, options, ...(hasCustomer && { customerId }) };
  if (projectId === '') return read(api.projects.$post({ header: { 'idempotency-key': key }, json }));
  return read(api.projects[':id'].$patch({ param: { id: projectId }, header: {}, json }));
}
