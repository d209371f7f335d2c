import { defined, type Problem, type ReleaseError } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { YamlError } from '../yaml/error.ts';
import { readYaml, type YamlFile } from '../yaml/read.ts';
import { FieldError } from './decode.ts';
import { readMetadata } from './metadata.ts';

/**
 * Reads the first document of a file of a chart.
 * @param file its path, for messages
 * @throws CHART_UNREADABLE when it is not YAML
 */
export function readFile(file: string, text: string): YamlFile {
  return reading(file, () => readYaml(text));
}

/** Makes a problem of what is not YAML. */
export function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlError) throw unreadable(file, error.message, error.line);
    throw error;
  }
}

export function unreadable(file: string, why: string, line: number | undefined): ReleaseError {
  return helmProblems.refusal('CHART_UNREADABLE', {
    message: `${file} cannot be read: ${why}.`,
    fix: line === undefined ? `Mend ${file}.` : `Mend line ${line} of ${file}.`,
    where: { file, ...defined({ line }) },
  });
}

/** Says which field of a Chart.yaml has a value of a kind it does not take; nothing when all can be used. */
export function fieldProblem(file: string, parsed: YamlFile): Problem | undefined {
  try {
    readMetadata(parsed.value);
    return undefined;
  } catch (error) {
    if (error instanceof FieldError) return misusedField(file, error, parsed);
    throw error;
  }
}

/** Says which field of a file has a value of a kind it does not take. */
export function misusedField(file: string, error: FieldError, parsed: YamlFile): Problem {
  const line = parsed.lineOf(error.path);
  const pointer = error.path.join('.');
  return helmProblems.error('CHART_FIELD', {
    message: `${pointer === '' ? 'The top' : `The field ${pointer}`} of ${file} cannot be used: ${error.message}.`,
    fix: 'Write the value helm expects there; quote what is meant as text.',
    where: { file, pointer, ...defined({ line }) },
  });
}
