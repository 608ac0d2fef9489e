/** A text area with line numbers, some of which can be marked. */
import { h } from '../dom.js';

export function editor(id, onInput) {
    const numbered = h('div');
    const numbers = h('div', { class: 'numbers', 'aria-hidden': 'true' }, numbered);
    const area = h('textarea', {
        id, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', wrap: 'off', rows: '22', required: true,
        oninput: () => { mark([]); onInput(); },
        onscroll: () => { numbers.scrollTop = area.scrollTop; },
    });

    function lines() {
        return area.value.split('\n');
    }

    function mark(bad) {
        const wrong = new Set(bad);
        numbered.replaceChildren(...lines().map((line, i) => h('span', { class: wrong.has(i + 1) ? 'wrong' : null }, i + 1)));
        area.setAttribute('aria-invalid', String(wrong.size > 0));
        numbers.scrollTop = area.scrollTop;
    }

    return {
        element: h('div', { class: 'editor' }, numbers, area),
        get: () => area.value,
        set(text) {
            area.value = text;
            mark([]);
        },
        mark,
        /** Puts the cursor on a line, from 1. */
        show(line) {
            const all = lines();
            const from = all.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
            area.focus();
            area.setSelectionRange(from, from + (all[line - 1] ?? '').length);
            area.scrollTop = (line - 5) * parseFloat(getComputedStyle(area).lineHeight);
        },
    };
}
