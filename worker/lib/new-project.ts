import { z } from './zod.ts';
import { plainText } from './plain-text.ts';

export const ProjectName = plainText('A project needs a name.', 100);

const EndpointChoice = z.string().min(1, 'Choose an endpoint, or add one.');

/** What a new project needs; its options have defaults. */
export const NewProject = z.strictObject({
  name: ProjectName,
  sourceEndpointId: EndpointChoice,
  destinationEndpointId: EndpointChoice,
});
