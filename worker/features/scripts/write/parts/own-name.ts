import type { ScriptInput } from '../../script-input.ts';

/** How things are called that a script adds: ASCII, at most 64 characters with a number behind it. */
export function ownNameOf({ side, project }: Pick<ScriptInput, 'side' | 'project'>): string {
  return `Mailferry-${side}-${project.id}`;
}
