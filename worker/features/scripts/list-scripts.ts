import { changesServer, SCRIPT_IDS, SCRIPT_SIDES, SCRIPTS, undoOf, versionsOf } from '../../lib/script-facts.ts';

/** Every script, once for each side that it can run at. */
export function listScripts() {
  return SCRIPT_SIDES.flatMap((side) =>
    SCRIPT_IDS.filter((id) => SCRIPTS[id].sides.includes(side)).map((id) => ({
      id,
      side,
      title: SCRIPTS[id].title,
      purpose: SCRIPTS[id].purpose,
      changes: changesServer(id),
      undoId: undoOf(id) ?? null,
      versions: versionsOf(id),
    })),
  );
}
