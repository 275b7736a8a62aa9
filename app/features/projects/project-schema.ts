import { NewProject } from '../../../worker/lib/new-project.ts';
import { z } from '../../../worker/lib/zod.ts';

/** What the form of a new project checks. An empty customer is none. */
export const ProjectFormSchema = NewProject.extend({ customerId: z.string() });
