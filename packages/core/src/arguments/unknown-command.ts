import { nearest } from '../model/nearest.ts';
import type { ReleaseError } from '../model/problem.ts';
import { usageProblems } from './problems.ts';
import type { CommandSpec } from './spec.ts';

/** Says that there is no such command, and what was most likely meant. */
export function unknownCommand(
  name: string,
  commands: readonly CommandSpec[],
  standalone: Readonly<Record<string, string>>,
): ReleaseError {
  const pack = Object.hasOwn(standalone, name) ? standalone[name] : undefined;
  if (pack !== undefined) {
    const message = `The command "${name}" comes with ${pack}, which is not installed here.`;
    return usageProblems.refusal('USAGE_COMMAND', {
      message,
      fix: `Run \`npm install --save-dev ${pack}\`.`,
    });
  }
  const near = nearest(name, [...commands.map((command) => command.name), ...Object.keys(standalone)]);
  return usageProblems.refusal('USAGE_COMMAND', {
    message: `There is no command "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    fix: isVersion.test(name)
      ? `Versions are asked for by track: \`release --bump TRACK=minor\`, \`release --as TRACK=1.4.0\`, or \`release bump\`.`
      : 'See `release --help` for all of them.',
  });
}

/** What other tools take as the version to release. */
const isVersion = /^(?:(?:pre)?(?:major|minor|patch)|prerelease|v?\d+\.\d+\S*)$/;
