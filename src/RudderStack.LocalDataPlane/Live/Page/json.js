// Shows JSON as it was stored: parsing it would sort keys that look like numbers and round what has no place in a double.

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

// A long message is shown without colours, and what is nested deeper stays at this depth: each span and each blank costs.
const longestColoured = 200_000;
const deepestIndent = 40;

export function showJson(text) {
  const fragment = document.createDocumentFragment();
  const coloured = text.length <= longestColoured;
  let plain = '';
  let depth = 0;
  let previous = '';

  const breakLine = () => { plain += '\n' + '  '.repeat(Math.min(depth, deepestIndent)); };
  const flush = () => {
    fragment.append(plain);
    plain = '';
  };
  const append = (value, kind) => {
    if (!coloured || kind === '') {
      plain += value;
      return;
    }

    flush();
    const span = document.createElement('span');
    span.className = kind;
    span.textContent = value;
    fragment.append(span);
  };

  const tokens = text.match(token) ?? [];
  tokens.forEach((value, index) => {
    const closes = value === '}' || value === ']';
    if (closes) {
      depth--;
      if (previous !== '{' && previous !== '[')
        breakLine();
    } else if (previous === '{' || previous === '[' || previous === ',') {
      breakLine();
    }

    append(value === ':' ? ': ' : readable(value), kindOf(value, tokens[index + 1]));
    if (value === '{' || value === '[')
      depth++;
    previous = value;
  });
  flush();
  return fragment;
}

function kindOf(value, next) {
  if (value[0] === '"')
    return next === ':' ? 'key' : 'string';
  if ('{}[],:'.includes(value))
    return '';
  return value === 'true' || value === 'false' || value === 'null' ? 'literal' : 'number';
}

/** Undoes \u escapes that JSON does not need. */
function readable(value) {
  return value[0] === '"' && value.includes('\\u') ? JSON.stringify(JSON.parse(value)) : value;
}
