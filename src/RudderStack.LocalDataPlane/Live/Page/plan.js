// What does not match the tracking plan: in the header for all messages, beside each message for itself.

import { element } from './element.js';

const mostNotices = 3;

const plan = document.querySelector('#plan');
const summary = document.querySelector('#plan-summary');
const counts = document.querySelector('#plan-counts');
const notices = document.querySelector('#plan-notices');
const filter = document.querySelector('#only-violating');

/** Shows the sums of all messages; nothing where there is no plan. */
export function showPlan(state) {
  plan.hidden = state.plans.length === 0;
  filter.hidden = plan.hidden;
  if (plan.hidden)
    return;
  const name = state.plans.length === 1 ? `Tracking plan ${state.plans[0]}` : `Tracking plans ${state.plans.join(', ')}`;
  summary.textContent = `${name}: ${summaryOf(state)}`;
  summary.classList.toggle('violated', state.violating > 0);
  const some = Object.entries(state.counts).filter(([, count]) => count > 0);
  counts.replaceChildren(...some.map(([type, count]) => element('li', '', `${type} ${count}`)));
  const told = state.notices.slice(0, mostNotices);
  if (state.notices.length > mostNotices)
    told.push(`and ${state.notices.length - mostNotices} more`);
  notices.replaceChildren(...told.map(notice => element('li', '', notice)));
}

function summaryOf(state) {
  if (state.count === 0)
    return 'no messages yet';
  if (state.violating === 0)
    return 'no message violates it';
  const violating = `${state.violating} of ${state.count} ${state.count === 1 ? 'message' : 'messages'} violate${state.violating === 1 ? 's' : ''} it`;
  return state.dropped === 0 ? violating : `${violating}, ${state.dropped} would be dropped`;
}
