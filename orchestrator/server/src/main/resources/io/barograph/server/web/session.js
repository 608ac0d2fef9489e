/** The token of this tab; gone when the tab closes. */
const KEY = 'barograph.token';

export const session = {
    get token() {
        return sessionStorage.getItem(KEY);
    },
    set token(value) {
        if (value) {
            sessionStorage.setItem(KEY, value);
        } else {
            sessionStorage.removeItem(KEY);
        }
    },
};
