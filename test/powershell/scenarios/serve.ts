import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { undoOf } from '../../../worker/lib/script-facts.ts';
import { look } from './judge.ts';
import { CASES } from './plan.ts';
import { prepare } from './prepare.ts';
import { TRAPS } from './traps.ts';
import { changedSince } from './changed.ts';
import { isCanaryDead, openScenario, saveScript, type Scenario, stateOf } from './scenario.ts';

/** What a shell needs to know of a scenario: where it acts, and the scripts, by their paths. */
function opened(scenario: Scenario) {
  const { of, side, sandbox, folder } = scenario;
  const { undo } = of;
  return {
    ...of,
    side,
    url: sandbox.controlUrl,
    folder,
    exchange: join(folder, 'exchange'),
    // X500 addresses are read from a list of the other side.
    before:
      of.id === 'x500' ? saveScript(scenario, 'export-mailboxes', { side: 'source', domains: ['old.example'] }) : null,
    preview: saveScript(scenario, of.id, { whatIf: true }),
    script: saveScript(scenario, of.id),
    undo: undo === undefined ? null : saveScript(scenario, undo),
  };
}

/** Takes orders of the shell that tests scripts: open a scenario, look at it, read its state. One is open at a time. */
export function serveScenarios(): Server {
  let scenario: Scenario | undefined;
  const marks = new Map<string, string>();
  const current = (): Scenario => {
    if (!scenario) throw new RangeError('No scenario is open');
    return scenario;
  };
  const orders: Record<string, (at: string) => unknown> = {
    open: async (at) => {
      await scenario?.close();
      const of = CASES[Number(at)];
      if (!of) throw new RangeError(`There is no case ${at}`);
      scenario = await openScenario(of);
      prepare(scenario);
      return opened(scenario);
    },
    trap: async (name) => {
      await scenario?.close();
      const trap = TRAPS[name];
      if (!trap) throw new RangeError(`There is no trap ${name}`);
      const { id, version, input, prepare: set } = trap;
      scenario = await openScenario({ id, version, undo: undoOf(id) }, input);
      prepare(scenario);
      set?.(scenario);
      return opened(scenario);
    },
    /** Time passes at the servers. */
    wait: (ms) => {
      const { side } = current().on;
      const { now } = side;
      side.now = () => now() + Number(ms);
      return {};
    },
    look: () => look(current()),
    mark: (name) => {
      marks.set(name, stateOf(current()));
      return {};
    },
    changes: (name) => changedSince(marks.get(name) ?? '', stateOf(current())),
    canary: () => isCanaryDead(current()),
    close: async () => {
      await scenario?.close();
      scenario = undefined;
      return {};
    },
  };
  return createServer((request, response) => {
    const [, order = '', at = ''] = (request.url ?? '').split('/');
    Promise.resolve()
      .then(() => orders[order]?.(at))
      .then((answer) => response.end(JSON.stringify(answer)))
      .catch((error: unknown) => {
        response.writeHead(500);
        response.end(
          JSON.stringify({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
        );
      });
  });
}
