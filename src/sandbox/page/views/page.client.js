// Everything works without this: it only spares the reader the reloads.

const key = (details) => {
  const home = details.parentElement.closest('[id]') ?? document.body;
  return `${details.id}/${home.id}/${[...home.querySelectorAll('details')].indexOf(details)}`;
};

const keptDetails = (root) => new Map([...root.querySelectorAll('details')].map((one) => [key(one), one]));

const isTyping = () => {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.value !== '';
};

const topmost = () =>
  [...document.querySelectorAll('main [id]')].find((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 60 && top > -400;
  });

let shown = '';

// its style has a nonce that is not this document's, and is here already
const parse = (text) =>
  new DOMParser().parseFromString(text.replace(/<style[\s\S]*?<\/style>/, ''), 'text/html');

const swap = (next) => {
  const fresh = next.querySelector('main');
  if (!fresh || fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  const main = document.querySelector('main');
  const opened = keptDetails(main);
  const texts = [...main.querySelectorAll('textarea')].map(({ id, value }) => [id, value]);
  const focused = document.activeElement?.id;
  const anchor = topmost();
  const before = anchor?.getBoundingClientRect().top;
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 40;
  main.replaceWith(fresh);
  document.title = next.title;
  for (const [name, details] of keptDetails(fresh)) {
    const was = opened.get(name);
    // only what the reader opened or closed stays so
    if (was && was.open !== 'open' in was.dataset) details.open = was.open;
  }
  for (const [id, value] of texts) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const same = anchor && document.getElementById(anchor.id);
  if (same) scrollBy(0, same.getBoundingClientRect().top - before);
  if (atEnd && fresh.querySelector('[data-follow]')) scrollTo(0, document.documentElement.scrollHeight);
};

let busy = false;
let again = false;

const refresh = async () => {
  if (isTyping()) return;
  again = busy;
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(location.pathname, { headers: { 'x-live': '1' } });
    const text = await answer.text();
    if (!isTyping()) swap(parse(text));
  } catch {
    // the event source comes back when the sandbox does, and asks again
  }
  busy = false;
  if (again) refresh();
};

const send = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: 'POST', body });
  const next = parse(await answer.text());
  const said = next.querySelector('#said');
  if (!said) throw new Error('no page of ours');
  if (!said.querySelector('.refused')) form.reset();
  document.activeElement?.blur();
  document.querySelector('#said').replaceWith(said);
  // a box that was refused has to jump back
  shown = '';
  swap(next);
};

document.addEventListener('submit', (event) => {
  const form = event.target;
  // elsewhere the answer is another page than the one that is open
  if (location.pathname !== '/') return;
  event.preventDefault();
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  send(form, event.submitter)
    .catch(() => location.reload())
    .finally(() => {
      form.ariaBusy = null;
    });
});

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-tick]')) target.form.requestSubmit();
});

document.addEventListener('focusout', () => setTimeout(refresh));

document.addEventListener('click', (event) => {
  const dismiss = event.target.closest('#said a');
  if (!dismiss) return;
  event.preventDefault();
  dismiss.closest('p').remove();
});

// a folded thread opens for the address that names it
const unfold = () => {
  const at = document.getElementById(location.hash.slice(1));
  const details = at?.closest('details');
  if (!details) return;
  details.open = true;
  at.scrollIntoView();
};
addEventListener('hashchange', unfold);
unfold();

const source = new EventSource('/events');
source.onmessage = refresh;
source.addEventListener('hello', refresh);
addEventListener('pagehide', () => source.close());
