// Runs before the first paint so that the window never flashes in the wrong theme or language.
// It is a file of its own because the content security policy allows no inline script.
(function () {
  var root = document.documentElement;
  var saved = {};
  try {
    saved = JSON.parse(localStorage.getItem('longhand.appearance') || '{}') || {};
  } catch {
    saved = {};
  }
  var dark =
    saved.theme === 'dark' ||
    (saved.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  if (saved.density === 'comfortable') root.dataset.density = saved.density;
  if (saved.reduceMotion === true) root.dataset.motion = 'reduced';
  if (saved.scale >= 80 && saved.scale <= 150) {
    root.style.setProperty('--ui-scale', String(saved.scale / 100));
  }
  if (saved.language === 'zh' || saved.language === 'ja' || saved.language === 'en') {
    root.lang = saved.language;
  }
})();
