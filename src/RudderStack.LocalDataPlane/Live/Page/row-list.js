// Rows, newest first, bounded: the oldest go.

const mostRows = 500;
const mostCharacters = 20_000_000;

export class RowList {
  #element;
  #build;
  #matches;
  #rows = []; // oldest first: { entry, element }
  #characters = 0;

  /** @param build makes the row of an entry { number, size, ... }. @param matches says whether it is shown. */
  constructor(element, build, matches) {
    this.#element = element;
    this.#build = build;
    this.#matches = matches;
    element.addEventListener('animationend', event => event.target.classList.remove('fresh'));
  }

  get length() {
    return this.#rows.length;
  }

  get shown() {
    return this.#rows.reduce((count, row) => row.element.hidden ? count : count + 1, 0);
  }

  /** Adds entries that came in this order. They stand out for a moment, but not all at once when the page is opened. */
  add(entries) {
    const fragment = document.createDocumentFragment();
    const isFirst = this.#rows.length === 0;
    for (const entry of entries.slice(-mostRows)) {
      const row = { entry, element: this.#build(entry) };
      row.element.hidden = !this.#matches(entry);
      row.element.classList.toggle('fresh', !isFirst && !row.element.hidden);
      this.#rows.push(row);
      this.#characters += entry.size;
      fragment.prepend(row.element);
    }

    this.#element.prepend(fragment);
    this.#removeOldest(this.#excess());
  }

  /** Removes what the data plane has forgotten. */
  forgetUpTo(number) {
    const kept = this.#rows.findIndex(row => row.entry.number > number);
    this.#removeOldest(kept < 0 ? this.#rows.length : kept);
  }

  filter() {
    for (const row of this.#rows)
      row.element.hidden = !this.#matches(row.entry);
  }

  #excess() {
    let count = Math.max(this.#rows.length - mostRows, 0);
    let characters = this.#rows.slice(0, count).reduce((left, row) => left - row.entry.size, this.#characters);
    for (; characters > mostCharacters && count < this.#rows.length - 1; count++)
      characters -= this.#rows[count].entry.size;
    return count;
  }

  #removeOldest(count) {
    for (const row of this.#rows.splice(0, count)) {
      this.#characters -= row.entry.size;
      row.element.remove();
    }
  }
}

/** What waits to be added is bounded in the same way. */
export function newest(entries) {
  let start = entries.length;
  for (let characters = 0; start > 0 && entries.length - start < mostRows; start--) {
    characters += entries[start - 1].size;
    if (characters > mostCharacters && start < entries.length)
      break;
  }

  return entries.slice(start);
}
