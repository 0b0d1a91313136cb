// What docfx's template "modern" leaves out for readers with a keyboard or a screen reader. Most of its parts are drawn late, so this watches.
export default {
  configureHljs: hljs => hljs.configure({ languages: [] }), // a block without a language is a command or a screen: nothing to guess
  start: () => {
    const mend = () => {
      document.getElementById('logo')?.setAttribute('alt', ''); // the name stands beside it
      for (const [id, name] of [['autocollapse', 'Site'], ['toc', 'Contents'], ['breadcrumb', 'Where this page stands'], ['affix', 'On this page']])
        document.getElementById(id)?.setAttribute('aria-label', name);
      for (const title of document.querySelectorAll('#affix h5')) title.setAttribute('aria-level', '2'), title.setAttribute('role', 'heading');
      for (const menu of document.querySelectorAll('a.dropdown-toggle:not([href])')) menu.setAttribute('role', 'button'), menu.tabIndex = 0;
      for (const box of document.querySelectorAll('pre > code, .table-responsive'))
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute('tabindex');
    };
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
    addEventListener('resize', mend);
    addEventListener('load', mend);
    addEventListener('keydown', event => {
      if (event.target.matches?.('a.dropdown-toggle:not([href])') && (event.key === 'Enter' || event.key === ' ')) event.preventDefault(), event.target.click();
    });
    mend();
  },
};
