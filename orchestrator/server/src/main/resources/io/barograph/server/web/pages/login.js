/** Asks for the token. */
import { h } from '../dom.js';
import { session } from '../session.js';

export function loginPage({ main }, done) {
    const token = h('input', {
        id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint',
    });
    const form = h('form', {
        class: 'panel login',
        onsubmit: event => {
            event.preventDefault();
            session.token = token.value.trim();
            done();
        },
    },
    h('h1', {}, 'Log in'),
    h('label', { for: 'token' }, 'Token'),
    token,
    h('p', { id: 'token-hint', class: 'hint' }, 'It stays in this tab and is forgotten when the tab closes.'),
    h('button', { type: 'submit', class: 'main' }, 'Log in'));
    main.append(form);
    token.focus();
}
