export const add = (a, b) => a + b;
export const unused = () => "dropped";
export function alsoUnused() { return 1; }
