import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/**
 * A sequencer that begins with the files whose paths end so, the first named first. A run that has no times of an
 * earlier one goes by size otherwise, and a long file of few lines, begun last, leaves every other core idle.
 */
export function slowFirst(names: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification): number => {
    const at = names.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return at === -1 ? names.length : at;
  };
  // Vitest takes a class here, and nothing else.
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => groupOf(a) - groupOf(b) || rank(a) - rank(b));
    }
  };
}

const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
