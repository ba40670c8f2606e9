// The switch that makes the next answers fail.

import { element } from './element.js';

const mostShown = 5;

const form = document.querySelector('#fault-form');
const error = document.querySelector('#fault-error');
const stop = document.querySelector('#stop-failing');

export function startFaults() {
  form.addEventListener('input', adjust);
  form.addEventListener('submit', event => {
    event.preventDefault();
    order(fetch('local/faults', { method: 'POST', body: JSON.stringify(read()) }));
  });
  stop.addEventListener('click', () => order(fetch('local/faults', { method: 'DELETE' })));
  adjust();
}

/** Shows the faults that are still to come. */
export function showFaults(faults) {
  const lines = faults.slice(0, mostShown).map(describe);
  if (faults.length > mostShown)
    lines.push(`and ${faults.length - mostShown} more`);
  document.querySelector('#fault-list').replaceChildren(...lines.map(line => element('li', '', line)));
  document.querySelector('#no-faults').hidden = faults.length > 0;
  document.querySelector('#faults-mark').hidden = faults.length === 0;
  stop.disabled = faults.length === 0;
}

// Without an answer there is nothing to put a Retry-After on.
function adjust() {
  const { answer, times, retryAfter, untilStopped } = form.elements;
  times.disabled = untilStopped.checked;
  retryAfter.disabled = !isStatus(answer.value);
}

function read() {
  const { answer, times, retryAfter, untilStopped } = form.elements;
  const fault = { times: untilStopped.checked ? 0 : Number(times.value) };
  if (isStatus(answer.value))
    fault.status = Number(answer.value);
  else if (answer.value === 'hang')
    fault.hang = true;
  else
    fault.cut = answer.value;
  if (!retryAfter.disabled && retryAfter.value !== '')
    fault.headers = { 'Retry-After': retryAfter.value };
  return fault;
}

async function order(sending) {
  try {
    const answer = await sending;
    error.textContent = answer.ok ? '' : await answer.text();
  } catch {
    error.textContent = 'The data plane cannot be reached.';
  }
}

function describe(fault) {
  const parts = [whatHappens(fault)];
  if (fault.retryAfter !== null)
    parts.push(`Retry-After ${fault.retryAfter}`);
  if (fault.delay > 0)
    parts.push(`after ${fault.delay} s`);
  if (fault.path !== null)
    parts.push(`only ${fault.path}`);
  if (fault.someMessages)
    parts.push('only for certain messages');
  if (fault.bodyOver !== null)
    parts.push(`only bodies over ${fault.bodyOver} bytes`);
  if (fault.someBodies)
    parts.push('only bodies that hold a certain text');
  return `${howOften(fault)}: ${parts.join(', ')}`;
}

function whatHappens(fault) {
  if (fault.hang)
    return 'no answer at all';
  if (fault.cut === 'beforeReading')
    return 'connection cut, nothing stored';
  if (fault.cut === 'afterStoring')
    return 'stored, then connection cut';
  if (fault.cut === 'inAnswer')
    return `${fault.status ?? 'answer'} cut in the middle`;
  return fault.status === null ? 'the gateway’s own answer' : String(fault.status);
}

function howOften(fault) {
  if (fault.left === null)
    return 'Until stopped';
  return fault.left === 1 ? 'Next answer' : `Next ${fault.left} answers`;
}

function isStatus(value) {
  return /^\d+$/.test(value);
}
