/** Hands in a sweep. */
import { api } from '../api.js';
import { h } from '../dom.js';
import { go } from '../router.js';
import { editor } from '../parts/editor.js';
import { failureBox } from '../parts/failure.js';
import { problemList } from '../parts/problems.js';

/** A key that this text keeps for as long as it is not changed, so that a repeated click is one sweep. */
function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

export async function submitPage({ main, signal }) {
    let key = newKey();
    let keyed = '';
    const text = editor('spec', () => outcome.replaceChildren());
    const outcome = h('div', { 'aria-live': 'polite' });
    const button = h('button', { type: 'submit', class: 'main' }, 'Submit');
    const form = h('form', { class: 'panel', onsubmit: submit },
        h('label', { for: 'spec' }, 'Sweep spec (YAML or JSON)'),
        text.element,
        h('div', { class: 'actions' }, button,
            h('button', { type: 'button', onclick: () => void putExample() }, 'Put the example in')),
        outcome);
    main.append(h('div', { class: 'head' }, h('h1', {}, 'Submit a sweep')), form);

    async function example() {
        const response = await fetch('web/example.yaml', { signal });
        return response.text();
    }

    async function putExample() {
        text.set(await example());
        outcome.replaceChildren();
    }

    async function submit(event) {
        event.preventDefault();
        if (text.get() !== keyed) {
            keyed = text.get();
            key = newKey();
        }
        button.disabled = true;
        text.mark([]);
        outcome.replaceChildren(h('p', { class: 'hint' }, 'Submitting…'));
        try {
            go('sweeps', (await api.submit(keyed, key)).sweep);
        } catch (failure) {
            const problems = failure.problem?.problems;
            outcome.replaceChildren(problems ? problemList(problems, text) : failureBox(failure));
            if (problems) {
                text.mark(problems.map(problem => problem.line));
            }
        } finally {
            button.disabled = false;
        }
    }

    const first = await example();
    if (text.get() === '') {
        text.set(first);
    }
}
