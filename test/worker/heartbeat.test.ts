import { describe, expect, it } from 'vitest';
import type { Orders } from '../../worker/runtime/passes/project-coordinator.ts';
import { startHeartbeat } from '../../worker/runtime/slices/heartbeat.ts';

const GO_ON: Orders = { isLost: false, stop: false };

/** A heartbeat every second under a lease of five, on a clock that only `wait` moves; everything it does is logged. */
function setUp(answer: (beat: number) => Orders | Error, spentAt = Infinity) {
  const log: string[] = [];
  const timers: { at: number; everyMs?: number; call: () => void }[] = [];
  let now = 0;
  let beats = 0;
  const add = (timer: (typeof timers)[number]) => {
    timers.push(timer);
    return () => {
      log.push(`${now} cancel ${timer.everyMs ? 'beats' : 'grace'}`);
      timers.splice(timers.indexOf(timer), 1);
    };
  };
  const heartbeat = startHeartbeat({
    beat: async (report) => {
      log.push(`${now} beat ${report ? report.at : 'without a report'}`);
      const orders = answer(++beats);
      if (orders instanceof Error) throw orders;
      return orders;
    },
    report: () => (now < 2_000 ? undefined : ({ at: now } as never)),
    everyMs: 1_000,
    leaseMs: 5_000,
    isAtReport: () => now >= spentAt,
    now: () => now,
    repeatedly: (everyMs, call) => add({ at: now + everyMs, everyMs, call }),
    later: (ms, call) => add({ at: now + ms, call }),
  });
  heartbeat.stop.addEventListener('abort', () => void log.push(`${now} stop`));
  heartbeat.abort.addEventListener('abort', () => void log.push(`${now} abort`));
  const wait = async (ms: number) => {
    for (const end = now + ms; now < end;) {
      now += 500;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        if (timer.everyMs) timer.at += timer.everyMs;
        else timers.splice(timers.indexOf(timer), 1);
        timer.call();
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { heartbeat, log, wait };
}

describe('the heartbeat of a slice', () => {
  it('beats until its end, with what there is to report, and then cuts off what is left', async () => {
    const { heartbeat, log, wait } = setUp(() => GO_ON);
    await wait(2_000);
    heartbeat.end();
    await wait(3_000);
    expect(log).toEqual(['1000 beat without a report', '2000 beat 2000', '2000 cancel beats', '2000 abort']);
    expect(heartbeat.isCutOff()).toBe(false);
  });

  it('stops by order, and cuts off after a grace what is still on its way', async () => {
    const { heartbeat, log, wait } = setUp((beat) => ({ isLost: false, stop: beat >= 2 }));
    await wait(6_000);
    expect(log.filter((line) => !line.includes('beat'))).toEqual(['2000 stop', '6000 abort']);
    expect(heartbeat.isCutOff()).toBe(false);
  });

  it('cuts everything off at once when its lease is lost', async () => {
    const { log, wait } = setUp(() => ({ isLost: true, stop: true }));
    await wait(1_000);
    expect(log).toEqual(['1000 beat without a report', '1000 stop', '1000 abort']);
  });

  it('needs no grace any more once the slice has ended', async () => {
    const { heartbeat, log, wait } = setUp(() => ({ isLost: false, stop: true }));
    await wait(1_000);
    heartbeat.end();
    expect(log.slice(-3)).toEqual(['1000 cancel beats', '1000 cancel grace', '1000 abort']);
  });

  it('survives beats that do not get through', async () => {
    const { heartbeat, log, wait } = setUp((beat) => (beat > 1 && beat < 6 ? new Error('out of reach') : GO_ON));
    await wait(9_000);
    expect(log.some((line) => line.endsWith('stop'))).toBe(false);
    expect(heartbeat.isCutOff()).toBe(false);
  });

  it('gives up when nothing got through for longer than its lease lasts', async () => {
    const { heartbeat, log, wait } = setUp((beat) => (beat > 1 ? new Error('out of reach') : GO_ON));
    await wait(8_000);
    expect(log.filter((line) => !line.includes('beat'))).toEqual(['7000 stop', '7000 abort']);
    expect(heartbeat.isCutOff()).toBe(true);
  });

  it('cuts everything off when only the calls for the report are left', async () => {
    const { heartbeat, log, wait } = setUp(() => GO_ON, 3_000);
    await wait(4_000);
    expect(log.filter((line) => !line.includes('beat'))).toEqual(['3000 stop', '3000 abort']);
    expect(heartbeat.isCutOff()).toBe(true);
  });

  it('keeps the options that orders brought last', async () => {
    const changed = { includeSubjects: true };
    const { heartbeat, wait } = setUp((beat) => (beat === 2 ? { ...GO_ON, options: changed } : GO_ON));
    await wait(1_000);
    expect(heartbeat.options()).toBeUndefined();
    await wait(3_000);
    expect(heartbeat.options()).toEqual(changed);
  });
});
