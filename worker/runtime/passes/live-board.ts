import type { MailboxLivePatch } from '../../features/mailboxes/live-store.ts';
import type { MailboxPatch, PresentedMailbox } from '../../features/mailboxes/present-mailbox.ts';
import type { Progress } from '../../engine/model/progress.ts';
import type { Rates } from '../../lib/units.ts';
import { etaMsOf, fractionOf } from '../../lib/units.ts';

/** What a running slice reports. */
export type SliceReport = { progress: Progress; rates: Rates; at: number };

/** The report as screens show it. */
function liveProgress({ progress, rates }: SliceReport): PresentedMailbox['progress'] {
  const { done, failed, total, adopted } = progress;
  const settled = { count: done.count + failed.count, bytes: done.bytes + failed.bytes };
  return {
    itemsTotal: total.count,
    itemsDone: done.count,
    itemsFailed: failed.count,
    itemsAdopted: adopted?.count ?? 0,
    bytesTotal: total.bytes,
    bytesDone: done.bytes,
    itemsPerSecond: round(rates.itemsPerSecond),
    bytesPerSecond: round(rates.bytesPerSecond),
    etaMs: etaMsOf(settled, total, rates) ?? null,
    fraction: fractionOf(settled, total),
  };
}

/** The report as the database keeps it. */
export function progressPatch(mailboxId: string, report: SliceReport): MailboxLivePatch {
  const { fraction: _fraction, ...numbers } = liveProgress(report);
  return { id: mailboxId, ...numbers, phase: report.progress.phase, lastActivityAt: report.at };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Changes not sent to the sockets yet, and the total speed. */
export type LiveBoard = {
  report(mailboxId: string, report: SliceReport): void;
  /** A mailbox whose status has changed, as the API presents it. */
  change(mailbox: PresentedMailbox): void;
  /** The slice of this mailbox has ended: its speed is dropped. */
  end(mailboxId: string): void;
  /** Patches since the last call, one a mailbox. */
  take(): MailboxPatch[];
  rates(): Rates;
  /** Reports since the last call, for the database. */
  takeReports(): [mailboxId: string, report: SliceReport][];
};

export function createLiveBoard(): LiveBoard {
  const patches = new Map<string, MailboxPatch>();
  const running = new Map<string, SliceReport>();
  const unsaved = new Map<string, SliceReport>();
  return {
    report(mailboxId, report) {
      running.set(mailboxId, report);
      unsaved.set(mailboxId, report);
      const patch = {
        id: mailboxId,
        phase: report.progress.phase,
        progress: liveProgress(report),
        lastActivityAt: new Date(report.at).toISOString(),
      };
      patches.set(mailboxId, { ...patches.get(mailboxId), ...patch });
    },
    change(mailbox) {
      // What a running slice said last is newer than what the database has.
      const report = running.get(mailbox.id);
      const live = report && { phase: report.progress.phase, progress: liveProgress(report) };
      patches.set(mailbox.id, { ...patches.get(mailbox.id), ...mailbox, ...live });
    },
    end(mailboxId) {
      running.delete(mailboxId);
      unsaved.delete(mailboxId);
    },
    take() {
      const taken = [...patches.values()];
      patches.clear();
      return taken;
    },
    rates() {
      let itemsPerSecond = 0;
      let bytesPerSecond = 0;
      for (const { rates } of running.values()) {
        itemsPerSecond += rates.itemsPerSecond;
        bytesPerSecond += rates.bytesPerSecond;
      }
      return { itemsPerSecond: round(itemsPerSecond), bytesPerSecond: round(bytesPerSecond) };
    },
    takeReports() {
      const taken = [...unsaved];
      unsaved.clear();
      return taken;
    },
  };
}
