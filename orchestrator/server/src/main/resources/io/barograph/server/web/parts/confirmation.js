/** Asks before something that cannot be undone. */
import { h } from '../dom.js';

/** A dialog to append and to show; `act` is called when somebody agrees. */
export function confirmation({ id, title, text, yes, no }, act) {
    const dialog = h('dialog', { 'aria-labelledby': id },
        h('h2', { id }, title),
        h('p', {}, text),
        h('div', { class: 'actions' },
            h('button', { type: 'button', class: 'danger', onclick: () => { dialog.close(); act(); } }, yes),
            h('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, no)));
    return dialog;
}
