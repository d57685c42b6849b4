// Search, filters, order, paging and keys. The page is complete without this for the findings that are written as HTML; the
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

  // --- all findings: those in the page, then those in the data. The data holds their HTML in pieces, made and escaped by
  // the same template as what is in the page; here it is only put together. ---
  const data = JSON.parse($('data').textContent);
  const FIELDS = data.fields.map((field) => field[0]);
  const lines = (text) => (text ? text.split('\n') : []);
  const items = [];
  for (const node of list.children) {
    items.push({ id: node.id.slice(2), node, values: FIELDS.map((field) => lines(node.dataset[field])) });
  }
  const split = data.values.map(lines);
  for (const raw of data.findings) items.push({ id: raw[0], raw, values: raw[4].map((at) => split[at]) });

  const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  const expand = (text, own) => text.replace(/[\u0080-\u009f]/g, (mark) => own[mark] ?? data.marks[mark] ?? '');
  const plain = (html) => html.replace(/<[^>]*>/g, ' ').replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]);
  const ownOf = ([id, path, rule, line]) => ({
    [data.own[0]]: id, [data.own[1]]: data.values[path] + ':' + line, [data.own[2]]: data.values[path], [data.own[3]]: data.values[rule] });
  const holder = document.createElement('template');
  const nodeOf = (item) => {
    if (!item.node) {
      const own = ownOf(item.raw);
      holder.innerHTML = item.raw[5].map((at) => expand(data.pieces[at], own)).join('');
      item.node = holder.content.firstElementChild;
    }
    return item.node;
  };

  // Searching looks at each piece once, not at each finding: the pieces that hold a word, then the findings that have one.
  let haystack = null;
  function finder(word) {
    haystack ??= data.pieces.map((piece) => plain(expand(piece, {})).toLowerCase());
    const hits = new Uint8Array(haystack.length);
    for (let at = 0; at < hits.length; ++at) if (haystack[at].includes(word)) hits[at] = 1;
    return (item) => {
      if (!item.raw) return (item.text ??= item.node.textContent.toLowerCase()).includes(word);
      const [id, path, rule, line] = item.raw;
      item.text ??= [id, plain(data.values[path]) + ':' + line, plain(data.values[rule])].join('\n').toLowerCase();
      return item.text.includes(word) || item.raw[5].some((at) => hits[at] === 1);
    };
  }

  // --- filters: any of the pressed values of a field, and all fields ---
  const CHIPS = 8;  // of a field, until "more" is pressed
  const chips = [];
  const chosen = FIELDS.map(() => new Set());
  // Two of them are in sight where there is room, the others, and on a phone all, behind a fold.
  const wide = matchMedia('(min-width: 46rem)').matches;
  const IN_SIGHT = wide ? ['confidence', 'operation'] : [];
  const more = el('details', 'more-filters', el('summary', '', wide ? 'More filters' : 'Filters'));
  $('chips').append(more);
  data.fields.forEach(([field, title], f) => {
    const counts = new Map();
    for (const item of items) for (const value of item.values[f]) counts.set(value, (counts.get(value) || 0) + 1);
    if (counts.size === 0 || (counts.size === 1 && [...counts.values()][0] === items.length)) return;
    const group = el('div', 'chips', el('span', 'name', title));
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', title);
    const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    values.forEach((value, at) => {
      const chip = el('button', 'chip', (field === 'kind' && data.kinds[value]) || value, ' ', el('span', 'n', String(counts.get(value))));
      chip.type = 'button';
      chip.dataset.field = field;
      chip.dataset.value = value;
      chip.hidden = at >= CHIPS;
      chip.addEventListener('click', () => { if (!chosen[f].delete(value)) chosen[f].add(value); change(0); });
      chips.push({ chip, f, value });
      group.append(chip);
    });
    if (values.length > CHIPS) {
      const button = el('button', 'chip all', values.length - CHIPS + ' more');
      button.type = 'button';
      button.addEventListener('click', () => { for (const chip of group.children) chip.hidden = false; button.remove(); });
      group.append(button);
    }
    if (IN_SIGHT.includes(field)) more.before(group);
    else more.append(group);
  });
  more.hidden = more.children.length < 2;
  const search = $('search');
  let page = 0, shown = [], current = -1, timer = 0;
  search.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => change(0), 120); });
  $('clear').addEventListener('click', () => { reset(); change(0); search.focus(); });
  const reset = () => { search.value = ''; for (const values of chosen) values.clear(); };

  // --- order: the page's own is the worst first ---
  const sort = $('sort');
  const OPERATION = FIELDS.indexOf('operation');
  const placeOf = (item) => {
    const text = item.raw ? plain(data.values[item.raw[1]]) + ':' + item.raw[3] : item.node.querySelector('.mono').textContent;
    const at = text.lastIndexOf(':');
    return text.slice(0, at) + '\u0000' + text.slice(at + 1).padStart(9, '0');
  };
  const keyOf = { place: placeOf, operation: (item) => (item.values[OPERATION][0] || '\uffff') };
  const compare = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.rank - b.rank);
  items.forEach((item, rank) => { item.rank = rank; });
  sort.addEventListener('change', () => change(0));
  let order = '';
  function arrange() {
    if (sort.value === order) return;
    order = sort.value;
    for (const item of items) item.key = order ? keyOf[order](item) : '';
    items.sort(compare);
  }

  const matches = (item, tests) =>
    chosen.every((values, f) => values.size === 0 || item.values[f].some((value) => values.has(value))) && tests.every((test) => test(item));
  function apply() {
    arrange();
    const tests = search.value.toLowerCase().split(/\s+/).filter(Boolean).map(finder);
    shown = items.filter((item) => matches(item, tests));
    for (const { chip, f, value } of chips) {
      const on = chosen[f].has(value);
      chip.setAttribute('aria-pressed', String(on));
      if (on) chip.hidden = false;
      if (on && more.contains(chip)) more.open = true;
    }
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(page, pages - 1);
    list.replaceChildren(...shown.slice(page * PAGE, (page + 1) * PAGE).map(nodeOf));
    const all = items.length + (items.length === 1 ? ' finding' : ' findings');
    $('count').textContent = shown.length === items.length ? all : shown.length + ' of ' + all;
    $('where').textContent = 'Page ' + (page + 1) + ' of ' + pages;
    $('previous').disabled = page === 0;
    $('next').disabled = page + 1 >= pages;
    current = -1;
  }
  function change(to) {
    page = to;
    const state = new URLSearchParams();
    if (search.value) state.set('q', search.value);
    FIELDS.forEach((field, f) => { for (const value of chosen[f]) state.append(field, value); });
    if (sort.value) state.set('sort', sort.value);
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
    sort.value = keyOf[state.get('sort')] ? state.get('sort') : '';
    FIELDS.forEach((field, f) => { chosen[f] = new Set(state.getAll(field)); });
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

  // --- tables: a press on a column's head sorts by it, numbers the largest first ---
  const minutes = (text) => Number((/(\d+) h/.exec(text) || [0, 0])[1]) * 60 + Number((/(\d+) min/.exec(text) || [0, 0])[1]);
  const numberOf = (text) => (/ (h|min)$/.test(text) ? minutes(text) : Number(text.replace(/,/g, '')) || 0);
  for (const table of document.querySelectorAll('table')) {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    if (rows.length < 2) continue;
    heads.forEach((head, column) => {
      const text = (row) => row.cells[column].textContent.trim();
      if (rows.every((row) => text(row) === '')) return;
      const button = el('button', 'sort', head.textContent);
      button.type = 'button';
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const numbers = head.classList.contains('num');
        const now = head.getAttribute('aria-sort');
        const down = now ? now === 'ascending' : numbers;
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const order = (a, b) => (numbers ? numberOf(text(a)) - numberOf(text(b)) : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
        table.tBodies[0].append(...rows.sort((a, b) => (down ? order(b, a) : order(a, b))));
      });
    });
  }

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
