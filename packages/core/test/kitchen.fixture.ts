/** One track with a tag for each version, and no plugins that publish. */
export const kitchenConfig = `
import { defineConfig, track } from '@launchway/core'
const menu = track({ name: 'menu', pins: ['menu.json'], paths: ['dishes/**'], tag: { name: 'menu-{version}' } })
export default defineConfig({ flows: { kitchen: { plugins: [menu] } } })
`;

/** A repository of it at 2.7.1. */
export const kitchenFiles = { 'release.config.ts': kitchenConfig, 'menu.json': '{ "version": "2.7.1" }\n' };
