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
})();
