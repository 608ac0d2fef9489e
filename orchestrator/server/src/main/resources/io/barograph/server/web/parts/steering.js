/** Pauses, resumes, cancels, reprioritises and deletes a sweep; what the caller's role does not allow is not offered. */
import { api } from '../api.js';
import { announce, h } from '../dom.js';
import { go } from '../router.js';
import { confirmation } from './confirmation.js';
import { failureBox } from './failure.js';

export function steering(sweep, priority, onView) {
    const failures = h('div', { 'aria-live': 'polite' });
    const buttons = {
        pause: h('button', { type: 'button', class: 'for-submitters', onclick: () => void steer(() => api.steer(sweep, 'pause')) }, 'Pause'),
        resume: h('button', { type: 'button', class: 'for-submitters', onclick: () => void steer(() => api.steer(sweep, 'resume')) }, 'Resume'),
        cancel: h('button', { type: 'button', class: 'danger for-submitters', onclick: () => cancelling.showModal() }, 'Cancel…'),
        remove: h('button', { type: 'button', class: 'danger for-admins', onclick: () => removing.showModal() }, 'Delete…'),
    };
    const number = h('input', { type: 'number', id: 'priority', min: -100, max: 100, step: 1, value: priority, required: true });
    const rank = h('form', {
        class: 'priority for-submitters',
        onsubmit: event => {
            event.preventDefault();
            void steer(() => api.reprioritise(sweep, number.valueAsNumber));
        },
    }, h('label', { for: 'priority' }, 'Priority'), number, h('button', { type: 'submit' }, 'Set'));
    const cancelling = confirmation({
        id: 'cancel-title', title: `Cancel ${sweep}?`, yes: 'Cancel the sweep', no: 'Keep it',
        text: 'Trials that have not ended are cancelled for good. Results that are there stay.',
    }, () => void steer(() => api.steer(sweep, 'cancel')));
    const removing = confirmation({
        id: 'remove-title', title: `Delete ${sweep}?`, yes: 'Delete the sweep', no: 'Keep it',
        text: 'Its trials, results and events are removed for good, its models soon after. What was downloaded stays.',
    }, () => void attempt(async () => {
        await api.remove(sweep);
        window.addEventListener('hashchange', () => announce(`${sweep} is deleted`), { once: true });
        go();
    }));

    async function attempt(work) {
        failures.replaceChildren();
        try {
            await work();
        } catch (failure) {
            failures.replaceChildren(failureBox(failure));
        }
    }

    function steer(how) {
        return attempt(async () => onView(await how()));
    }

    return {
        element: h('div', { class: 'actions steering' }, rank, Object.values(buttons), cancelling, removing),
        failures,
        /** Shows another priority, unless somebody is writing one. */
        rank(now) {
            if (document.activeElement !== number) {
                number.value = now;
            }
        },
        /** Offers what makes sense in this state. */
        update(state) {
            const goesOn = state === 'RUNNING' || state === 'PAUSED';
            const there = { pause: state === 'RUNNING', resume: state === 'PAUSED', cancel: goesOn, remove: !goesOn };
            const focused = rank.parentElement.contains(document.activeElement) ? document.activeElement : null;
            for (const [name, button] of Object.entries(buttons)) {
                button.hidden = !there[name];
            }
            rank.hidden = !goesOn;
            if (focused?.closest('[hidden]')) {
                ([buttons.pause, buttons.resume].find(button => !button.hidden) ?? document.getElementById('main')).focus();
            }
        },
    };
}
