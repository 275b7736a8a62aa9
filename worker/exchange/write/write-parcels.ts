import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { createMail } from './create/create-mail.ts';
import { create } from './create/create-parcels.ts';
import type { NewElement } from '../items/elements.ts';
import { isUnknownElement, makeFault } from '../faults/make-fault.ts';
import { OPERATION_REFUSED } from '../faults/refusals.ts';
import { needsMore } from './create/plan-item.ts';
import { elementOf, foreignHome, homeOf } from './create/homes.ts';
import { withoutFollowUp, WITHOUT_FOLLOW_UP } from './create/follow-up.ts';
import { addOmissionOf, addReadOmissions } from './create/omissions.ts';
import { failAll } from './create/write-results.ts';
import { readBack } from './read-back/read-back.ts';
import { writeApart } from './write-apart.ts';
import type { WriteTarget } from './write-target.ts';
import type { RequestVersion } from '../operations/versions.ts';

type Plan = {
  /** Those that one request makes in their folder. */
  plain: Parcel[];
  /** The others, by the container class of the folder in which they are made first. */
  apart: Map<string, Parcel[]>;
  /** What the server was seen not to create. */
  refused: WriteResult[];
};

/**
 * Writes parcels of one path into a folder, and looks at some of them again. What takes more than one request, or may
 * not be made in this folder, is made apart and moved in when it is whole. Throws FaultError.
 */
export async function writeParcels(
  target: WriteTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId } = target;
  if (parcels[0]?.method === 'transfer') return create(connection, folderId, parcels, signal);
  const isLess = connection.capabilities.followUp === 'subject';
  const sent = isLess ? parcels.map((parcel) => withoutFollowUp(parcel) ?? parcel) : parcels;
  const lessened = new Set(sent.filter((parcel, index) => parcel !== parcels[index]).map(({ sourceId }) => sourceId));
  const results = noteTrial(target, sent, await writeAll(target, sent, signal));
  const written = addOmissionOf(results, lessened, WITHOUT_FOLLOW_UP);
  return readBack(connection, sent, written, signal);
}

async function writeAll(target: WriteTarget, parcels: readonly Parcel[], signal: AbortSignal): Promise<WriteResult[]> {
  const { connection } = target;
  const { plain, apart, refused } = planParcels(target, parcels, await connection.version(signal));
  const noted = (error: unknown) => (parcels.length === 1 ? noteRefusal(target, parcels[0], error) : error);
  const results = [...refused];
  try {
    if (plain.length > 0) results.push(...addReadOmissions(plain, await createMail(target, plain, signal)));
  } catch (error) {
    throw noted(error);
  }
  for (const [home, some] of apart) {
    try {
      results.push(...(await writeApart(target, home, some, signal)));
    } catch (error) {
      if (apart.size === 1 && plain.length === 0) throw noted(error);
      // Thrown, the error would say something of the others, which may be there already.
      results.push(...(await writeOneByOne(target, home, some, error, signal)));
    }
  }
  noteTaken(target, parcels, results);
  return inOrderOf(parcels, results);
}

function planParcels(target: WriteTarget, parcels: readonly Parcel[], version: RequestVersion): Plan {
  const { connection, folderClass } = target;
  const { capabilities } = connection;
  const plan: Plan = { plain: [], apart: new Map(), refused: [] };
  for (const parcel of parcels) {
    const element = elementOf(parcel);
    if (capabilities.refusedElements.includes(element)) {
      plan.refused.push({ sourceId: parcel.sourceId, fault: notCreatable(connection, element) });
      continue;
    }
    const home =
      foreignHome(parcel, folderClass) ?? (needsMore(parcel, version, capabilities) ? homeOf(parcel) : undefined);
    if (home === undefined) plan.plain.push(parcel);
    else plan.apart.set(home, [...(plan.apart.get(home) ?? []), parcel]);
  }
  return plan;
}

function inOrderOf(parcels: readonly Parcel[], results: readonly WriteResult[]): WriteResult[] {
  const place = new Map(parcels.map(({ sourceId }, index) => [sourceId, index]));
  return results.toSorted((left, right) => (place.get(left.sourceId) ?? 0) - (place.get(right.sourceId) ?? 0));
}

