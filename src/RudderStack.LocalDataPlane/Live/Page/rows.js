// The rows of a message and of a request. What clients sent only ever becomes text.

import { element } from './element.js';
import { showJson } from './json.js';
import { violationList, violationMarks } from './violations.js';

export const types = ['identify', 'track', 'page', 'screen', 'group', 'alias'];

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
const number = new Intl.NumberFormat('en');
const longestPreview = 200;

/** @param finding what of it does not match its tracking plan; null for nothing. */
export function messageEntry(number, text, finding) {
  const message = JSON.parse(text);
  return {
    number,
    text,
    finding,
    size: text.length + (finding?.size ?? 0),
    type: types.includes(message.type) ? message.type : 'other',
    typeText: isMissing(message.type) ? 'no type' : asText(message.type),
    name: nameOf(message),
    users: [message.userId, message.anonymousId].filter(id => !isMissing(id)).map(asText),
    preview: previewOf(message),
    time: asText(message.receivedAt ?? ''),
    // As the server has it: a time that the caller fixed goes before that of the log call.
    ownTime: asText(message.timestamp ?? message.originalTimestamp ?? ''),
  };
}

export function messageRow(entry) {
  const button = element('button', 'message');
  button.type = 'button';
  button.ariaExpanded = 'false';
  const what = element('span', 'what');
  what.append(element('bdi', 'name', entry.name));
  if (entry.finding !== null)
    what.append(violationMarks(entry.finding));
  what.append(element('bdi', 'preview', entry.preview));
  const times = element('span', 'times');
  times.append(timeOf(entry.time), ownTimeOf(entry));
  button.append(
    times,
    element('bdi', `type ${entry.type}`, entry.typeText),
    what,
    element('bdi', 'user', entry.users[0] ?? ''));
  const row = element('li', entry.finding === null ? '' : 'violating');
  row.append(button);
  button.addEventListener('click', () => toggle(row, button, entry));
  row.addEventListener('keydown', event => {
    if (event.key === 'Escape' && button.ariaExpanded === 'true') {
      toggle(row, button, entry);
      button.focus();
    }
  });
  return row;
}

// The JSON stands in the page only while it is open.
function toggle(row, button, entry) {
  const opens = button.ariaExpanded === 'false';
  button.ariaExpanded = String(opens);
  if (!opens) {
    row.querySelector('.opened').remove();
    return;
  }

  const json = element('pre', 'json');
  json.tabIndex = 0;
  json.role = 'group';
  json.ariaLabel = 'Message as JSON';
  json.append(showJson(entry.text));
  const source = element('div', 'source');
  source.append(json, copyButton(json));
  const opened = element('div', 'opened');
  if (entry.finding !== null)
    opened.append(violationList(entry.finding));
  opened.append(source);
  row.append(opened);
}

function copyButton(json) {
  const button = element('button', 'copy', 'Copy JSON');
  button.type = 'button';
  button.addEventListener('click', async () => {
    const isCopied = await copy(json);
    button.textContent = isCopied ? 'Copied' : 'Not copied';
    setTimeout(() => { button.textContent = 'Copy JSON'; }, 2000);
  });
  return button;
}

async function copy(json) {
  try {
    await navigator.clipboard.writeText(json.textContent);
    return true;
  } catch {
    // Browsers have a clipboard only for this machine's own address and for HTTPS; elsewhere the selection is copied.
    getSelection().selectAllChildren(json);
    return document.execCommand('copy');
  }
}

export function requestEntry(number, text) {
  const request = JSON.parse(text);
  return { ...request, number, size: text.length, failed: request.status === null || request.status >= 300 };
}

export function requestRow(entry) {
  const line = element('div', 'line');
  line.append(
    element('span', `status ${statusClass(entry)}`, entry.status ?? 'no answer'),
    element('bdi', 'target', `${entry.method} ${entry.path}`),
    timeOf(entry.receivedAt));
  const row = element('li', entry.failed ? 'request failed' : 'request');
  row.append(line);
  const reason = reasonOf(entry);
  if (reason !== '')
    row.append(element('bdi', 'reason', reason));
  const facts = element('div', 'facts', factsOf(entry));
  if (entry.spoiled)
    facts.append(' ', element('span', 'spoiled', 'spoiled by a fault'));
  row.append(facts);
  return row;
}

function statusClass(entry) {
  if (entry.status === null || entry.status >= 500)
    return 'broken';
  return entry.failed ? 'refused' : 'good';
}

function reasonOf(entry) {
  if (entry.status === null)
    return 'The connection was cut or held without an answer.';
  if (!entry.failed)
    return '';
  return entry.refusedAt === null ? entry.reason : `${entry.reason} (message ${entry.refusedAt} of the batch)`;
}

function factsOf(entry) {
  const facts = [entry.messages === 1 ? '1 message' : `${number.format(entry.messages)} messages`];
  if (entry.wireBytes > 0)
    facts.push(`${number.format(entry.wireBytes)} bytes`);
  if (entry.bodyBytes > 0 && entry.bodyBytes !== entry.wireBytes)
    facts.push(`${number.format(entry.bodyBytes)} unzipped`);
  return facts.join(' · ');
}

function nameOf(message) {
  switch (message.type) {
    case 'identify':
      return '';
    case 'group':
      return asText(message.groupId ?? '');
    case 'alias':
      return `${asText(message.previousId ?? '')} → ${asText(message.userId ?? '')}`;
    case 'page':
    case 'screen':
      return [message.category, message.name].filter(part => !isMissing(part)).map(asText).join(' / ');
    default:
      return asText(message.event ?? message.name ?? '');
  }
}

function previewOf(message) {
  const members = message.properties ?? message.traits;
  if (typeof members !== 'object' || members === null)
    return '';
  return Object.entries(members).slice(0, 8).map(([name, value]) => `${name}: ${short(value)}`).join(', ').slice(0, longestPreview);
}

function short(value) {
  if (Array.isArray(value))
    return `[${value.length}]`;
  return typeof value === 'object' && value !== null ? '{…}' : String(value).slice(0, longestPreview);
}

function asText(value) {
  return typeof value === 'object' && value !== null ? short(value) : String(value);
}

function isMissing(value) {
  return value === undefined || value === null || value === '';
}

function timeOf(text) {
  const time = element('time');
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) {
    time.dateTime = date.toISOString();
    time.textContent = clock.format(date);
    time.title = date.toString();
  }

  return time;
}

/** The event's own time, with its day if that is not the day of its arrival. */
function ownTimeOf(entry) {
  const time = timeOf(entry.ownTime);
  time.className = 'own';
  if (time.textContent !== '') {
    const date = new Date(entry.ownTime);
    const isOtherDay = day.format(date) !== day.format(new Date(entry.time));
    time.textContent = `event ${isOtherDay ? `${day.format(date)}, ` : ''}${time.textContent}`;
  }

  return time;
}
