import { leaf, wrap, type Xml } from '../xml/node.ts';
import type { Reply } from './operation.ts';

export type Answer = { attributes: Record<string, string>; inner: Xml };

/** What is inside a response message, and its class. */
export function answerOf({ body, error, warning }: Reply, emptyBody = ''): Answer {
  const problem = error ?? warning;
  if (!problem)
    return {
      attributes: { ResponseClass: 'Success' },
      inner: ['<m:ResponseCode>NoError</m:ResponseCode>', body ?? ''],
    };
  return {
    attributes: { ResponseClass: error ? 'Error' : 'Warning' },
    inner: [
      leaf('m:MessageText', problem.message),
      leaf('m:ResponseCode', problem.code),
      '<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>',
      problem.details === undefined ? '' : wrap('m:MessageXml', problem.details),
      body ?? emptyBody,
    ],
  };
}

/** A response message. `emptyBody` is what the schema wants behind an error. */
export function replyXml(name: string, reply: Reply, emptyBody?: string): Xml {
  const { attributes, inner } = answerOf(reply, emptyBody);
  return wrap(name, inner, attributes);
}

/** For operations whose response element is the response message itself. */
export const respondWithOne = (replies: readonly Reply[]): Answer => answerOf(replies[0] ?? {});
