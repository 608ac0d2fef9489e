/** Light or dark: as the system has it, unless the user chose. */
const KEY = 'barograph.theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' };

function show(theme) {
    document.documentElement.dataset.theme = theme;
    const button = document.getElementById('theme');
    const name = { system: 'Auto', light: 'Light', dark: 'Dark' }[theme];
    button.textContent = `◐ ${name}`;
    button.title = `Colours: ${theme}, change to ${NEXT[theme]}`;
    window.dispatchEvent(new CustomEvent('recoloured'));
}

export function startTheme() {
    let theme = localStorage.getItem(KEY);
    theme = theme in NEXT ? theme : 'system';
    show(theme);
    document.getElementById('theme').addEventListener('click', () => {
        theme = NEXT[theme];
        localStorage.setItem(KEY, theme);
        show(theme);
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(theme));
}
