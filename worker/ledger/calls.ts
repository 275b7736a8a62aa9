import type { CopyMethod } from '../lib/copy-methods.ts';
import type { KnownTrouble } from '../engine/model/folder-trouble.ts';
import type {
  Asked,
  ClaimLimits,
  Arrivals,
  ItemOutcome,
  KeptSubjects,
  LedgerChange,
  LedgerFolder,
  PageEnd,
  PresentItem,
  Selection,
  Sight,
} from '../engine/model/ledger-facts.ts';
import type { Omission } from '../engine/model/setting.ts';
import type { SettingKind } from '../lib/omission-kinds.ts';
import { adoptPresent } from './adopt.ts';
import { claimBatch, nextPendingAt } from './claim.ts';
import { compare, comparedTo, listMissing, listUnseen } from './compare.ts';
import { addFolders, expectItems, foldersRead, mapFolders, setBaseline, openLedger, relistFolder } from './folders.ts';
import * as troubles from './folder-troubles.ts';
import * as lists from './lists.ts';
import { pairMoves } from './moves.ts';
import { recordArrivals, listPlaces, notePlaceSignatures } from './present.ts';
import { endFolder, recordChanges } from './record.ts';
import * as settings from './settings.ts';
import { settleItems } from './settle.ts';
import { summarize } from './summary.ts';
import type { Sql } from './database/sql.ts';

type Pass = { id: string; retries: boolean; methods: CopyMethod[] };

/** What may be asked of a ledger, by name. Each runs in one transaction. */
export const CALLS = {
  open: (sql: Sql, pass: Pass, selection: Selection, now: number) => openLedger(sql, pass, selection, now),
  mapFolders: (sql: Sql, folders: LedgerFolder[]) => mapFolders(sql, folders),
  addFolders: (sql: Sql, folders: LedgerFolder[]) => addFolders(sql, folders),
  foldersRead: (sql: Sql, folderIds: string[]) => foldersRead(sql, folderIds),
  expect: (sql: Sql, folderId: string, present: PresentItem[]) => expectItems(sql, folderId, present),
  setBaseline: (sql: Sql, sourceId: string, baseline: string, now?: number) =>
    setBaseline(sql, sourceId, baseline, now),
  places: (sql: Sql) => listPlaces(sql),
  recordArrivals: (sql: Sql, placeId: string, arrivals: Arrivals) => recordArrivals(sql, placeId, arrivals),
  noteSignatures: (sql: Sql, places: { id: string; signature: string }[]) => notePlaceSignatures(sql, places),
  adopt: (sql: Sql, everywhere: boolean, selection: Selection, asked: Asked) =>
    adoptPresent(sql, everywhere, selection, asked),
  relistFolder: (sql: Sql, folderId: string) => relistFolder(sql, folderId),
  record: (
    sql: Sql,
    folderId: string,
    changes: LedgerChange[],
    methods: Record<string, CopyMethod>,
    end: PageEnd,
    selection: Selection,
  ) => recordChanges(sql, folderId, changes, methods, end, selection),
  endFolder: (sql: Sql, folderId: string, selection: Selection) => endFolder(sql, folderId, selection),
  pairMoves: (sql: Sql) => pairMoves(sql),
  claim: (sql: Sql, batchId: string, limits: ClaimLimits, selection: Selection, now: number) =>
    claimBatch(sql, batchId, limits, selection, now),
  settle: (sql: Sql, outcomes: ItemOutcome[]) => settleItems(sql, outcomes),
  settleAndClaim: (
    sql: Sql,
    outcomes: ItemOutcome[],
    batchId: string,
    limits: ClaimLimits,
    selection: Selection,
    now: number,
  ) => {
    settleItems(sql, outcomes);
    return claimBatch(sql, batchId, limits, selection, now);
  },
  nextPendingAt: (sql: Sql, selection: Selection) => nextPendingAt(sql, selection),
  unconfirmed: (sql: Sql) => lists.listUnconfirmed(sql),
  arrived: (sql: Sql, ids: string[]) => lists.arrivedOf(sql, ids),
  readChanges: (sql: Sql, limit: number) => lists.listReadChanges(sql, limit),
  readSettled: (sql: Sql, items: { id: string; isRead: boolean; changeKey?: string }[]) => lists.settleRead(sql, items),
  superseded: (sql: Sql, limit: number) => lists.listSuperseded(sql, limit),
  supersededSettled: (sql: Sql, copies: { id: string; isKept: boolean }[]) => lists.settleSuperseded(sql, copies),
  left: (sql: Sql, limit: number) => lists.listLeft(sql, limit),
  leftCount: (sql: Sql) => lists.countLeft(sql),
  leftSettled: (sql: Sql, items: { id: string; isKept: boolean }[]) => lists.settleLeft(sql, items),
  noteTroubles: (sql: Sql, folders: KnownTrouble[]) => troubles.noteTroubles(sql, folders),
  endTroubles: (sql: Sql) => troubles.endTroubles(sql),
  unlisted: (sql: Sql, limit: number, subjects?: KeptSubjects) => lists.listUnlisted(sql, limit, subjects),
  listed: (sql: Sql, ids: string[], folderIds: string[]) => lists.settleListed(sql, ids, folderIds),
  settings: (sql: Sql) => settings.listSettings(sql),
  settleSettings: (sql: Sql, kind: SettingKind, carried: [string, string][], omissions: Omission[]) =>
    settings.settleSettings(sql, kind, carried, omissions),
  unlistedOmissions: (sql: Sql, limit: number) => settings.listUnlistedOmissions(sql, limit),
  omissionsListed: (sql: Sql, keys: string[]) => settings.settleOmissionsListed(sql, keys),
  comparedTo: (sql: Sql, folderId: string) => comparedTo(sql, folderId),
  compare: (sql: Sql, folderId: string, sight: Sight) => compare(sql, folderId, sight),
  unseen: (sql: Sql, folderId: string, limit: number) => listUnseen(sql, folderId, limit),
  missing: (sql: Sql, folderId: string, limit: number) => listMissing(sql, folderId, limit),
  summary: (sql: Sql, selection: Selection) => summarize(sql, selection),
};

export type LedgerCalls = typeof CALLS;
type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
export type LedgerArguments<M extends keyof LedgerCalls> = Tail<Parameters<LedgerCalls[M]>>;
export type LedgerAnswer<M extends keyof LedgerCalls> = ReturnType<LedgerCalls[M]>;
