/**
 * The live page: asks for the token once, shows the queue at a glance, and follows the event log. Every text that
 * came from a task reaches the page as text, through `textContent` and nothing else.
 */
const TOKEN_KEY = 'orch-token';
const MOST_EVENTS = 60;
const GLANCE_EVERY_MS = 5_000;
const GLANCE_AFTER_EVENT_MS = 250;
const AGAIN_AFTER_MS = 1_500;
const TONES = {
  done: 'pass',
  failed: 'fail',
  exhausted: 'fail',
  blocked: 'amber',
  picked: 'ok',
  retried: 'amber',
};
const MISSTEPS = ['stale_write_rejected', 'transition_rejected', 'lease_expired', 'storage_busy'];

/** The server asks for a token that this tab does not have. */
class Locked extends Error {}

const byId = (id) => document.getElementById(id);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** What the server said last, and by how much its clock is ahead of this one. */
let glance = null;
let ahead = 0;
/** The last event seen, and the last that was there when the page was opened. */
let seen = 0;
let opened = 0;
let glancing = false;
/** Grows with every token tried, so that a round of an older token ends. */
let round = 0;

const serverNow = () => Date.now() + ahead;

byId('door').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN_KEY, byId('token').value.trim());
  byId('token').value = '';
  start();
});
setInterval(showTimes, 1_000);
setInterval(() => glance !== null && refresh(), GLANCE_EVERY_MS);
start();

/** Opens the board, or the door when the token is missing or wrong. */
async function start() {
  round += 1;
  const mine = round;
  while (mine === round) {
    try {
      await look();
      opened = glance.lastEvent;
      seen = Math.max(0, opened - MOST_EVENTS);
      byId('events').replaceChildren();
      byId('door').hidden = true;
      byId('board').hidden = false;
      return await follow(mine);
    } catch (error) {
      if (error instanceof Locked) return knock();
      say('lost', 'not reached, trying again');
      await wait(AGAIN_AFTER_MS);
    }
  }
}

function knock() {
  round += 1;
  glance = null;
  byId('refusal').textContent = sessionStorage.getItem(TOKEN_KEY) === null ? '' : 'That is not its token.';
  sessionStorage.removeItem(TOKEN_KEY);
  byId('board').hidden = true;
  byId('door').hidden = false;
  byId('token').focus();
  say('waiting', 'waiting for the token');
}

async function ask(path, headers = {}) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const shown = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(path, { headers: { ...shown, ...headers } });
  if (response.status === 401) throw new Locked();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

async function look() {
  glance = await (await ask('/v1/overview')).json();
  ahead = glance.at - Date.now();
  showGlance();
}

/** Looks again soon; many events in a row cause one look. */
async function refresh() {
  if (glancing) return;
  glancing = true;
  await wait(GLANCE_AFTER_EVENT_MS);
  glancing = false;
  try {
    await look();
  } catch (error) {
    if (error instanceof Locked) knock();
  }
}

/** Follows the log from the last event seen, and again from there when the line breaks. */
async function follow(mine) {
  while (mine === round) {
    try {
      const response = await ask('/v1/events/stream', { 'last-event-id': `${seen}` });
      say('live', 'live');
      await refresh();
      for await (const event of eventsOf(response.body)) take(event);
    } catch (error) {
      if (error instanceof Locked) throw error;
    }
    say('lost', 'line lost, trying again');
    await wait(AGAIN_AFTER_MS);
  }
}

async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const messages = (rest + value).split('\n\n');
    rest = messages.pop();
    for (const message of messages) {
      const data = message.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) yield JSON.parse(data.slice(6));
    }
  }
}

function take(event) {
  seen = event.seq;
  const list = byId('events');
  list.prepend(eventRow(event));
  while (list.childElementCount > MOST_EVENTS) list.lastElementChild.remove();
  byId('silent').hidden = true;
  byId('position').textContent = `${event.seq.toLocaleString('en')} so far`;
  if (event.seq > opened) refresh();
}

