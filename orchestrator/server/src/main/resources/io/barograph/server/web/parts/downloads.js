/** Buttons that download a sweep's front; a link could not send the token. */
import { api } from '../api.js';
import { announce, h } from '../dom.js';

const FORMS = { CSV: 'text/csv', JSON: 'application/json', PNG: 'image/png', SVG: 'image/svg+xml' };

export function downloads(sweep, onFailure) {
    return h('div', { class: 'actions small', role: 'group', 'aria-label': 'Download' }, Object.keys(FORMS).map(form =>
        h('button', { type: 'button', 'aria-label': `Download ${form}`, onclick: () => void download(sweep, form).catch(onFailure) }, form)));
}

async function download(sweep, form) {
    const file = URL.createObjectURL(await api.frontFile(sweep, FORMS[form]));
    h('a', { href: file, download: `${sweep}-front.${form.toLowerCase()}` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    announce(`${form} downloaded`);
}
