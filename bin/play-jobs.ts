/** A player of a crew: plays simulations for the command that started it, one after the other. */
import { serveJobs } from '../harness/search/serve-jobs.js';
import { harnessParts } from './composition.js';

serveJobs(await harnessParts());
