/** Pauses, resumes, cancels and reprioritises a sweep. */
import { api } from '../api.js';
import { h } from '../dom.js';
import { failureBox } from './failure.js';

export function steering(sweep, priority, onView) {
    const failures = h('div', { 'aria-live': 'polite' });
    const buttons = {
        pause: h('button', { type: 'button', onclick: () => void steer(() => api.steer(sweep, 'pause')) }, 'Pause'),
        resume: h('button', { type: 'button', onclick: () => void steer(() => api.steer(sweep, 'resume')) }, 'Resume'),
        cancel: h('button', { type: 'button', class: 'danger', onclick: () => dialog.showModal() }, 'Cancel…'),
    };
    const number = h('input', { type: 'number', id: 'priority', min: -100, max: 100, step: 1, value: priority, required: true });
    const rank = h('form', {
        class: 'priority',
        onsubmit: event => {
            event.preventDefault();
            void steer(() => api.reprioritise(sweep, number.valueAsNumber));
        },
    }, h('label', { for: 'priority' }, 'Priority'), number, h('button', { type: 'submit' }, 'Set'));
    const dialog = h('dialog', { 'aria-labelledby': 'cancel-title' },
        h('h2', { id: 'cancel-title' }, `Cancel ${sweep}?`),
        h('p', {}, 'Trials that have not ended are cancelled for good. Results that are there stay.'),
        h('div', { class: 'actions' },
            h('button', { type: 'button', class: 'danger', onclick: () => { dialog.close(); void steer(() => api.steer(sweep, 'cancel')); } }, 'Cancel the sweep'),
            h('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, 'Keep it')));

    async function steer(how) {
        failures.replaceChildren();
        try {
            onView(await how());
        } catch (failure) {
            failures.replaceChildren(failureBox(failure));
        }
    }

    return {
        element: h('div', { class: 'actions steering' }, rank, buttons.pause, buttons.resume, buttons.cancel, dialog),
        failures,
        /** Offers what makes sense in this state. */
        update(state) {
            const there = { pause: state === 'RUNNING', resume: state === 'PAUSED', cancel: state === 'RUNNING' || state === 'PAUSED' };
            const focused = document.activeElement;
            for (const [name, button] of Object.entries(buttons)) {
                button.hidden = !there[name];
            }
            rank.hidden = !there.cancel;
            if (focused?.hidden) {
                [buttons.pause, buttons.resume].find(button => !button.hidden)?.focus();
            }
        },
    };
}
