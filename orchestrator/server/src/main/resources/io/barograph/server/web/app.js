/** Starts the page and shows what the address names. */
import { announce, h } from './dom.js';
import { place } from './router.js';
import { session } from './session.js';
import { startTheme } from './theme.js';
import { loginPage } from './pages/login.js';
import { sweepsPage } from './pages/sweeps.js';
import { sweepPage } from './pages/sweep.js';
import { trialPage } from './pages/trial.js';
import { comparePage } from './pages/compare.js';
import { submitPage } from './pages/submit.js';
import { workersPage } from './pages/workers.js';
import { failureBox } from './parts/failure.js';

const main = document.getElementById('main');
let leaving = new AbortController();

function pageOf(parts) {
    const [first, sweep, what, trial] = parts;
    if (first === undefined) {
        return ['sweeps', 'Sweeps', view => sweepsPage(view)];
    }
    if (first === 'compare') {
        return ['compare', 'Compare sweeps', view => comparePage(view)];
    }
    if (first === 'workers') {
        return ['workers', 'Workers', view => workersPage(view)];
    }
    if (first === 'submit') {
        return ['submit', 'Submit a sweep', view => submitPage(view)];
    }
    if (first === 'sweeps' && sweep && what === undefined) {
        return ['sweeps', sweep, view => sweepPage(view, sweep)];
    }
    if (first === 'sweeps' && sweep && what === 'trials' && trial) {
        return ['sweeps', `${trial} of ${sweep}`, view => trialPage(view, sweep, trial)];
    }
    return ['', 'Nothing here', view => view.main.append(h('h1', {}, 'Nothing is here'), h('a', { href: '#/' }, 'All sweeps'))];
}

/** Shows a page in place of the one before, whose requests end. */
function show(name, title, page) {
    leaving.abort();
    leaving = new AbortController();
    const { signal } = leaving;
    document.title = title === 'Barograph' ? title : `${title} · Barograph`;
    for (const link of document.querySelectorAll('nav a')) {
        if (link.dataset.page === name) {
            link.setAttribute('aria-current', 'page');
        } else {
            link.removeAttribute('aria-current');
        }
    }
    document.getElementById('logout').hidden = session.token === null;
    main.replaceChildren();
    Promise.resolve(page({ main, signal, query: place().query })).catch(failure => {
        if (!signal.aborted && [400, 404].includes(failure.status)) { // 400 if it cannot even be a name
            main.replaceChildren(h('h1', {}, 'Nothing is here'), failureBox(failure), h('a', { href: '#/' }, 'All sweeps'));
        } else if (!signal.aborted && failure.status !== 401) {
            main.append(failureBox(failure));
        }
    });
}

function route() {
    const [name, title, page] = pageOf(place().parts);
    show(name, title, page);
}

function navigated() {
    route();
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    announce(document.title);
}

startTheme();
window.addEventListener('hashchange', navigated);
window.addEventListener('unauthenticated', ({ detail: { refused } }) => {
    // Of several answers the first has said it, and somebody may be writing a token by now.
    if (refused || main.querySelector('.login') === null) {
        show('', 'Log in', view => loginPage(view, refused, navigated));
    }
});
document.getElementById('logout').addEventListener('click', () => {
    session.token = null;
    route();
});
document.querySelector('.skip').addEventListener('click', event => {
    event.preventDefault(); // the address names the page
    main.focus();
});
route();