/** The server may not know one of several: write each with its own request. */
async function writeOneByOne(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  error: unknown,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const failWith = (some: readonly Parcel[], cause: unknown) => failAll(some, faultOf(cause, 'batch'));
  if (faultOf(error).kind !== 'unsupported') return failWith(parcels, error);
  if (parcels.length === 1) return failWith(parcels, noteRefusal(target, parcels[0], error));
  const results: WriteResult[] = [];
  for (const parcel of parcels) {
    try {
      results.push(...(await writeApart(target, home, [parcel], signal)));
    } catch (refusal) {
      results.push(...failWith([parcel], noteRefusal(target, parcel, refusal)));
    }
  }
  return results;
}

/**
 * A server that turns down a request for a single item may not know items of that kind. It does not, and will not learn
 * it, where it was so with another one as well and it has taken none.
 */
function noteRefusal({ connection }: WriteTarget, parcel: Parcel | undefined, error: unknown): unknown {
  const { kind, code, operation = 'CreateItem' } = faultOf(error);
  if (
    parcel === undefined ||
    parcel.method !== 'typed' ||
    kind !== 'unsupported' ||
    operation !== 'CreateItem' ||
    code.startsWith('http-') ||
    isUnknownElement(code) ||
    code === OPERATION_REFUSED
  )
    return error;
  const element = elementOf(parcel);
  const { capabilities } = connection;
  if (element === 'PostItem' && capabilities.posts === undefined) {
    capabilities.posts = 'trial';
    return new FaultError(
      makeFault('not-processed', 'item', 'sent-again', 'The post is written as a message.', connection.side),
    );
  }
  if (element === 'PostItem' && capabilities.posts === 'trial') capabilities.posts = 'refused';
  const { refusedElements, triedElements } = capabilities;
  const before = (triedElements[element] ??= parcel.sourceId);
  if (before === TAKEN) return error;
  const isKnown = element === 'Message' || before === parcel.sourceId || refusedElements.includes(element);
  if (!isKnown) refusedElements.push(element);
  return new FaultError(notCreatable(connection, element));
}

/** In the place of the id of the first item of a kind that was refused. */
const TAKEN = 'taken';

function noteTaken({ connection }: WriteTarget, parcels: readonly Parcel[], results: readonly WriteResult[]): void {
  const { triedElements } = connection.capabilities;
  const failed = new Set(results.flatMap((result) => ('fault' in result ? [result.sourceId] : [])));
  for (const parcel of parcels) if (!failed.has(parcel.sourceId)) triedElements[elementOf(parcel)] = TAKEN;
}

/** What the first posts that go as messages come to. */
function noteTrial(
  { connection }: WriteTarget,
  parcels: readonly Parcel[],
  results: readonly WriteResult[],
): WriteResult[] {
  const { capabilities } = connection;
  if (capabilities.posts !== 'trial') return [...results];
  const posts = new Set(parcels.filter((parcel) => elementOf(parcel) === 'PostItem').map(({ sourceId }) => sourceId));
  const ofPosts = results.filter(({ sourceId }) => posts.has(sourceId));
  if (ofPosts.some((result) => !('fault' in result))) capabilities.posts = 'message';
  const isRefused = (result: WriteResult) => 'fault' in result && isNotTaken(result.fault);
  if (!ofPosts.some(isRefused)) return [...results];
  capabilities.posts = 'refused';
  capabilities.refusedElements.push('PostItem');
  return results.map((result) =>
    posts.has(result.sourceId) && isRefused(result)
      ? { sourceId: result.sourceId, fault: notCreatable(connection, 'PostItem') }
      : result,
  );
}

const isNotTaken = ({ kind }: Fault): boolean => kind === 'corrupt' || kind === 'unsupported';

function notCreatable({ side }: Connection, element: NewElement): Fault {
  const message = `The server does not create items of this kind (${element}).`;
  return makeFault('unsupported', 'item', 'not-creatable', message, side);
}
