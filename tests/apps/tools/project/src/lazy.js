export default (n) => `lazy ${n}`;
