/**
 * The harness's part of the command line, as `bin` adds it: `gate scenario`, `gate explore`, `gate prove`,
 * `gate sut` and `gate e2e`.
 * Reading arguments and printing is here and below; what a command does is in a file of its own.
 */

export { addScenarioCommands } from './cli/scenario/commands.js';
export { addE2eCommands } from './cli/scenario/e2e-commands.js';
export { addExploreCommand, addProveCommand } from './cli/search/commands.js';
export { addSutCommands } from './cli/sut/commands.js';
export type { Composition, SystemTerms } from './composition.js';
