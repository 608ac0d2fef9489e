/** Buttons that download a sweep's front. */
import { api } from '../api.js';
import { h } from '../dom.js';
import { save } from './save.js';

const FORMS = { CSV: 'text/csv', JSON: 'application/json', PNG: 'image/png', SVG: 'image/svg+xml' };

export function downloads(sweep, onFailure) {
    return h('div', { class: 'actions small', role: 'group', 'aria-label': 'Download' }, h('span', { class: 'soft' }, 'Download'), Object.keys(FORMS).map(form =>
        h('button', { type: 'button', 'aria-label': `Download ${form}`, onclick: () => void download(sweep, form).catch(onFailure) }, form)));
}

async function download(sweep, form) {
    save(await api.frontFile(sweep, FORMS[form]), `${sweep}-front.${form.toLowerCase()}`);
}
