/** A text area with line numbers, and what is wrong beside its lines. */
import { h, perFrame } from '../dom.js';

const WIDE = matchMedia('(min-width: 801px)');
const GAP = 6;

export function editor(id, onInput) {
    const numbered = h('div');
    const numbers = h('div', { class: 'numbers', 'aria-hidden': 'true' }, numbered);
    const area = h('textarea', {
        id, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', wrap: 'off', rows: '22', required: true,
        oninput: onInput, onscroll: follow,
    });
    const notes = h('ul', { class: 'problems', hidden: true, tabindex: '0', 'aria-label': 'Problems by line' });
    const placeNotes = perFrame(place);
    let shown = '';
    WIDE.addEventListener('change', placeNotes);

    function lines() {
        return area.value.split('\n');
    }

    function follow() {
        numbers.scrollTop = area.scrollTop;
        notes.scrollTop = area.scrollTop;
    }

    function number(wrong) {
        numbered.replaceChildren(...lines().map((line, i) => h('span', { class: wrong.has(i + 1) ? 'wrong' : null }, i + 1)));
        numbers.scrollTop = area.scrollTop;
    }

    function show(line) {
        const all = lines();
        const from = all.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
        area.focus();
        area.setSelectionRange(from, from + (all[line - 1] ?? '').length);
        area.scrollTop = (line - 5) * lineHeight();
    }

    function lineHeight() {
        return parseFloat(getComputedStyle(area).lineHeight);
    }

    /** Beside its line, or below the note before if that one needs the room. */
    function place() {
        const top = parseFloat(getComputedStyle(area).paddingTop);
        let free = top;
        for (const note of notes.children) {
            const wanted = WIDE.matches ? Math.max(free, top + (Number(note.dataset.line) - 1) * lineHeight()) : free;
            note.style.marginTop = WIDE.matches ? `${wanted - free}px` : '';
            free = wanted + note.offsetHeight + GAP;
        }
        follow();
    }

    function item(problem) {
        return h('li', { 'data-line': Math.max(1, problem.line) },
            problem.line > 0 ? h('button', { type: 'button', class: 'place', onclick: () => show(problem.line) }, `Line ${problem.line}`) : null,
            h('span', { class: 'what' }, h('code', {}, problem.pointer === '' ? '/' : problem.pointer), ' ', problem.message,
                h('span', { class: 'fix' }, problem.fix)));
    }

    return {
        element: h('div', { class: 'editor' }, numbers, area, notes),
        get: () => area.value,
        set(text) {
            area.value = text;
            onInput();
        },
        /** Marks the lines of these problems, and says beside them what is wrong. */
        problems(found) {
            number(new Set(found.map(problem => problem.line)));
            area.setAttribute('aria-invalid', String(found.length > 0));
            const now = JSON.stringify(found);
            if (now !== shown) {
                shown = now;
                notes.replaceChildren(...found.map(item));
                notes.hidden = found.length === 0;
            }
            placeNotes();
        },
    };
}
