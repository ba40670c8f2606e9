// The violations of one message.

import { element } from './element.js';

/** The marks in the row of a message: how many, and whether RudderStack would drop it. */
export function violationMarks(finding) {
  const marks = element('span', 'marks');
  marks.append(element('span', 'mark', finding.count === 1 ? '1 violation' : `${finding.count} violations`));
  if (finding.dropped)
    marks.append(' ', element('span', 'mark dropped', 'would be dropped'));
  return marks;
}

/** The list of them, for a message that is open. */
export function violationList(finding) {
  const list = element('ul', 'violations');
  list.ariaLabel = 'Violations of the tracking plan';
  for (const violation of finding.violations) {
    const item = element('li');
    item.append(element('strong', '', violation.type), ' ', element('bdi', '', violation.text));
    if (violation.instancePath !== '')
      item.append(' ', element('code', '', violation.instancePath));
    list.append(item);
  }

  if (finding.count > finding.violations.length)
    list.append(element('li', 'note', `and ${finding.count - finding.violations.length} more`));
  return list;
}
