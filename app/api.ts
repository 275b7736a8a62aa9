import { hc } from 'hono/client';
import type { InferRequestType, InferResponseType } from 'hono/client';
import type { Api } from '../worker/api.ts';
import { contact } from './lib/session-end.ts';
import { noteRefusal } from './lib/refusals.ts';
import { noteAnswer } from './lib/storage-full.ts';
import type { Problem as ApiProblem, ProblemFacts } from '../worker/lib/problem.ts';

/** Nobody asks again for a change that did not get through: who made it has to. */
const reach: typeof fetch = async (input, init) => {
  try {
    return await contact(input, init);
  } catch {
    throw new ApiError(init?.method === undefined || init.method === 'GET' ? OFFLINE : OFFLINE_CHANGE);
  }
};

export const { api } = hc<Api>('/', { fetch: reach });

type Items<T> = T extends { items: (infer Item)[] } ? Item : never;

export type Project = Items<InferResponseType<typeof api.projects.$get, 200>>;
export type Customer = Items<InferResponseType<typeof api.customers.$get, 200>>;
export type CustomerUser = Items<InferResponseType<(typeof api.customers)[':id']['users']['$get'], 200>>;
export type Endpoint = Items<InferResponseType<typeof api.endpoints.$get, 200>>;
export type Provider = Items<InferResponseType<typeof api.providers.$get, 200>>;
export type Discovery = InferResponseType<typeof api.endpoints.discover.$post, 200>;
export type Mailbox = Items<InferResponseType<(typeof api.projects)[':id']['mailboxes']['$get'], 200>>;
export type Wave = Items<InferResponseType<(typeof api.projects)[':id']['waves']['$get'], 200>>;
export type MailboxImport = InferResponseType<(typeof api)['mailbox-imports'][':id']['$get'], 200>;
export type CredentialRequest = NonNullable<Mailbox['credentialRequest']>;
export type ItemError = Items<InferResponseType<(typeof api.mailboxes)[':id']['errors']['$get'], 200>>;
export type FolderError = Items<InferResponseType<(typeof api.mailboxes)[':id']['folder-errors']['$get'], 200>>;
export type Omission = Items<InferResponseType<(typeof api.mailboxes)[':id']['losses']['$get'], 200>>;
export type MailboxInventory = InferResponseType<(typeof api.mailboxes)[':id']['inventory']['$get'], 200>;
export type ProjectInventory = InferResponseType<(typeof api.projects)[':id']['inventory']['$get'], 200>;
export type ProjectEstimate = InferResponseType<(typeof api.projects)[':id']['estimate']['$get'], 200>;
export type OversizeItem = MailboxInventory['oversizeItems'][number];
export type Statistics = InferResponseType<(typeof api.mailboxes)[':id']['statistics']['$get'], 200>;
export type RecipientPreview = InferResponseType<
  (typeof api.projects)[':id']['recipient-mapping']['preview']['$post'],
  200