function say(state, words) {
  byId('link').dataset.state = state;
  byId('link').textContent = words;
}

function showGlance() {
  const { byStatus, waiting, failedFinal, expired, skipped, running } = glance;
  for (const [status, count] of Object.entries(byStatus)) {
    byId(`count-${status}`).textContent = count.toLocaleString('en');
  }
  showFact('retrying', waiting + byStatus.FAILED - failedFinal);
  showFact('final', failedFinal);
  showFact('expired', expired);
  showFact('skipped', skipped);
  byId('expired').classList.toggle('alarm', expired > 0);
  document.title = `${byStatus.IN_PROGRESS} in progress, ${byStatus.PENDING} pending`;
  showRunning(running);
  showTimes();
}

function showFact(id, count) {
  byId(id).textContent = count.toLocaleString('en');
}

function showRunning(running) {
  const holders = Map.groupBy(running, ({ holder }) => holder);
  byId('workers').textContent = holders.size === 0 ? '' : counted(holders.size, 'worker');
  byId('idle').hidden = holders.size > 0;
  const rows = [...holders].map(([holder, tasks]) => {
    const row = filled('holder-row', { holder: readable(holder), tasks: counted(tasks.length, 'task') });
    slot(row, 'list').replaceChildren(...tasks.map(taskRow));
    return row;
  });
  byId('holders').replaceChildren(...rows);
}

function taskRow({ id, priority, task, run, retries, maxRetries, leaseUntil }) {
  const runs = `run ${run}, ${retries} of ${counted(maxRetries, 'retry', 'retries')} used`;
  const row = filled('task-row', { id, priority, task: readable(task), run: runs });
  row.dataset.until = leaseUntil;
  return row;
}

function eventRow({ seq, at, taskId, type, actor, run, from, to, data }) {
  const step = to === null ? [] : [from === null ? to : `${from} → ${to}`];
  const who = data.holder ?? data.by ?? actor;
  const why = [data.error, data.reason, data.next_action].find((text) => typeof text === 'string');
  const parts = [...step, ...(run > 0 ? [`run ${run}`] : []), who, ...(why === undefined ? [] : [why])];
  const time = new Date(at).toLocaleTimeString('en-GB');
  const texts = { id: taskId, type: type.replaceAll('_', ' '), time, detail: readable(parts.join(' · ')) };
  const row = filled('event-row', texts);
  slot(row, 'time').dateTime = new Date(at).toISOString();
  row.classList.add(`tone-${TONES[type] ?? (MISSTEPS.includes(type) ? 'fail' : 'quiet')}`);
  row.classList.toggle('fresh', seq > opened);
  return row;
}

/** What grows older by itself: leases, and the wait of the oldest task. */
function showTimes() {
  if (glance === null) return;
  const { oldestEligibleAt, leaseForMs } = glance;
  byId('oldest').textContent = oldestEligibleAt === null ? 'none' : span(serverNow() - oldestEligibleAt);
  for (const row of document.querySelectorAll('.task')) {
    const left = Number(row.dataset.until) - serverNow();
    slot(row, 'left').textContent = left > 0 ? `${span(left)} left` : `lease ran out ${span(-left)} ago`;
    row.classList.toggle('late', left <= 0);
    const bar = slot(row, 'lease');
    bar.max = Math.max(leaseForMs, left);
    bar.value = Math.max(0, left);
  }
}

function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return s < 86_400
    ? `${Math.floor(s / 3_600)} h ${Math.floor(s / 60) % 60} min`
    : `${Math.floor(s / 86_400)} d`;
}

function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Characters that nobody sees, or that turn others around, as what they are. */
function readable(text) {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (sign) =>
    sign === '\n' ? ' ' : `\\u${sign.codePointAt(0).toString(16).padStart(4, '0')}`,
  );
}

function filled(template, texts) {
  const row = byId(template).content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(texts)) slot(row, name).textContent = text;
  return row;
}

function slot(row, name) {
  return row.querySelector(`[data-slot="${name}"]`);
}
