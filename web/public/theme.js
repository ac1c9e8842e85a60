// Runs before the first paint, so that a dark screen does not flash white. The keys are those of web/lib/choices.ts.
(() => {
  const chosen = localStorage.getItem('saldo.theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  document.documentElement.lang = localStorage.getItem('saldo.language') || 'ru';
})();
