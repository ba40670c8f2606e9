import { element } from './element.js';
import { EventStream } from './event-stream.js';
import { showFaults, startFaults } from './faults.js';
import { showPlan } from './plan.js';
import { RowList, newest } from './row-list.js';
import { messageEntry, messageRow, requestEntry, requestRow, types } from './rows.js';

const find = selector => document.querySelector(selector);
const filters = find('#filters');
const onlyFailed = find('#only-failed');
const pause = find('#pause');
const connection = find('#connection');
const counts = new Map(); // type or 'all' to the element that shows how many

const lists = {
  message: { rows: new RowList(find('#message-list'), messageRow, matches), entry: messageWithFinding, waiting: [] },
  request: { rows: new RowList(find('#request-list'), requestRow, entry => entry.failed || !onlyFailed.checked), entry: requestEntry, waiting: [] },
};
const findings = new Map(); // number of a message that comes next to what does not match its plan
let run = '';
let isOpen = false;
let isPaused = false;
let missedWhilePaused = 0;
let frame = 0;

function messageWithFinding(number, text) {
  const finding = findings.get(number) ?? null;
  findings.clear();
  return messageEntry(number, text, finding);
}

function receiveViolations(id, text) {
  const finding = JSON.parse(text);
  findings.set(finding.message, { ...finding, size: text.length });
}

function matches(entry) {
  const { type, user, text, violating } = filters.elements;
  const wantedUser = user.value.trim().toLowerCase();
  const wantedText = text.value.trim().toLowerCase();
  return (!violating.checked || entry.finding !== null)
    && (type.value === 'all' || entry.type === type.value)
    && (wantedUser === '' || entry.users.some(id => id.toLowerCase().includes(wantedUser)))
    && (wantedText === '' || unescaped(entry.text).toLowerCase().includes(wantedText));
}

function unescaped(json) {
  return json.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** An event of either list. The stream gives each once. */
function receive(kind, id, text) {
  const list = lists[kind];
  list.waiting.push(list.entry(id[kind], text));
  if (list.waiting.length >= 1000)
    list.waiting = newest(list.waiting);
  if (isPaused) {
    missedWhilePaused += kind === 'message' ? 1 : 0;
    showPause();
  } else if (frame === 0) {
    frame = requestAnimationFrame(showWaiting);
  }
}

function receiveState(id, text) {
  const state = JSON.parse(text);
  if (run !== '' && run !== state.run) {
    // Another run of the data plane counts anew.
    for (const list of Object.values(lists)) {
      list.rows.forgetUpTo(Infinity);
      list.waiting = [];
    }
  }

  run = state.run;
  forget(lists.message, state.clearedMessages);
  forget(lists.request, state.clearedRequests);
  counts.get('all').textContent = state.count;
  for (const [type, count] of Object.entries(state.types))
    counts.get(type).textContent = count;
  showFaults(state.faults);
  showPlan(state);
  showSums();
}

function forget(list, number) {
  list.rows.forgetUpTo(number);
  list.waiting = list.waiting.filter(entry => entry.number > number);
}

function showWaiting() {
  frame = 0;
  if (isPaused)
    return;
  for (const list of Object.values(lists)) {
    list.rows.add(newest(list.waiting));
    list.waiting = [];
  }

  showSums();
}

function showSums() {
  const messages = lists.message.rows;
  const requests = lists.request.rows;
  const shown = messages.shown;
  find('#shown').textContent = shown === messages.length ? `${shown}` : `${shown} of ${messages.length}`;
  find('#no-messages').hidden = messages.length > 0;
  find('#no-match').hidden = messages.length === 0 || shown > 0;
  find('#no-requests').hidden = requests.length > 0;
  find('#no-failed').hidden = requests.length === 0 || requests.shown > 0;
}

function showConnection() {
  const state = !isOpen ? 'lost' : isPaused ? 'paused' : 'live';
  connection.dataset.state = state;
  connection.textContent = { lost: 'Connection lost, trying again…', paused: 'Paused', live: 'Live' }[state];
}

function showPause() {
  pause.ariaPressed = String(isPaused);
  pause.textContent = !isPaused ? 'Pause' : missedWhilePaused === 0 ? 'Resume' : `Resume (${missedWhilePaused} new)`;
}

function togglePause() {
  isPaused = !isPaused;
  missedWhilePaused = 0;
  showPause();
  showConnection();
  showWaiting();
}

function filter() {
  lists.message.rows.filter();
  lists.request.rows.filter();
  showSums();
}

function makeTypes() {
  for (const type of ['all', ...types, 'other']) {
    const input = element('input');
    input.type = 'radio';
    input.name = 'type';
    input.value = type;
    input.defaultChecked = type === 'all';
    const count = element('span', 'count', '0');
    counts.set(type, count);
    const label = element('label', type);
    label.append(input, element('span', 'word', type), ' ', count);
    find('#types').append(label);
  }
}

/** The arrow keys go from row to row. */
function move(event) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  if (step === undefined || !event.target.matches('button.message'))
    return;
  event.preventDefault();
  let row = event.target.parentElement[step];
  while (row?.hidden)
    row = row[step];
  row?.querySelector('button').focus();
}

function show(view) {
  find('main').dataset.view = view;
  for (const button of document.querySelectorAll('nav button'))
    button.ariaCurrent = button.dataset.view === view ? 'true' : null;
}

async function clear(path) {
  try {
    await fetch(path, { method: 'DELETE' });
  } catch {
    // The connection's state shows it.
  }
}

makeTypes();
find('#address').textContent = location.host;
find('#target').textContent = location.origin;
filters.addEventListener('input', filter);
filters.addEventListener('submit', event => event.preventDefault());
onlyFailed.addEventListener('change', filter);
pause.addEventListener('click', togglePause);
find('#reset-filters').addEventListener('click', () => {
  filters.reset();
  filter();
  filters.elements.text.focus();
});
find('#clear-messages').addEventListener('click', () => clear('local/messages'));
find('#clear-requests').addEventListener('click', () => clear('local/requests'));
find('#message-list').addEventListener('keydown', move);
find('nav').addEventListener('click', event => {
  const view = event.target.closest('button')?.dataset.view;
  if (view !== undefined)
    show(view);
});
startFaults();
new EventStream({
  message: (id, text) => receive('message', id, text),
  request: (id, text) => receive('request', id, text),
  state: receiveState,
  violations: receiveViolations,
  connection: open => {
    isOpen = open;
    showConnection();
  },
});
