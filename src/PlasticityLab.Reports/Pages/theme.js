(() => {
  const root = document.documentElement, button = document.getElementById('theme');
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const show = () => { button.textContent = isDark() ? 'Light page' : 'Dark page'; button.setAttribute('aria-pressed', isDark()); };
  button.hidden = false;
  try { const kept = localStorage.getItem('plasticity-theme'); if (kept) root.dataset.theme = kept; } catch { /* a page from a file may keep nothing */ }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('plasticity-theme', root.dataset.theme); } catch { /* as above */ }
    show();
  });
  show();
  // A link into a closed chapter opens it; print opens all.
  const reveal = () => { const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))); const chapter = target && target.closest('details'); if (chapter) { chapter.open = true; target.scrollIntoView(); } };
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => document.querySelectorAll('details.chapter').forEach(chapter => { chapter.open = true; }));
  const contents = document.querySelector('nav details');
  if (contents) contents.addEventListener('click', event => { if (event.target.closest('a')) { contents.open = false; setTimeout(reveal); } });
  reveal();
})();
