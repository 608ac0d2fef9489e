/** Asks for the token; `refused` if the server did not take the one that there was. */
import { h } from '../dom.js';
import { session } from '../session.js';

export function loginPage({ main }, refused, done) {
    const token = h('input', {
        id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true,
        'aria-describedby': refused ? 'token-refused token-hint' : 'token-hint',
        pattern: '\\s*[!-~]+\\s*', title: 'as barograph token create printed it', // nothing else can be sent
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
    refused ? h('p', { id: 'token-refused', class: 'wrong' }, 'The server does not take this token: it is not right, was revoked or has expired.') : null,
    h('p', { id: 'token-hint', class: 'hint' }, 'It stays in this tab and is forgotten when the tab closes.'),
    h('button', { type: 'submit', class: 'main' }, 'Log in'));
    main.append(form);
    token.focus();
}
