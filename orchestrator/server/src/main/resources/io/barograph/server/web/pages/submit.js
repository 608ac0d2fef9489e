/** Hands in a sweep. */
import { api, patiently } from '../api.js';
import { h } from '../dom.js';
import { whole } from '../format.js';
import { go } from '../router.js';
import { editor } from '../parts/editor.js';
import { failureBox } from '../parts/failure.js';
import { specChecker } from '../spec/checker.js';

const DRAFT = 'barograph.spec'; // what is written outlives a look at another page, a reload and a new token

/** A key that this text keeps for as long as it is not changed, so that a repeated click is one sweep. */
function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

export async function submitPage({ main, signal }) {
    let key = newKey();
    let keyed = '';
    const text = editor('spec', () => {
        outcome.replaceChildren();
        checker.changed();
        sessionStorage.setItem(DRAFT, text.get());
    });
    const outcome = h('div', { 'aria-live': 'polite' });
    const verdict = h('p', { class: 'verdict', role: 'status' });
    const button = h('button', { type: 'submit', class: 'main' }, 'Submit');
    const checker = specChecker(text, {
        problems: text.problems,
        verdict: said => verdict.replaceChildren(...said === null ? [] : words(said)),
    }, signal);
    const form = h('form', { class: 'panel', onsubmit: submit },
        h('label', { for: 'spec' }, 'Sweep spec (YAML or JSON)'),
        text.element, verdict,
        h('div', { class: 'actions' }, button,
            h('button', { type: 'button', onclick: () => void putExample() }, 'Put the example in')),
        outcome);

    async function example() {
        return (await fetch('web/example.yaml', { signal })).text();
    }

    async function putExample() {
        text.set(await example());
    }

    async function submit(event) {
        event.preventDefault();
        checker.stop();
        if (text.get() !== keyed) {
            keyed = text.get();
            key = newKey();
        }
        button.disabled = true;
        verdict.replaceChildren();
        outcome.replaceChildren(h('p', { class: 'hint' }, 'Submitting…'));
        try {
            const { sweep } = await patiently(() => api.submit(keyed, key), signal);
            sessionStorage.removeItem(DRAFT);
            if (!signal.aborted) {
                go('sweeps', sweep);
            }
        } catch (failure) {
            const problems = failure.problem?.problems;
            outcome.replaceChildren(problems ? refusal(problems) : failureBox(failure));
            if (problems) {
                text.problems(problems);
            }
        } finally {
            button.disabled = false;
            if (document.activeElement === document.body) {
                button.focus(); // it lost it when it was disabled
            }
        }
    }

    // Nobody can write yet, so the example falls into nobody's text.
    const [given] = await Promise.all([example().catch(() => ''), checker.begin()]);
    if (signal.aborted) {
        return;
    }
    main.append(h('div', { class: 'head' }, h('h1', {}, 'Submit a sweep')), form);
    text.set(sessionStorage.getItem(DRAFT) || given);
}

function count(number, one, many = `${one}s`) {
    return number === 1 ? `1 ${one}` : `${whole(number)} ${many}`;
}

/** What the server says of a spec as a whole. */
function words({ refused, problems, plan }) {
    if (refused) {
        return [h('span', { class: 'wrong' }, refused)];
    }
    if (problems.length > 0) {
        return [h('strong', { class: 'wrong' }, count(problems.length, 'problem'))];
    }
    const parts = [
        `over ${count(plan.budgets.length, 'budget')}, ${count(plan.seeds, 'seed')}`
            + (plan.configurations > 1 ? ` and ${count(plan.configurations, 'configuration')}` : ''),
        `${count(plan.denseNetworks, 'dense network')} first`,
        `${count(plan.epochs, 'epoch')} in all`,
    ];
    return [
        plan.taken ? h('strong', { class: 'wrong' }, `There is a sweep ${plan.sweep} already: give this one another name.`)
            : h('strong', { class: 'right' }, 'This can be submitted.'), ' ',
        h('span', {}, count(plan.trials, 'trial')), ` ${parts.join(' · ')}`,
    ];
}

function refusal(problems) {
    const places = [...new Set(problems.map(({ pointer }) => pointer || '/'))];
    return h('div', { class: 'box bad', role: 'alert' }, h('strong', {}, `${count(problems.length, 'problem')} in this spec`),
        h('p', {}, `At ${places.join(', ')}: see the marked lines.`));
}
