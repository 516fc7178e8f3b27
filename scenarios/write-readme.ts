/** Writes README.md of the scenarios as the catalogue has it now. Run from the project's folder, after a build. */
import { writeFileSync } from 'node:fs';
import { readmeText } from './readme.js';

writeFileSync('scenarios/README.md', readmeText());
