/**
 * What the tests ask a page about, from inside: it is put into every page before the page's own code and answers
 * `page.evaluate('saldoProbe.…')`. Plain JavaScript, since it is never loaded by Node.
 */
(() => {
  if (globalThis.saldoProbe !== undefined) return;
  const shifts = [];
  const events = [];
  const listen = (type, take, options = {}) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
    observer.observe({ type, buffered: true, ...options });
    return () => observer.takeRecords().forEach(take);
  };
  const nameOf = (element) => {
    if (!(element instanceof Element)) return String(element?.nodeName ?? 'nothing');
    const id = element.id && !element.id.includes(':') && !element.id.startsWith('mantine-') ? `#${element.id}` : '';
    const role = element.getAttribute('role');
    const label = element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent ?? '';
    const text = label.trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${element.tagName.toLowerCase()}${id}${role ? `[role=${role}]` : ''}${text ? ` «${text}»` : ''}`;
  };
  /** While a test resizes the window or spaces the text, what moves is no fault of the page, however late it moves. */
  let resizing = false;
  /**
   * A browser takes what moves within half a second of an input for its answer. Where the answer comes from the server, the
   * half second begins when it is there: else a slow machine would find faults that a quick one does not have.
   */
  const SOON = 500;
  const askedFor = [];
  let inputAt = Number.NEGATIVE_INFINITY;
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(type, () => {
      inputAt = performance.now();
    }, { capture: true, passive: true });
  }
  const isAskedFor = (at) => at - inputAt <= SOON || askedFor.some(({ from, to }) => at >= from && at <= to + SOON);
  const fetchAsBefore = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    const from = performance.now();
    if (!isAskedFor(from)) return fetchAsBefore(...given);
    const span = { from, to: Number.POSITIVE_INFINITY };
    askedFor.push(span);
    try {
      return await fetchAsBefore(...given);
    } finally {
      span.to = performance.now();
    }
  };
  const flush = [
    listen('layout-shift', ({ value, hadRecentInput, startTime, sources }) => shifts.push({
      value, hadRecentInput: hadRecentInput || resizing || askedFor.some(({ from, to }) => startTime >= from && startTime <= to + SOON),
      at: Math.round(startTime), what: sources.map(({ node }) => nameOf(node)),
    })),
    listen('event', ({ name, duration, interactionId, startTime, target }) => events.push({
      name, duration, interactionId, at: Math.round(startTime), target: nameOf(target),
    }), { durationThreshold: 16 }),
  ];

  /** Comes with the milliseconds from the navigation to the paint in which the screen first said that its data is there. */
  const readyAt = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('main[data-ready="true"]') === null) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });
  });

  const visible = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const CONTROLS = 'button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=switch], ' +
    '[role=checkbox], [role=radio], [role=combobox], [role=menuitem], [role=option]';
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter(visible);
  const ancestors = function* (element) {
    for (let at = element.parentElement; at !== null; at = at.parentElement) yield at;
  };
  const scrollsItself = (element) => [...ancestors(element)].some((at) =>
    at !== document.documentElement && at !== document.body && at.scrollWidth > at.clientWidth &&
    ['auto', 'scroll'].includes(getComputedStyle(at).overflowX));
  /** Text that is cut on purpose is fine where a title says all of it. */
  const isTold = (element) => element.closest('[title]') !== null;

  const overflow = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth + 1) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) =>
      visible(element) && element.getBoundingClientRect().right > clientWidth + 1 && !scrollsItself(element));
    const inner = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
    return [`the page is ${scrollWidth} px wide in a window of ${clientWidth}: ${inner.slice(0, 3).map(nameOf).join(', ')}`];
  };
  const isCut = (element) => {
    const { overflowX, overflowY, whiteSpaceCollapse } = getComputedStyle(element);
    const hides = (value) => value === 'hidden' || value === 'clip';
    if (whiteSpaceCollapse === undefined || element.textContent.trim() === '') return false;
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1) ||
      (hides(overflowY) && element.scrollHeight > element.clientHeight + 3 && element.clientHeight > 1);
  };
  const clipped = () => {
    const width = document.documentElement.clientWidth;
    return controls().flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      // What is wholly outside waits there until it is called: a skip link, a menu. Beside the right edge it widens the page.
      if (right <= 0 || left >= width) return [];
      if ((left < -1 || right > width + 1) && !scrollsItself(element)) return [`${nameOf(element)} sticks out of the window`];
      const cut = [element, ...element.querySelectorAll('*')].find((part) => isCut(part) && visible(part));
      return cut !== undefined && !isTold(cut) ? [`${nameOf(element)} is cut`] : [];
    });
  };

  const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } ' +
    'p { margin-bottom: 2em !important }';
  let sheet;
  const spacing = (on) => {
    if (on && sheet === undefined) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(SPACING);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } else if (!on && sheet !== undefined) {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      sheet = undefined;
    }
  };

  /** A control may be drawn by something else: a switch by its label, a row of segments by its parent. */
  const drawnBy = (element) => {
    if (visible(element)) return element;
    const others = [...(element.labels ?? []), element.nextElementSibling, element.previousElementSibling, element.parentElement];
    return others.find((other) => other !== null && visible(other)) ?? element;
  };
  const hasRing = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  };
  const ringed = (element) => {
    const parents = [...ancestors(element)].slice(0, 3);
    const near = [element, drawnBy(element), ...parents, element.nextElementSibling, ...(element.labels ?? [])];
    const parts = [...(element.labels ?? [])].flatMap((label) => [...label.querySelectorAll('*')]);
    const beside = element.nextElementSibling?.querySelectorAll('*') ?? [];
    return [...near, ...parts, ...beside].some((other) => other !== null && hasRing(other));
  };
  const ids = new Map();
  const number = (element) => {
    if (!ids.has(element)) ids.set(element, ids.size + 1);
    return ids.get(element);
  };
  /** The element that has the keyboard now; undefined when it is the page itself. */
  const focusStop = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null || element === document.body || element === document.documentElement) return undefined;
    const drawn = drawnBy(element);
    const box = drawn.getClientRects()[0] ?? drawn.getBoundingClientRect();
    const { left, top, width, height } = box;
    // Of what is taller than the window, the part that is in the window counts.
    const middle = (Math.max(top, 0) + Math.min(top + height, innerHeight)) / 2;
    const at = [0.5, 0.25, 0.75].map((part) => document.elementFromPoint(left + width * part, middle));
    const own = (hit) => hit !== null && (drawn.contains(hit) || element.contains(hit) || hit.contains(drawn) ||
      [...(element.labels ?? [])].some((label) => label.contains(hit)));
    // What contains the control may also be what covers it, unless it only surrounds it.
    const hits = at.filter((hit) => own(hit) && !(hit !== drawn && hit.contains(drawn) && !isSurrounding(hit, drawn)));
    const isInside = left < innerWidth && top < innerHeight && left + width > 0 && top + height > 0;
    return {
      id: number(element), name: nameOf(element), isVisible: visible(drawn) && isInside, isClear: hits.length >= 2,
      coveredBy: hits.length >= 2 ? '' : nameOf(at.find((hit) => !own(hit)) ?? null), hasRing: ringed(element),
    };
  };
  const isSurrounding = (outer, inner) => {
    const style = getComputedStyle(inner);
    return style.pointerEvents === 'none' || outer === inner.parentElement || outer.contains(inner.parentElement);
  };

  /** Resolves when nothing moves any more, or after half a second of something that never ends. */
  const settled = async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const endless = new Promise((done) => setTimeout(done, 500));
    await frame();
    await frame();
    await Promise.race([endless, Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))]);
    await frame();
  };

  const flushed = (rows) => () => {
    flush.forEach((take) => take());
    return rows;
  };
  const beginResizing = () => {
    flush.forEach((take) => take());
    resizing = true;
  };
  const endResizing = async () => {
    await settled();
    flush.forEach((take) => take());
    resizing = false;
  };
  globalThis.saldoProbe = {
    beginResizing, endResizing,
    shifts: flushed(shifts), events: flushed(events), overflow, clipped, spacing, focusStop, settled,
    interactions: () => performance.interactionCount ?? 0, readyAt: () => readyAt,
  };
})();
