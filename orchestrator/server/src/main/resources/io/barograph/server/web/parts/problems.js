/** What is wrong with a spec, where, and how to mend it. */
import { h } from '../dom.js';

export function problemList(problems, text) {
    const items = problems.map(problem => h('li', {},
        h('button', { type: 'button', class: 'place', onclick: () => text.show(problem.line) }, `Line ${problem.line}`),
        h('span', { class: 'what' }, h('code', {}, problem.pointer === '' ? '/' : problem.pointer), ' ', problem.message,
            h('span', { class: 'fix' }, problem.fix))));
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    return h('div', { class: 'box bad', role: 'alert' }, h('strong', {}, `${count} in this spec`), h('ul', { class: 'problems' }, items));
}
