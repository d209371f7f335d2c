export { catalogCommand } from './commands/catalog.ts';
export { packageCommand } from './commands/package.ts';
export type { PackedChart, PackOptions } from './package/pack.ts';
export { problems } from './problems.ts';
