import { z } from './zod.ts';
import { plainText } from './plain-text.ts';

export const ProjectName = plainText('A project needs a name.', 100);

export const CustomerChoice = z.string().min(1, 'Choose a customer, or add one.').max(100);

const EndpointChoice = z.string().min(1, 'Choose an endpoint, or add one.');

/** What a new project needs; its options have defaults. */
export const NewProject = z.strictObject({
  name: ProjectName,
  customerId: CustomerChoice.optional().describe('Default: the customer for projects that have none yet.'),
  sourceEndpointId: EndpointChoice,
  destinationEndpointId: EndpointChoice,
});
