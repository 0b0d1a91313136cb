// Keys beyond reveal.js's own (? lists them): D turns light and dark, N shows the notes under the slide.
Reveal.initialize({
  width: 1280, height: 720, margin: 0, center: false, hash: true, slideNumber: 'c/t', transition: 'none', controlsTutorial: false, pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1,
  display: 'flex', scrollActivationWidth: 0, plugins: [RevealNotes],
  keyboard: {
    68: () => {
      const root = document.documentElement;
      root.dataset.theme = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
    },
    78: () => Reveal.configure({ showNotes: !Reveal.getConfig().showNotes }),
  },
});
Reveal.registerKeyboardShortcut('D', 'Dark or light');
Reveal.registerKeyboardShortcut('N', 'Notes below the slide');
