import { catalogCommand } from './commands/catalog.ts';
import { packageCommand } from './commands/package.ts';

/** Commands that work without a configuration. */
export const commands = [packageCommand, catalogCommand];
