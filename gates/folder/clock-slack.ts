/** What the clocks of two machines that leave evidence may differ by, and what one of them may be set back, ms. */
export const CLOCK_SLACK_MS = 5 * 60_000;
