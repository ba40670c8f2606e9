// The server-sent events, with what the browser's own EventSource lacks: it gives up when an answer is no stream, and it
// keeps one of the browser's few connections to a server even in a tab that nobody looks at.

const secondsBetweenTries = 1;

export class EventStream {
  #handlers;
  #source = null;
  #timer = 0;
  #lastId = '';

  /** @param handlers { message, request, state, violations: (id, text) => void, connection: (isOpen) => void } */
  constructor(handlers) {
    this.#handlers = handlers;
    document.addEventListener('visibilitychange', () => this.#connectIfLookedAt());
    this.#connectIfLookedAt();
  }

  #connectIfLookedAt() {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') {
      this.#source?.close();
      this.#source = null;
    } else if (this.#source === null) {
      this.#connect();
    }
  }

  #connect() {
    const source = new EventSource(`local/events?lastEventId=${encodeURIComponent(this.#lastId)}`);
    this.#source = source;
    source.addEventListener('open', () => this.#handlers.connection(true));
    source.addEventListener('error', () => this.#lost(source));
    for (const name of ['message', 'request', 'state', 'violations']) {
      source.addEventListener(name, event => {
        this.#lastId = event.lastEventId;
        this.#handlers[name](parseId(event.lastEventId), event.data);
      });
    }
  }

  #lost(source) {
    this.#handlers.connection(false);
    if (source.readyState !== EventSource.CLOSED)
      return; // It tries again by itself.
    this.#source = null;
    this.#timer = setTimeout(() => this.#connectIfLookedAt(), secondsBetweenTries * 1000);
  }
}

function parseId(id) {
  const [run, message, request] = id.split('.');
  return { run, message: Number(message), request: Number(request) };
}
