// Keys beyond reveal.js's own: ? lists the keys on every keyboard layout, N opens the notes in a window of their own (as S does), D turns light and dark.
const keys = document.getElementById('keys');
document.addEventListener('keydown', event => {
  if (event.key === '?') keys.open ? keys.close() : keys.showModal();
  else if (!keys.open) return;
  event.stopImmediatePropagation(); // reveal.js would pause at ?, and turn pages behind an open list
}, true);
Reveal.initialize({
  width: 1280, height: 720, margin: 0, center: false, hash: true, slideNumber: 'c/t', transition: 'none', controlsTutorial: false, pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1,
  display: 'flex', scrollActivationWidth: 0, help: false, plugins: [RevealNotes],
  keyboard: {
    68: () => {
      const root = document.documentElement;
      root.dataset.theme = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
    },
    78: () => Reveal.getPlugin('notes').open(),
  },
});
