// The list is read as it arrives, one line a token. Names are set as text, never as HTML.
const DAY = 24 * 60 * 60 * 1000;
const ROWS = 1000; // more are counted, and not shown
const BUCKETS = [
  ['expired', (left) => left <= 0],
  ['within 7 days', (left) => left > 0 && left <= 7 * DAY],
  ['within 30 days', (left) => left > 7 * DAY && left <= 30 * DAY],
  ['later', (left) => left > 30 * DAY && left < Infinity],
  ['never', (left) => left === Infinity],
  ['unreadable', (left) => Number.isNaN(left)],
];
const byId = (id) => document.getElementById(id);

async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split('\n');
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}

async function* stream(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error((await response.json()).detail ?? response.statusText);
  yield* lines(response);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function timeLeft(token) {
  if (token.unreadableFields.includes('expirationDate')) return NaN;
  return token.expirationDate ? Date.parse(token.expirationDate) - Date.now() : Infinity;
}

function row(token) {
  const made = document.createElement('tr');
  const cells = [token.name, token.owner?.name, token.lastUsed?.slice(0, 10) ?? 'never', token.expirationDate?.slice(0, 10) ?? 'never'];
  made.append(...cells.map((cell) => element('td', cell ?? '')));
  return made;
}

function chart(counts, total) {
  byId('chart').replaceChildren(...BUCKETS.flatMap(([name], i) => {
    const bar = document.createElement('meter');
    bar.max = Math.max(total, 1);
    bar.value = counts[i];
    bar.title = name;
    const cell = document.createElement('dd');
    cell.append(bar);
    return [element('dt', name), cell, element('dd', counts[i])];
  }));
}

async function load() {
  const counts = BUCKETS.map(() => 0);
  let total = 0;
  byId('tokens').replaceChildren();
  for await (const line of stream('/tokens')) {
    const token = JSON.parse(line);
    counts[BUCKETS.findIndex(([, contains]) => contains(timeLeft(token)))] += 1;
    if (total < ROWS) byId('tokens').append(row(token));
    total += 1;
    if (total % 100 === 0) byId('status').textContent = `${total} tokens, loading`;
  }
  chart(counts, total);
  byId('status').textContent = `${total} tokens`;
  byId('prune').disabled = false;
}

async function propose() {
  const found = [];
  for await (const line of stream('/tokens/unused?days=90')) found.push(JSON.parse(line));
  byId('question').textContent = `Delete ${found.length} tokens? This cannot be undone.`;
  byId('candidates').replaceChildren(...found.slice(0, 20).map((each) => element('li', `${each.name}: ${each.reason}`)));
  byId('delete').disabled = found.length === 0;
  byId('delete').onclick = () => run(() => prune(found));
  byId('confirm').showModal();
}

async function prune(found) {
  byId('confirm').close();
  const body = found.map((each) => `${JSON.stringify({ id: each.id })}\n`).join('');
  const headers = { 'Content-Type': 'application/x-ndjson' };
  let deleted = 0;
  for await (const line of stream('/tokens/delete', { method: 'POST', headers, body })) {
    if (line.startsWith('data:') && JSON.parse(line.slice(5)).outcome === 'succeeded') {
      deleted += 1;
      byId('status').textContent = `${deleted} of ${found.length} deleted`;
    }
  }
  await load();
  byId('status').textContent += `, ${deleted} deleted`;
}

function run(action) {
  action().catch((error) => { byId('status').textContent = `failed: ${error.message}`; });
}

byId('prune').onclick = () => run(propose);
byId('cancel').onclick = () => byId('confirm').close();
run(load);
