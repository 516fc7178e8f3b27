/**
 * Everything the page shows, as text and numbers in the order it is shown. The template only places it; the
 * verdict only states it.
 */
import type { Verdict } from '../verdict/verdict.js';
import { short } from './figures.js';
import { criteriaView } from './view/criteria-view.js';
import { cutText } from './view/cut.js';
import { evidenceView, guardrailView, integrityView, manifestView } from './view/evidence-view.js';
import { firstScreen } from './view/first-screen.js';
import { proofView } from './view/proof-view.js';
import { scenariosView } from './view/scenarios-view.js';
import { soaksView } from './view/soaks-view.js';
import { e2eView, suitesView } from './view/tests-view.js';

/** The page of a verdict whose texts are printable; `verdictSha256` is the digest of `verdict.json` beside it. */
export function pageView(verdict: Verdict, verdictSha256: string) {
  const { candidate } = verdict;
  const commit = candidate.gitCommit === null ? 'outside git' : short(candidate.gitCommit);
  return {
    title: `${verdict.verdict} · ${candidate.version} · ${commit}`,
    candidate: `${cutText(candidate.version, 40)} · ${commit}`,
    first: firstScreen(verdict),
    criteria: criteriaView(verdict),
    suites: suitesView(verdict),
    e2e: e2eView(verdict),
    scenarios: scenariosView(verdict),
    proof: proofView(verdict),
    soaks: soaksView(verdict),
    integrity: integrityView(verdict),
    guardrail: guardrailView(verdict),
    evidence: evidenceView(verdict),
    ...manifestView(verdict),
    limitations: verdict.limitations,
    verify: { sha256: verdictSha256, command: `npx gate rc --profile ${verdict.profile}` },
  };
}
