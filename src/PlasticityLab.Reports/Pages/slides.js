(() => {
  const root = document.documentElement, body = document.body, slides = [...document.querySelectorAll('section')], nav = document.querySelector('nav');
  let now = Math.min(slides.length, Math.max(1, parseInt(location.hash.slice(1)) || 1)) - 1;
  const show = (i, focus) => {
    now = Math.min(slides.length - 1, Math.max(0, i));
    slides.forEach((slide, k) => slide.classList.toggle('now', k === now));
    history.replaceState(null, '', '#' + (now + 1));
    if (focus) slides[now].querySelector('h1, h2').focus();
  };
  const act = {
    n: () => nav.querySelector('[data-do=n]').setAttribute('aria-pressed', body.classList.toggle('notes')),
    d: () => { root.dataset.theme = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark'; },
    f: () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen(),
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -1e6, End: 1e6 };
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.tagName === 'BUTTON' && event.key === ' ') return;
    if (event.key in steps) { event.preventDefault(); show(now + steps[event.key], true); }
    else if (event.key in act) act[event.key]();
  });
  nav.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button?.dataset.go) show(now + Number(button.dataset.go), false);
    else if (button?.dataset.do) act[button.dataset.do]();
  });
  addEventListener('hashchange', () => show((parseInt(location.hash.slice(1)) || 1) - 1, true));
  body.classList.add('deck'); nav.hidden = false; show(now, false);
})();
