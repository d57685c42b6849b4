// Search, filters, paging and keys. The page is complete without this for the findings that are written as HTML; the
// others come from the data block and are built here, text only.
'use strict';
(() => {
  const PAGE = 50;
  const $ = (id) => document.getElementById(id);
  const list = $('list');
  if (!list) return;
  document.documentElement.classList.add('js');

  const el = (tag, cls, ...children) => {
    const node = document.createElement(tag);
    if (cls) node.className = cls;
    for (const child of children) if (child !== null && child !== '') node.append(child);
    return node;
  };

  // --- all findings: those in the page, then those in the data ---
  const data = JSON.parse($('data').textContent);
  const S = data.strings;
  const FIELDS = ['confidence', 'operation', 'kind', 'language', 'folder', 'label', 'state'];
  const items = [];
  for (const node of list.children) {
    const item = { id: node.id.slice(2), node };
    for (const field of FIELDS) item[field] = node.dataset[field] || '';
    items.push(item);
  }
  for (const raw of data.findings) {
    items.push({ id: raw.i, raw, confidence: S[raw.c], operation: S[raw.o], kind: S[raw.k], language: S[raw.g],
      folder: S[raw.d], label: (raw.L || []).map((x) => S[x]).join('\n'), state: S[raw.b] });
  }
  const textOf = (item) => {
    if (item.text === undefined) {
      const r = item.raw;
      item.text = (r ? [r.i, S[r.r], S[r.m], S[r.p] + ':' + r.n, S[r.e], item.operation, item.label,
        ...(r.P || []).map((x) => S[x[0]]), ...(r.R || []).map((x) => data.rest[x].map((y) => S[y]).join(' ')),
        ...(r.s ? r.s[1].map((x) => S[x]) : [])].join('\n') : item.node.textContent).toLowerCase();
    }
    return item.text;
  };

  const pairs = (rows) => el('dl', 'pairs', ...rows.flatMap(([k, v]) => [el('dt', '', el('code', '', S[k])), el('dd', '', el('code', '', S[v]))]));
  const place = (p, n) => el('code', '', S[p] + ':' + n);
  const copy = (label, text) => { const b = el('button', 'copy', label); b.type = 'button'; b.dataset.copy = text; return b; };

  function build(item) {
    const r = item.raw;
    const meta = el('span', 'meta', el('span', 'badge ' + item.confidence, item.confidence),
      el('span', 'mono', S[r.p] + ':' + r.n), el('span', '', data.kinds[item.kind] || item.kind));
    if (item.operation) meta.append(el('code', '', item.operation));
    if (item.state === 'baseline') meta.append(el('span', 'badge plain', 'in the baseline'));
    for (const label of r.L || []) meta.append(el('span', 'badge plain', S[label]));
    const body = el('div', 'body');
    if (r.s) {
      const pre = el('pre', 'code');
      pre.tabIndex = 0;
      r.s[1].forEach((line, at) => {
        const number = r.s[0] + at;
        const hit = number === r.n;
        const row = el('span', hit ? 'l hit' : 'l', el('span', 'no', String(number)));
        const points = Array.from(S[line]);
        if (hit) row.append(points.slice(0, r.h[0]).join(''), el('mark', '', points.slice(r.h[0], r.h[1]).join('')), points.slice(r.h[1]).join(''));
        else row.append(S[line]);
        pre.append(row);
      });
      body.append(el('h3', '', 'Where is it?'), pre);
    }
    if (S[r.e]) body.append(el('p', 'muted', 'In ', el('code', '', S[r.e])));
    body.append(el('p', '', copy('Copy place', S[r.p] + ':' + r.n), ' ', copy('Copy link', '#f-' + item.id)));
    if (r.F) body.append(el('h3', '', 'How the code gets there'), el('ol', '', ...r.F.map((x) => el('li', '', S[x[0]] + ' ', place(x[1], x[2])))));
    if (r.E) body.append(el('h3', '', 'Why is it reported?'), el('ul', '', ...r.E.map((x) => el('li', '', S[x[0]] + ' ', place(x[1], x[2])))));
    const soap = el('div', 'side', el('p', 't', 'SOAP'), el('p', '', el('code', '', item.operation || data.kinds[item.kind])));
    if (r.A) soap.append(pairs(r.A));
    const rest = el('div', 'side', el('p', 't', 'REST'));
    for (const x of r.R || []) {
      const [method, path, title, because, guidance, caveat, applies] = data.rest[x].map((y) => S[y]);
      const one = el('div', 'rest', el('p', '', el('code', '', method + ' ' + path)), el('p', '', title));
      if (because) one.append(el('p', 'muted', (applies ? 'because ' : 'if ') + because));
      if (guidance) one.append(el('p', '', guidance));
      if (caveat) one.append(el('p', '', 'But: ' + caveat));
      rest.append(one);
    }
    if (item.operation || r.R) {
      if (!r.R) rest.append(el('p', 'none', 'Nothing in REST replaces it as far as is known.'));
      body.append(el('h3', '', 'How do I migrate it?'), el('div', 'sides', soap, rest));
    }
    if (r.P) body.append(el('h3', '', 'Parameters to decide about'), el('ul', '', ...r.P.map((x) => el('li', '', el('code', '', S[x[0]]), ': ' + S[x[1]]))));
    if (r.N) body.append(el('h3', '', 'Notes'), el('ul', '', ...r.N.map((x) => el('li', '', S[x]))));
    body.append(el('h3', '', 'Suppress'), el('p', '', el('code', '', 'unsoap-ignore: ' + S[r.r] + ' -- reason')));
    const node = el('article', 'finding ' + item.confidence, el('details', '', el('summary', '', el('span', 'what', S[r.m]), meta), body));
    node.id = 'f-' + item.id;
    return node;
  }
  const nodeOf = (item) => item.node || (item.node = build(item));

  // --- filters ---
  const selects = {};
  for (const field of FIELDS) {
    const select = $('by-' + field);
    selects[field] = select;
    const counts = new Map();
    for (const item of items) {
      for (const value of field === 'label' ? item.label.split('\n') : [item[field]]) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const value of [...counts.keys()].sort()) {
      const option = el('option', '', (field === 'kind' ? data.kinds[value] || value : value) + ' (' + counts.get(value) + ')');
      option.value = value;
      select.append(option);
    }
    select.addEventListener('change', () => change(0));
  }
  const search = $('search');
  let page = 0, shown = [], current = -1, timer = 0;
  search.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => change(0), 120); });
  $('clear').addEventListener('click', () => { reset(); change(0); search.focus(); });
  const reset = () => { search.value = ''; for (const field of FIELDS) selects[field].value = ''; };

  function matches(item, words) {
    for (const field of FIELDS) {
      const want = selects[field].value;
      if (want && !(field === 'label' ? item.label.split('\n').includes(want) : item[field] === want)) return false;
    }
    return words.every((word) => textOf(item).includes(word));
  }
  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = items.filter((item) => matches(item, words));
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(page, pages - 1);
    list.replaceChildren(...shown.slice(page * PAGE, (page + 1) * PAGE).map(nodeOf));
    $('count').textContent = shown.length === items.length ? items.length + ' findings' : shown.length + ' of ' + items.length + ' findings';
    $('where').textContent = 'Page ' + (page + 1) + ' of ' + pages;
    $('previous').disabled = page === 0;
    $('next').disabled = page + 1 >= pages;
    current = -1;
  }
  function change(to) {
    page = to;
    const state = new URLSearchParams();
    if (search.value) state.set('q', search.value);
    for (const field of FIELDS) if (selects[field].value) state.set(field, selects[field].value);
    if (page > 0) state.set('page', String(page + 1));
    const text = state.toString();
    // An empty hash keeps the address of the page and does not scroll.
    history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
    apply();
  }
  function restore() {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash.startsWith('f-')) {
      const at = items.findIndex((item) => item.id === hash.slice(2));
      if (at < 0) { apply(); return; }
      reset();
      page = Math.floor(at / PAGE);
      apply();
      select(at - page * PAGE, true);
      return;
    }
    if (hash && !hash.includes('=')) { if (!shown.length) apply(); return; }
    const state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get('q') || '';
    for (const field of FIELDS) selects[field].value = state.get(field) || '';
    page = Math.max(0, (parseInt(state.get('page'), 10) || 1) - 1);
    apply();
  }
  function select(at, open) {
    const nodes = list.children;
    if (at < 0 || at >= nodes.length) return;
    if (current >= 0 && nodes[current]) nodes[current].classList.remove('current');
    current = at;
    const node = nodes[at];
    node.classList.add('current');
    const details = node.querySelector('details');
    if (open) details.open = true;
    details.firstElementChild.focus({ preventScroll: true });
    node.scrollIntoView({ block: 'start' });
  }
  $('previous').addEventListener('click', () => { change(page - 1); list.scrollIntoView(); });
  $('next').addEventListener('click', () => { change(page + 1); list.scrollIntoView(); });
  addEventListener('hashchange', restore);
  addEventListener('beforeprint', () => { for (const d of list.querySelectorAll('details')) d.open = true; });

  // --- copying and keys ---
  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button.copy');
    if (!button) return;
    const text = button.dataset.copy.startsWith('#f-') ? location.href.split('#')[0] + button.dataset.copy : button.dataset.copy;
    const done = () => { const old = button.textContent; button.textContent = 'Copied'; setTimeout(() => { button.textContent = old; }, 1200); };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => prompt('Copy:', text));
    else prompt('Copy:', text);
  });
  const help = $('help');
  $('help-open').addEventListener('click', () => help.showModal());
  $('help-close').addEventListener('click', () => help.close());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (event.key === '/') { event.preventDefault(); search.focus(); search.scrollIntoView({ block: 'center' }); }
    else if (event.key === 'j') select(current + 1, false);
    else if (event.key === 'k') select(Math.max(current - 1, 0), false);
    else if (event.key === 'o' && current >= 0) { const d = list.children[current].querySelector('details'); d.open = !d.open; }
    else if (event.key === '?') help.showModal();
  });
  restore();
})();