>;
export type ProjectGrants = InferResponseType<(typeof api.projects)[':id']['grants']['$get'], 200>;
export type FolderPreview = InferResponseType<(typeof api.projects)[':id']['folder-rules']['preview']['$post'], 200>;
export type Agent = Items<InferResponseType<typeof api.agents.$get, 200>>;
export type Invitation = Items<InferResponseType<typeof api.invitations.$get, 200>>;
export type InvitationLook = InferResponseType<typeof api.invitations.look.$post, 200>;
export type Workgroup = InferResponseType<typeof api.workgroup.$get, 200>;
export type ApiKey = Items<InferResponseType<(typeof api)['api-keys']['$get'], 200>>;
export type Event = Items<InferResponseType<typeof api.events.$get, 200>>;
export type Webhook = Items<InferResponseType<typeof api.webhooks.$get, 200>>;
export type Delivery = Items<InferResponseType<(typeof api.webhooks)[':id']['deliveries']['$get'], 200>>;
export type MailSettings = InferResponseType<(typeof api)['mail-settings']['$get'], 200>;
export type Message = Items<InferResponseType<typeof api.messages.$get, 200>>;
export type Notice = InferResponseType<(typeof api.notices)[':id']['$get'], 200>;
export type ScriptSummary = InferResponseType<(typeof api.projects)[':id']['scripts']['$get'], 200>['items'][number];
export type Script = InferResponseType<(typeof api.projects)[':id']['scripts'][':scriptId']['$get'], 200>;
export type NoticeRecipient = Items<InferResponseType<(typeof api.notices)[':id']['recipients']['$get'], 200>>;
export type NoticeRequest = InferRequestType<(typeof api.projects)[':id']['notices']['$post']>['json'];
export type NoticePreviewAnswer = InferResponseType<(typeof api.projects)[':id']['notices']['preview']['$post'], 200>;
export type Licences = InferResponseType<typeof api.licences.$get, 200>;
export type LicenceOrder = Items<InferResponseType<(typeof api)['licence-orders']['$get'], 200>>;
export type LicenceAssignment = Items<InferResponseType<(typeof api.customers)[':id']['licences']['$get'], 200>>;
export type LicenceEntry = Items<InferResponseType<(typeof api)['licence-ledger']['$get'], 200>>;
export type Plan = InferResponseType<(typeof api.projects)[':id']['plan']['$get'], 200>;
export type PassPreview = InferResponseType<(typeof api.projects)[':id']['passes']['preview']['$post'], 200>;
export type PassRequest = InferRequestType<(typeof api.projects)[':id']['passes']['$post']>['json'];
export type Counters = Project['counters'];

/** What the API says went wrong (RFC 9457, with cause and remedy), or what kept it from answering. */
export type Problem = Pick<ApiProblem, 'code' | 'title' | 'status'> &
  Partial<Pick<ApiProblem, 'detail' | 'cause' | 'remedy' | 'errors'>> &
  ProblemFacts;

export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

const OFFLINE: Problem = {
  code: 'offline',
  title: 'Mailferry cannot be reached',
  status: 0,
  cause: 'This device is offline, or the server does not answer.',
  remedy: 'You see the last known state. It updates as soon as the connection is back.',
};
const OFFLINE_CHANGE: Problem = { ...OFFLINE, remedy: 'Try again once the connection is back.' };

type Answer<T> = { ok: boolean; status: number; json: () => Promise<T>; text: () => Promise<string> };

/** The body of an answer. Throws ApiError for a problem, and for no answer. */
export async function read<T>(answer: Promise<Answer<T>>): Promise<T> {
  let response: Answer<T>;
  try {
    response = await answer;
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(OFFLINE);
  }
  const problem = response.ok ? undefined : await problemOf(response);
  noteAnswer(problem);
  if (problem?.code === 'forbidden') noteRefusal();
  if (problem) throw new ApiError(problem);
  return response.status === 204 ? (undefined as T) : response.json();
}

type PageOf<T> = (query: {
  limit: string;
  cursor?: string;
}) => Promise<Answer<{ items: T[]; nextCursor: string | null }>>;

/** Every item of a list, page after page; no further page once there are `most`. */
export async function readAll<T>(pageOf: PageOf<T>, limit = 200, most = Infinity): Promise<T[]> {
  return (await readSome(pageOf, limit, most)).items;
}

/** The same, and whether there are more. */
export async function readSome<T>(
  pageOf: PageOf<T>,
  limit: number,
  most: number,
): Promise<{ items: T[]; hasMore: boolean }> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(pageOf({ limit: String(limit), ...(cursor && { cursor }) }));
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && all.length < most);
  return { items: all, hasMore: cursor !== undefined };
}

async function problemOf(response: Answer<unknown>): Promise<Problem> {
  try {
    return JSON.parse(await response.text()) as Problem;
  } catch {
    return { code: 'unexpected', title: `The server answered ${response.status}`, status: response.status };
  }
}

/** The problem in anything caught. */
export function problemIn(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    title: 'Something went wrong in the app',
    status: 0,
    detail,
    remedy: 'Reload the page.',
  };
}
