/**
 * Leaves out Node's advice to write `"type": "module"` into a user's package.json, which it would print above every answer
 * where a configuration is an ES module and the package does not say so.
 */
export function withoutAdvice(process: NodeJS.Process): void {
  const emit = process.emitWarning;
  process.emitWarning = (...given: readonly unknown[]) => {
    if (!isAdvice(given[1])) Reflect.apply(emit, process, given);
  };
}

const isAdvice = (options: unknown): boolean =>
  typeof options === 'object' &&
  options !== null &&
  'code' in options &&
  options.code === 'MODULE_TYPELESS_PACKAGE_JSON';
