'use strict';

// Intl, with the data of English. Locales whose language is not English are not supported: they resolve to the default locale, en-US,
// as the specification wants it. en-GB and its relatives, en-CA and en-AU have date patterns of their own.

const binding = internalBinding('intl');

const kDefaultLocale = 'en-US';

// ---- options

function invalidOption(value, service, name) {
  return new RangeError(`Value ${value} out of range for Intl.${service} options property ${name}`);
}
function optionsObject(options, what) {
  if (options === undefined) return { __proto__: null };
  if (what === 'strict') {
    if (options === null || (typeof options !== 'object' && typeof options !== 'function')) throw new TypeError('Incorrect options argument');
    return options;
  }
  if (options === null) throw new TypeError('Cannot convert undefined or null to object');
  return Object(options);
}
function stringOption(options, service, name, values, fallback) {
  let v = options[name];
  if (v === undefined) return fallback;
  v = String(v);
  if (values !== undefined && !values.includes(v)) throw invalidOption(v, service, name);
  return v;
}
function numberOption(options, name, min, max, fallback) {
  const v = options[name];
  if (v === undefined) return fallback;
  const n = Number(v);
  if (!(n >= min && n <= max)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(n);
}
function hide(proto, name) {
  Object.defineProperty(proto, Symbol.toStringTag, { __proto__: null, value: name, configurable: true });
}
function internal(map, receiver, method) {
  const slots = map.get(receiver);
  if (slots === undefined) throw new TypeError(`Method Intl.${method} called on incompatible receiver ${typeof receiver === 'object' ? Object.prototype.toString.call(receiver) : String(receiver)}`);
  return slots;
}

// ---- locales

// canonicalTag checks and canonicalises a language tag: case of its parts, order of variants and extensions.
function canonicalTag(tag) {
  const bad = () => new RangeError(`Incorrect locale information provided`);
  const invalid = () => new RangeError(`Invalid language tag: ${tag}`);
  if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) throw new TypeError('Incorrect locale information provided');
  if (locales.has(tag)) return locales.get(tag).tag;
  tag = String(tag);
  if (tag === '') throw bad();
  const parts = tag.split('-');
  if (!/^[a-z]{2,3}$|^[a-z]{5,8}$/i.test(parts[0])) throw invalid();
  const out = [parts[0].toLowerCase()];
  let i = 1;
  if (i < parts.length && /^[a-z]{4}$/i.test(parts[i])) out.push(parts[i][0].toUpperCase() + parts[i++].slice(1).toLowerCase());
  if (i < parts.length && /^(?:[a-z]{2}|\d{3})$/i.test(parts[i])) out.push(parts[i++].toUpperCase());
  const variants = [];
  while (i < parts.length && /^(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})$/i.test(parts[i])) {
    const v = parts[i++].toLowerCase();
    if (variants.includes(v)) throw invalid();
    variants.push(v);
  }
  out.push(...variants.sort());
  const extensions = [];
  let rest = '';
  const seen = new Set();
  while (i < parts.length) {
    const s = parts[i].toLowerCase();
    if (s.length !== 1 || !/^[a-z0-9]$/.test(s) || seen.has(s)) throw invalid();
    seen.add(s);
    let j = i + 1;
    const pattern = s === 'x' ? /^[a-z0-9]{1,8}$/i : /^[a-z0-9]{2,8}$/i;
    while (j < parts.length && pattern.test(parts[j])) j++;
    if (j === i + 1) throw invalid();
    const text = parts.slice(i, j).join('-').toLowerCase();
    if (s === 'x') {
      if (j !== parts.length) throw invalid();
      rest = text;
    } else {
      extensions.push(s === 'u' ? text.replace(/-true(?=-[a-z0-9]{2}(?:-|$)|$)/g, '') : text);
    }
    i = j;
  }
  out.push(...extensions.sort());
  if (rest) out.push(rest);
  return out.join('-');
}

function canonicalList(list) {
  if (list === undefined) return [];
  if (typeof list === 'string' || locales.has(list)) return [canonicalTag(list)];
  if (list === null) throw new TypeError('Cannot convert undefined or null to object');
  const o = Object(list);
  const out = [];
  for (let i = 0, n = Math.min(Number(o.length) || 0, 2 ** 32); i < n; i++) {
    if (!(i in o)) continue;
    const t = canonicalTag(o[i]);
    if (!out.includes(t)) out.push(t);
  }
  return out;
}

const english = /^en(?:-(?!u-|x-|t-).*)?$/;
function baseOf(tag) { return tag.replace(/-[a-wyz0-9]-.*$|-x-.*$/, ''); }
function supported(tag) { return /^en(-|$)/.test(tag); }

// resolve picks the locale: [locale, its u extension's keywords].
function resolve(list, options) {
  stringOption(options, 'Collator', 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  for (const tag of list) {
    if (!supported(tag)) continue;
    const base = baseOf(tag);
    const m = /-u-((?:[a-z0-9]{2,8}-?)+)/.exec(tag);
    const keywords = new Map();
    if (m) {
      let key = '';
      for (const p of m[1].split('-')) {
        if (p.length === 2) keywords.set(key = p, '');
        else if (key && p) keywords.set(key, keywords.get(key) ? `${keywords.get(key)}-${p}` : p);
      }
    }
    return [english.test(base) ? base : kDefaultLocale, keywords];
  }
  return [kDefaultLocale, new Map()];
}

function supportedLocalesOf(list, options) {
  const l = canonicalList(list);
  if (options !== undefined) stringOption(optionsObject(options), 'Collator', 'localeMatcher', ['lookup', 'best fit'], 'best fit');
  return l.filter(supported);
}
function addSupportedLocalesOf(C) {
  const f = { supportedLocalesOf(locales) { return supportedLocalesOf(locales, arguments[1]); } }.supportedLocalesOf; // eslint-disable-line no-shadow
  Object.defineProperty(C, 'supportedLocalesOf', { __proto__: null, value: f, writable: true, configurable: true });
}

const locales = new Map();
{
  // A weak map with has and get for any value.
  const weak = new WeakMap();
  locales.has = (k) => (typeof k === 'object' && k !== null ? weak.has(k) : false);
  locales.get = (k) => weak.get(k);
  locales.set = (k, v) => weak.set(k, v);
}

const kLikely = ['en Latn US', 'de Latn DE', 'fr Latn FR', 'es Latn ES', 'it Latn IT', 'pt Latn BR', 'nl Latn NL', 'sv Latn SE', 'da Latn DK', 'pl Latn PL', 'ru Cyrl RU', 'uk Cyrl UA', 'ja Jpan JP', 'ko Kore KR', 'zh Hans CN', 'ar Arab EG', 'he Hebr IL', 'hi Deva IN', 'tr Latn TR', 'el Grek GR', 'th Thai TH', 'vi Latn VN', 'cs Latn CZ', 'fi Latn FI', 'hu Latn HU', 'no Latn NO', 'ro Latn RO'];
class Locale {
  constructor(tag, options) {
    if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) throw new TypeError('First argument to Intl.Locale constructor can\'t be empty or missing');
    let text = canonicalTag(tag);
    const o = optionsObject(options);
    const language = stringOption(o, 'Locale', 'language', undefined, undefined);
    const scriptName = stringOption(o, 'Locale', 'script', undefined, undefined);
    const region = stringOption(o, 'Locale', 'region', undefined, undefined);
    const p = parts(text);
    if (language !== undefined) p.language = language;
    if (scriptName !== undefined) p.script = scriptName;
    if (region !== undefined) p.region = region;
    let keywords = p.keywords;
    for (const [name, key] of [['calendar', 'ca'], ['collation', 'co'], ['hourCycle', 'hc'], ['caseFirst', 'kf'], ['numeric', 'kn'], ['numberingSystem', 'nu'], ['firstDayOfWeek', 'fw']]) {
      let v = o[name];
      if (v === undefined) continue;
      v = String(v);
      if (key === 'hc' && !['h11', 'h12', 'h23', 'h24'].includes(v)) throw invalidOption(v, 'Locale', name);
      keywords = new Map(keywords).set(key, v === 'true' ? '' : v);
    }
    text = [p.language, p.script, p.region, ...p.variants].filter(Boolean).join('-');
    if (keywords.size) text += '-u-' + [...keywords].sort().map(([k, v]) => (v ? `${k}-${v}` : k)).join('-');
    locales.set(this, { tag: canonicalTag(text) });
  }
  maximize() { return likely(this, true); }
  minimize() { return likely(this, false); }
  toString() { return ofLocale(this, 'toString').tag; }
  get baseName() { return baseOf(ofLocale(this, 'baseName').tag); }
  get calendar() { return parts(ofLocale(this, 'calendar').tag).keywords.get('ca'); }
  get caseFirst() { return parts(ofLocale(this, 'caseFirst').tag).keywords.get('kf'); }
  get collation() { return parts(ofLocale(this, 'collation').tag).keywords.get('co'); }
  get hourCycle() { return parts(ofLocale(this, 'hourCycle').tag).keywords.get('hc'); }
  get language() { return parts(ofLocale(this, 'language').tag).language; }
  get numberingSystem() { return parts(ofLocale(this, 'numberingSystem').tag).keywords.get('nu'); }
  get numeric() {
    const v = parts(ofLocale(this, 'numeric').tag).keywords.get('kn');
    return v !== undefined && v !== 'false';
  }
  get region() { return parts(ofLocale(this, 'region').tag).region; }
  get script() { return parts(ofLocale(this, 'script').tag).script; }
  get variants() { return parts(ofLocale(this, 'variants').tag).variants.join('-') || undefined; }
}
hide(Locale.prototype, 'Intl.Locale');
function ofLocale(l, method) { return internal({ get: (k) => (locales.has(k) ? locales.get(k) : undefined) }, l, 'Locale.prototype.' + method); }
function parts(tag) {
  const p = { language: '', script: undefined, region: undefined, variants: [], keywords: new Map() };
  const all = baseOf(tag).split('-');
  p.language = all.shift();
  if (all[0]?.length === 4 && /^[a-z]/i.test(all[0])) p.script = all.shift();
  if (all.length && /^(?:[a-z]{2}|\d{3})$/i.test(all[0])) p.region = all.shift();
  p.variants = all;
  const m = /-u-([a-z0-9-]+?)(?=-[a-tv-z0-9]-|$)/.exec(tag);
  let key = '';
  if (m) {
    for (const s of m[1].split('-')) {
      if (s.length === 2) p.keywords.set(key = s, '');
      else if (key) p.keywords.set(key, p.keywords.get(key) ? `${p.keywords.get(key)}-${s}` : s);
    }
  }
  return p;
}
function likely(l, add) {
  const { tag } = ofLocale(l, add ? 'maximize' : 'minimize');
  const p = parts(tag);
  const row = kLikely.find((r) => r.startsWith(p.language + ' '))?.split(' ');
  const rest = tag.slice(baseOf(tag).length);
  if (!row) return new Locale(tag);
  const out = add ? [p.language, p.script ?? row[1], p.region ?? row[2]] :
    [p.language, p.script === row[1] ? '' : p.script, p.region === row[2] ? '' : p.region];
  return new Locale([...out, ...p.variants].filter(Boolean).join('-') + rest);
}

// ---- numbers

// decimal is a number as digits and a power of ten: value = 0.DIGITS * 10^exp; '' is zero.
function decimalOf(x) {
  if (typeof x === 'bigint') return decimalText(String(x));
  if (typeof x === 'number') {
    if (Number.isNaN(x)) return { nan: true };
    if (x === Infinity || x === -Infinity) return { infinite: true, negative: x < 0 };
    if (Object.is(x, -0)) return { negative: true, digits: '', exp: 0 };
    return decimalText(String(x));
  }
  throw new TypeError('unreachable');
}
function decimalText(s) {
  const m = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(s);
  if (!m) return { nan: true };
  let digits = m[2] + m[3];
  let exp = m[2].length + Number(m[4] ?? 0);
  const zeros = /^0*/.exec(digits)[0].length;
  digits = digits.slice(zeros).replace(/0+$/, '');
  exp -= zeros;
  if (digits === '') exp = 0;
  return { negative: m[1] === '-', digits, exp };
}
// numeric is ToIntlMathematicalValue: texts keep all their digits.
function numeric(value) {
  if (typeof value === 'object' || typeof value === 'function') value = value === null ? 0 : value[Symbol.toPrimitive] !== undefined ? value[Symbol.toPrimitive]('number') : toPrimitive(value);
  if (typeof value === 'string') {
    const t = value.trim();
    if (t === '') return decimalOf(0);
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i.test(t)) return decimalText(t);
    return decimalOf(Number(t));
  }
  return typeof value === 'bigint' ? decimalOf(value) : decimalOf(Number(value));
}
function toPrimitive(o) {
  const v = o.valueOf();
  return typeof v === 'object' && v !== null ? String(o) : v;
}

// roundAt rounds to a multiple of 10^-fraction (times increment).
function roundAt(d, fraction, mode, increment = 1) {
  if (d.digits === '') return d;
  const keep = d.exp + fraction; // digits that stay
  if (increment !== 1) {
    const q = BigInt(scaled(d, fraction + 3)); // three digits for the comparison
    const unit = BigInt(increment) * 1000n;
    let n = q / unit;
    const rest = q % unit;
    const exact = rest === 0n && d.digits.length <= keep + 3;
    if (!exact && up(mode, d.negative, rest * 2n < unit ? -1 : rest * 2n > unit || d.digits.length > keep + 3 ? 1 : 0, n % 2n === 1n)) n++;
    return { negative: d.negative, ...strip(decimalText(String(n * BigInt(increment)))), exp: n === 0n ? 0 : String(n * BigInt(increment)).length - fraction };
  }
  if (keep >= d.digits.length) return d;
  const head = keep > 0 ? d.digits.slice(0, keep) : '';
  const tail = keep >= 0 ? d.digits.slice(keep) : '0' + d.digits;
  const half = tail[0] > '5' || (tail[0] === '5' && tail.length > 1) ? 1 : tail[0] === '5' ? 0 : -1;
  const odd = head !== '' && Number(head[head.length - 1]) % 2 === 1;
  if (up(mode, d.negative, half, odd)) {
    const n = String(BigInt(head || '0') + 1n);
    const grown = n.length - Math.max(head.length, 0);
    const exp = keep > 0 ? d.exp + (n.length > head.length ? 1 : 0) : grown - fraction;
    return { negative: d.negative, digits: n.replace(/0+$/, ''), exp };
  }
  const digits = head.replace(/0+$/, '');
  return { negative: d.negative, digits, exp: digits === '' ? 0 : d.exp };
}
function strip(d) { return { digits: d.digits, exp: d.exp }; }
function scaled(d, fraction) {
  const n = d.exp + fraction;
  if (n <= 0) return '0';
  return d.digits.slice(0, n).padEnd(n, '0');
}
function up(mode, negative, half, odd) {
  switch (mode) {
    case 'ceil': return !negative;
    case 'floor': return negative;
    case 'expand': return true;
    case 'trunc': return false;
    case 'halfCeil': return half > 0 || (half === 0 && !negative);
    case 'halfFloor': return half > 0 || (half === 0 && negative);
    case 'halfTrunc': return half > 0;
    case 'halfEven': return half > 0 || (half === 0 && odd);
    default: return half >= 0;
  }
}

// roundNumber applies the digit options: [integer, fraction] texts.
function roundNumber(s, d) {
  let r = d;
  let minFraction = s.minimumFractionDigits;
  const bySignificant = () => {
    const x = roundAt(d, s.maximumSignificantDigits - (d.digits === '' ? 1 : d.exp), s.roundingMode);
    return [x, Math.max(0, s.minimumSignificantDigits - (x.digits === '' ? 1 : x.exp))];
  };
  if (s.rounding === 'significant') [r, minFraction] = bySignificant();
  else if (s.rounding === 'fraction') r = roundAt(d, s.maximumFractionDigits, s.roundingMode, s.roundingIncrement);
  else {
    const [a, aMin] = bySignificant();
    const b = roundAt(d, s.maximumFractionDigits, s.roundingMode, s.roundingIncrement);
    const finer = s.maximumSignificantDigits - (d.digits === '' ? 1 : d.exp) >= s.maximumFractionDigits;
    if ((s.rounding === 'compact' || s.rounding === 'more') ? finer : !finer) {
      r = a;
      minFraction = s.rounding === 'compact' ? 0 : aMin;
    } else r = b;
  }
  const n = r.digits.length;
  let int = r.exp > 0 ? r.digits.slice(0, r.exp).padEnd(r.exp, '0') : '';
  let fraction = r.exp > 0 ? r.digits.slice(r.exp) : n ? '0'.repeat(-r.exp) + r.digits : '';
  if (!(s.trailingZeroDisplay === 'stripIfInteger' && fraction === '')) fraction = fraction.padEnd(minFraction, '0');
  int = (int || '0').padStart(s.minimumIntegerDigits, '0');
  return { int, fraction, zero: r.digits === '' };
}

function digitOptions(s, o, service, minDefault, maxDefault, compact) {
  s.minimumIntegerDigits = numberOption(o, 'minimumIntegerDigits', 1, 21, 1);
  const mnfd = o.minimumFractionDigits;
  const mxfd = o.maximumFractionDigits;
  const mnsd = o.minimumSignificantDigits;
  const mxsd = o.maximumSignificantDigits;
  s.roundingIncrement = numberOption(o, 'roundingIncrement', 1, 5000, 1);
  if (![1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000].includes(s.roundingIncrement)) throw new RangeError('roundingIncrement value is out of range.');
  s.roundingMode = stringOption(o, service, 'roundingMode', ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven'], 'halfExpand');
  const priority = stringOption(o, service, 'roundingPriority', ['auto', 'morePrecision', 'lessPrecision'], 'auto');
  s.trailingZeroDisplay = stringOption(o, service, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto');
  if (s.roundingIncrement !== 1) maxDefault = minDefault;
  const hasSd = mnsd !== undefined || mxsd !== undefined;
  const hasFd = mnfd !== undefined || mxfd !== undefined;
  const needSd = priority !== 'auto' || hasSd;
  const needFd = !((priority === 'auto' && hasSd) || (priority === 'auto' && !hasFd && compact));
  if (needSd) {
    s.minimumSignificantDigits = numberOption(o, 'minimumSignificantDigits', 1, 21, 1);
    s.maximumSignificantDigits = numberOption(o, 'maximumSignificantDigits', s.minimumSignificantDigits, 21, 21);
  }
  if (needFd) {
    let min = numberOption(o, 'minimumFractionDigits', 0, 100, undefined);
    let max = numberOption(o, 'maximumFractionDigits', 0, 100, undefined);
    if (min === undefined) min = Math.min(minDefault, max ?? minDefault);
    else if (max === undefined) max = Math.max(maxDefault, min);
    else if (min > max) throw new RangeError('maximumFractionDigits value is out of range.');
    s.minimumFractionDigits = min;
    s.maximumFractionDigits = max ?? Math.max(maxDefault, min);
  }
  s.roundingPriority = priority;
  if (needSd || needFd) {
    if (priority === 'morePrecision') s.rounding = 'more';
    else if (priority === 'lessPrecision') s.rounding = 'less';
    else s.rounding = hasSd ? 'significant' : 'fraction';
  } else {
    s.rounding = 'compact';
    s.minimumFractionDigits = s.maximumFractionDigits = 0;
    s.minimumSignificantDigits = 1;
    s.maximumSignificantDigits = 2;
    s.roundingPriority = 'morePrecision';
  }
  if (s.roundingIncrement !== 1) {
    if (s.rounding !== 'fraction') throw new TypeError('roundingIncrement value is invalid.');
    if (s.maximumFractionDigits !== s.minimumFractionDigits) throw new RangeError('roundingIncrement value is out of range.');
  }
}

// Currencies: symbols of English, names, and the digits of those that have not two.
const kSymbols = 'USD $ EUR € GBP £ JPY ¥ INR ₹ CNY CN¥ KRW ₩ BRL R$ CAD CA$ AUD A$ MXN MX$ NZD NZ$ HKD HK$ ILS ₪ VND ₫ TWD NT$ XAF FCFA XCD EC$ XOF F\u202fCFA XPF CFPF PHP ₱'.split(' ');
const kCurrencyNames = { USD: 'US dollar', EUR: 'euro', GBP: 'British pound', JPY: 'Japanese yen*', INR: 'Indian rupee', CNY: 'Chinese yuan*', KRW: 'South Korean won*', BRL: 'Brazilian real', CAD: 'Canadian dollar', AUD: 'Australian dollar', MXN: 'Mexican peso', NZD: 'New Zealand dollar', HKD: 'Hong Kong dollar', CHF: 'Swiss franc', SEK: 'Swedish krona/Swedish kronor', NOK: 'Norwegian krone/Norwegian kroner', DKK: 'Danish krone/Danish kroner', PLN: 'Polish zloty/Polish zlotys', RUB: 'Russian ruble', TRY: 'Turkish lira/Turkish Lira', ZAR: 'South African rand*', SGD: 'Singapore dollar', THB: 'Thai baht*' };
function currencyDigits(c) {
  if (/^(?:BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF)$/.test(c)) return 0;
  return /^(?:BHD|IQD|JOD|KWD|LYD|OMR|TND)$/.test(c) ? 3 : 2;
}
// Units: name: short singular/plural, narrow; a leading space is part of the text.
const kUnits = { acre: ' ac', bit: ' bit', byte: ' byte', celsius: '°C', centimeter: ' cm', day: ' day/ days|d', degree: ' deg|°', fahrenheit: '°F|°', 'fluid-ounce': ' fl oz', foot: ' ft|′', gallon: ' gal', gigabit: ' Gb', gigabyte: ' GB', gram: ' g', hectare: ' ha', hour: ' hr|h', inch: ' in|″', kilobit: ' kb', kilobyte: ' kB', kilogram: ' kg', kilometer: ' km', liter: ' L', megabit: ' Mb', megabyte: ' MB', meter: ' m', microsecond: ' μs', mile: ' mi', 'mile-scandinavian': ' smi', milliliter: ' mL', millimeter: ' mm', millisecond: ' ms', minute: ' min|m', month: ' mth/ mths|m', nanosecond: ' ns', ounce: ' oz', percent: '%', petabyte: ' PB', pound: ' lb|#', second: ' sec|s', stone: ' st', terabit: ' Tb', terabyte: ' TB', week: ' wk/ wks|w', yard: ' yd', year: ' yr/ yrs|y' };
const kIrregular = { foot: 'feet', inch: 'inches', celsius: 'degrees Celsius', fahrenheit: 'degrees Fahrenheit', stone: 'stones', 'fluid-ounce': 'fluid ounces', 'mile-scandinavian': 'miles-scandinavian', percent: 'percent' };
function isUnit(u) {
  if (Object.hasOwn(kUnits, u)) return true;
  const [a, b, c] = u.split('-per-');
  return b !== undefined && c === undefined && Object.hasOwn(kUnits, a) && Object.hasOwn(kUnits, b);
}
function unitText(unit, display, one) {
  const single = (u) => {
    if (display === 'long') {
      if (u === 'percent') return ' percent';
      if (one) return u === 'celsius' ? ' degree Celsius' : u === 'fahrenheit' ? ' degree Fahrenheit' : ' ' + u.replace('-', ' ');
      return ' ' + (kIrregular[u] ?? u + 's');
    }
    const [short, narrow] = kUnits[u].split('|');
    const [s, p] = short.split('/');
    if (display === 'narrow') return narrow ?? s.trimStart();
    return one ? s : p ?? s;
  };
  const [a, b] = unit.split('-per-');
  if (b === undefined) return single(a);
  if (display === 'long') return `${single(a)} per ${b}`;
  if (unit === 'mile-per-hour') return display === 'narrow' ? 'mph' : ' mph';
  if (unit === 'mile-per-gallon') return display === 'narrow' ? 'mpg' : ' mpg';
  const per = { hour: 'h', second: 's', minute: 'min', day: 'd', week: 'w', month: 'm', year: 'y' }[b] ?? kUnits[b].split('|')[0].split('/')[0].trim();
  return `${display === 'narrow' ? single(a).trimStart() : single(a)}/${per}`;
}

const numberFormats = new WeakMap();
function initNumber(target, localeList, options) {
  const list = canonicalList(localeList);
  const o = optionsObject(options);
  const s = {};
  s.locale = resolve(list, o)[0];
  const sv = 'NumberFormat';
  s.style = stringOption(o, sv, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
  let currency = stringOption(o, sv, 'currency', undefined, undefined);
  if (currency === undefined) {
    if (s.style === 'currency') throw new TypeError('Currency code is required with currency style.');
  } else if (!/^[a-z]{3}$/i.test(currency)) throw new RangeError(`Invalid currency code : ${currency}`);
  const display = stringOption(o, sv, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol');
  const sign = stringOption(o, sv, 'currencySign', ['standard', 'accounting'], 'standard');
  const unit = stringOption(o, sv, 'unit', undefined, undefined);
  if (unit === undefined) {
    if (s.style === 'unit') throw new TypeError('Invalid unit argument for Intl.NumberFormat() \'\'');
  } else if (!isUnit(unit)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
  const unitDisplay = stringOption(o, sv, 'unitDisplay', ['short', 'narrow', 'long'], 'short');
  if (s.style === 'currency') {
    currency = currency.toUpperCase();
    Object.assign(s, { currency, currencyDisplay: display, currencySign: sign });
  } else if (s.style === 'unit') Object.assign(s, { unit, unitDisplay });
  s.notation = stringOption(o, sv, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
  const money = s.style === 'currency' && s.notation === 'standard' ? currencyDigits(currency) : s.style === 'currency' ? 0 : undefined;
  digitOptions(s, o, sv, money ?? 0, money ?? (s.style === 'percent' ? 0 : 3), s.notation === 'compact');
  const compactDisplay = stringOption(o, sv, 'compactDisplay', ['short', 'long'], 'short');
  if (s.notation === 'compact') s.compactDisplay = compactDisplay;
  let g = o.useGrouping;
  if (g === undefined) g = s.notation === 'compact' ? 'min2' : 'auto';
  else if (g === true) g = 'always';
  else if (g === false || g === null || g === 0 || g === '') g = false;
  else {
    g = String(g);
    if (g === 'true' || g === 'false') g = s.notation === 'compact' ? 'min2' : 'auto';
    else if (!['min2', 'auto', 'always'].includes(g)) throw invalidOption(g, sv, 'useGrouping');
  }
  s.useGrouping = g;
  s.signDisplay = stringOption(o, sv, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
  numberFormats.set(target, s);
}

function grouped(int, mode, out, type = 'integer') {
  if (mode === false || int.length < (mode === 'min2' ? 5 : 4)) {
    out.push({ type, value: int });
    return;
  }
  const head = int.length % 3 || 3;
  out.push({ type, value: int.slice(0, head) });
  for (let i = head; i < int.length; i += 3) out.push({ type: 'group', value: ',' }, { type, value: int.slice(i, i + 3) });
}

const kCompact = [['', ''], ['K', 'thousand'], ['M', 'million'], ['B', 'billion'], ['T', 'trillion']];
function numberParts(s, d) {
  const body = [];
  let zero = false;
  let one = false;
  if (d.nan) body.push({ type: 'nan', value: 'NaN' });
  else if (d.infinite) body.push({ type: 'infinity', value: '∞' });
  else {
    if (s.style === 'percent' && d.digits !== '') d = { ...d, exp: d.exp + 2 };
    let power = 0;
    let r;
    if (s.notation === 'standard') r = roundNumber(s, d);
    else {
      const powerOf = (x) => {
        if (x.digits === '') return 0;
        const p = x.exp - 1;
        if (s.notation === 'scientific') return p;
        const e = Math.floor(p / 3) * 3;
        return s.notation === 'engineering' ? e : Math.max(0, Math.min(12, e));
      };
      power = powerOf(d);
      r = roundNumber(s, { ...d, exp: d.exp - power });
      if (!r.zero) {
        const again = powerOf({ digits: '1', exp: power + (r.int === '0' ? 1 - /^0*/.exec(r.fraction)[0].length - 1 : r.int.length) });
        if (again !== power) {
          power = again;
          r = roundNumber(s, { ...d, exp: d.exp - power });
        }
      }
    }
    zero = r.zero;
    one = r.int === '1' && r.fraction === '' && power === 0;
    grouped(r.int, s.useGrouping, body);
    if (r.fraction) body.push({ type: 'decimal', value: '.' }, { type: 'fraction', value: r.fraction });
    if (s.notation === 'compact') {
      const c = kCompact[power / 3];
      if (power > 0) {
        if (s.compactDisplay === 'long') body.push({ type: 'literal', value: ' ' }, { type: 'compact', value: c[1] });
        else body.push({ type: 'compact', value: c[0] });
      }
    } else if (s.notation !== 'standard') {
      body.push({ type: 'exponentSeparator', value: 'E' });
      if (power < 0) body.push({ type: 'exponentMinusSign', value: '-' });
      body.push({ type: 'exponentInteger', value: String(Math.abs(power)) });
    }
  }
  const negative = d.negative === true;
  let sign = '';
  switch (s.signDisplay) {
    case 'never': break;
    case 'always': sign = negative ? '-' : '+'; break;
    case 'exceptZero': sign = zero || d.nan ? '' : negative ? '-' : '+'; break;
    case 'negative': sign = negative && !zero ? '-' : ''; break;
    default: sign = negative ? '-' : '';
  }
  const out = [];
  const accounting = s.style === 'currency' && s.currencySign === 'accounting' && sign === '-';
  if (accounting) out.push({ type: 'literal', value: '(' });
  else if (sign) out.push({ type: sign === '-' ? 'minusSign' : 'plusSign', value: sign });
  if (s.style === 'currency') {
    if (s.currencyDisplay === 'name') {
      const [x, y] = (kCurrencyNames[s.currency] ?? s.currency + '*').split('/');
      const single = x.replace('*', '');
      const whole = one && !body.some((p) => p.type === 'fraction');
      out.push(...body, { type: 'literal', value: ' ' }, { type: 'currency', value: whole ? single : y ?? (x.endsWith('*') ? single : single + 's') });
    } else {
      const i = kSymbols.indexOf(s.currency);
      let symbol = s.currencyDisplay === 'code' || i < 0 ? s.currency : kSymbols[i + 1];
      if (s.currencyDisplay === 'narrowSymbol') symbol = symbol.replace(/^[A-Z]{1,2}(?=[$¥])/, '');
      out.push({ type: 'currency', value: symbol });
      if (/[A-Z]$/i.test(symbol)) out.push({ type: 'literal', value: '\u00a0' });
      out.push(...body);
    }
  } else out.push(...body);
  if (s.style === 'percent') out.push({ type: 'percentSign', value: '%' });
  if (s.style === 'unit') {
    const t = unitText(s.unit, s.unitDisplay, one);
    const type = s.unit === 'percent' && s.unitDisplay !== 'long' ? 'percentSign' : 'unit';
    if (t[0] === ' ') out.push({ type: 'literal', value: ' ' }, { type, value: t.slice(1) });
    else out.push({ type, value: t });
  }
  if (accounting) out.push({ type: 'literal', value: ')' });
  return out;
}
function joined(list) {
  let s = '';
  for (const p of list) s += p.value;
  return s;
}
function formatNumber(s, value) { return joined(numberParts(s, numeric(value))); }

function NumberFormat(locales, options) { // eslint-disable-line no-shadow
  const self = new.target === undefined ? Object.create(NumberFormat.prototype) : this;
  initNumber(self, locales, options);
  return self;
}
const boundNumber = new WeakMap();
define(NumberFormat, 'NumberFormat', {
  get format() {
    const s = internal(numberFormats, this, 'NumberFormat.prototype.format');
    let f = boundNumber.get(this);
    if (f === undefined) {
      f = (value) => formatNumber(s, value);
      Object.defineProperty(f, 'name', { value: '' });
      boundNumber.set(this, f);
    }
    return f;
  },
  formatToParts(value) { return numberParts(internal(numberFormats, this, 'NumberFormat.prototype.formatToParts'), numeric(value)); },
  formatRange(start, end) {
    const s = internal(numberFormats, this, 'NumberFormat.prototype.formatRange');
    if (start === undefined || end === undefined) throw new TypeError('start or end is undefined');
    const a = formatNumber(s, start);
    const b = formatNumber(s, end);
    return a === b ? '~' + a : `${a}${/^[^\d-]/.test(b) ? ' – ' : '–'}${b}`;
  },
  resolvedOptions() {
    const s = internal(numberFormats, this, 'NumberFormat.prototype.resolvedOptions');
    const o = { locale: s.locale, numberingSystem: 'latn', style: s.style };
    for (const k of ['currency', 'currencyDisplay', 'currencySign', 'unit', 'unitDisplay']) if (s[k] !== undefined) o[k] = s[k];
    return digitsResolved(o, s, { useGrouping: s.useGrouping, notation: s.notation, compactDisplay: s.compactDisplay, signDisplay: s.signDisplay });
  },
});
function digitsResolved(o, s, middle) {
  o.minimumIntegerDigits = s.minimumIntegerDigits;
  for (const k of ['minimumFractionDigits', 'maximumFractionDigits', 'minimumSignificantDigits', 'maximumSignificantDigits']) if (s[k] !== undefined) o[k] = s[k];
  for (const [k, v] of Object.entries(middle)) if (v !== undefined) o[k] = v;
  o.roundingIncrement = s.roundingIncrement;
  o.roundingMode = s.roundingMode;
  o.roundingPriority = s.roundingPriority;
  o.trailingZeroDisplay = s.trailingZeroDisplay;
  return o;
}

// define puts methods and accessors on C.prototype as builtins have them.
function define(C, name, members) {
  for (const [k, d] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
    d.enumerable = false;
    Object.defineProperty(C.prototype, k, d);
  }
  hide(C.prototype, 'Intl.' + name);
  Object.defineProperty(C, 'prototype', { writable: false });
  Object.defineProperty(C, 'length', { value: 0, configurable: true });
  addSupportedLocalesOf(C);
}

// ---- plural rules

const pluralRules = new WeakMap();
function cardinal(r) { return r.int === '1' && r.fraction === '' ? 'one' : 'other'; }
function ordinal(r) {
  const n = Number(r.int.slice(-2));
  if (r.fraction !== '') return 'other';
  if (n % 10 === 1 && n !== 11) return 'one';
  if (n % 10 === 2 && n !== 12) return 'two';
  return n % 10 === 3 && n !== 13 ? 'few' : 'other';
}
class PluralRules {
  constructor(localeList, options) {
    const list = canonicalList(localeList);
    const o = optionsObject(options);
    const s = { locale: resolve(list, o)[0] };
    s.type = stringOption(o, 'PluralRules', 'type', ['cardinal', 'ordinal'], 'cardinal');
    s.notation = stringOption(o, 'PluralRules', 'notation', ['standard', 'compact', 'scientific', 'engineering'], 'standard');
    digitOptions(s, o, 'PluralRules', 0, 3, false);
    pluralRules.set(this, s);
  }
  select(value) {
    const s = internal(pluralRules, this, 'PluralRules.prototype.select');
    const d = decimalOf(Number(value));
    if (d.nan || d.infinite) return 'other';
    const r = roundNumber(s, d);
    return s.type === 'ordinal' ? ordinal(r) : cardinal(r);
  }
  selectRange(start, end) {
    if (start === undefined || end === undefined) throw new TypeError('start or end is undefined');
    this.select(start);
    return this.select(end) === 'one' && internal(pluralRules, this, '').type === 'cardinal' ? 'other' : this.select(end);
  }
  resolvedOptions() {
    const s = internal(pluralRules, this, 'PluralRules.prototype.resolvedOptions');
    const o = { locale: s.locale, type: s.type, notation: s.notation };
    return digitsResolved(o, s, { pluralCategories: s.type === 'ordinal' ? ['few', 'one', 'two', 'other'] : ['one', 'other'] });
  }
}
finish(PluralRules, 'PluralRules');
function finish(C, name) {
  hide(C.prototype, 'Intl.' + name);
  Object.defineProperty(C, 'length', { value: 0, configurable: true });
  addSupportedLocalesOf(C);
}

// ---- collation

const collators = new WeakMap();
const boundCompare = new WeakMap();
const { localeCompare } = String.prototype;
function Collator(localeList, options) {
  const self = new.target === undefined ? Object.create(Collator.prototype) : this;
  const list = canonicalList(localeList);
  const o = optionsObject(options);
  const s = {};
  s.usage = stringOption(o, 'Collator', 'usage', ['sort', 'search'], 'sort');
  let keywords;
  [s.locale, keywords] = resolve(list, o);
  s.numeric = o.numeric === undefined ? keywords.has('kn') && keywords.get('kn') !== 'false' : Boolean(o.numeric);
  s.caseFirst = stringOption(o, 'Collator', 'caseFirst', ['upper', 'lower', 'false'], keywords.get('kf') || 'false');
  s.sensitivity = stringOption(o, 'Collator', 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant');
  s.ignorePunctuation = Boolean(o.ignorePunctuation);
  collators.set(self, s);
  return self;
}
define(Collator, 'Collator', {
  get compare() {
    const s = internal(collators, this, 'Collator.prototype.compare');
    let f = boundCompare.get(this);
    if (f === undefined) {
      const o = { numeric: s.numeric, sensitivity: s.sensitivity };
      const compare = (x, y) => Reflect.apply(localeCompare, x, [y, undefined, o]);
      f = (x, y) => {
        x = String(x);
        y = String(y);
        if (s.ignorePunctuation) {
          x = x.replace(/[\p{P}\s]/gu, '');
          y = y.replace(/[\p{P}\s]/gu, '');
        }
        const r = compare(x, y);
        if (s.caseFirst === 'upper' && r !== 0 && x.toLowerCase() === y.toLowerCase()) return -r;
        return r;
      };
      Object.defineProperty(f, 'name', { value: '' });
      boundCompare.set(this, f);
    }
    return f;
  },
  resolvedOptions() {
    const s = internal(collators, this, 'Collator.prototype.resolvedOptions');
    return { locale: s.locale, usage: s.usage, sensitivity: s.sensitivity, ignorePunctuation: s.ignorePunctuation, collation: 'default', numeric: s.numeric, caseFirst: s.caseFirst };
  },
});

// ---- lists and relative times

const listFormats = new WeakMap();
class ListFormat {
  constructor(localeList, options) {
    const list = canonicalList(localeList);
    const o = optionsObject(options, 'strict');
    const s = { locale: resolve(list, o)[0] };
    s.type = stringOption(o, 'ListFormat', 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction');
    s.style = stringOption(o, 'ListFormat', 'style', ['long', 'short', 'narrow'], 'long');
    listFormats.set(this, s);
  }
  format(list) { return joined(listParts(internal(listFormats, this, 'ListFormat.prototype.format'), list)); }
  formatToParts(list) { return listParts(internal(listFormats, this, 'ListFormat.prototype.formatToParts'), list); }
  resolvedOptions() {
    const s = internal(listFormats, this, 'ListFormat.prototype.resolvedOptions');
    return { locale: s.locale, type: s.type, style: s.style };
  }
}
finish(ListFormat, 'ListFormat');
function listParts(s, list) {
  const items = [];
  if (list !== undefined) {
    for (const x of list) {
      if (typeof x !== 'string') throw new TypeError('Iterable yielded ' + String(x) + ' which is not a string');
      items.push(x);
    }
  }
  let word = '';
  if (s.type === 'disjunction') word = 'or';
  else if (s.type === 'conjunction' && s.style !== 'narrow') word = s.style === 'long' ? 'and' : '&';
  const comma = s.type === 'unit' && s.style === 'narrow' ? ' ' : ', ';
  const oxford = s.locale === 'en-US' || s.locale === 'en' || s.locale === 'en-CA';
  const out = [];
  items.forEach((value, i) => {
    if (i > 0) {
      const last = i === items.length - 1;
      const literal = !last || !word ? comma : items.length === 2 || !oxford ? ` ${word} ` : `, ${word} `;
      out.push({ type: 'literal', value: literal });
    }
    out.push({ type: 'element', value });
  });
  return out;
}

const relativeFormats = new WeakMap();
class RelativeTimeFormat {
  constructor(localeList, options) {
    const list = canonicalList(localeList);
    const o = optionsObject(options);
    const s = { locale: resolve(list, o)[0] };
    s.style = stringOption(o, 'RelativeTimeFormat', 'style', ['long', 'short', 'narrow'], 'long');
    s.numeric = stringOption(o, 'RelativeTimeFormat', 'numeric', ['always', 'auto'], 'always');
    s.numbers = new NumberFormat(s.locale);
    relativeFormats.set(this, s);
  }
  format(value, unit) { return joined(relativeParts(internal(relativeFormats, this, 'RelativeTimeFormat.prototype.format'), value, unit)); }
  formatToParts(value, unit) { return relativeParts(internal(relativeFormats, this, 'RelativeTimeFormat.prototype.formatToParts'), value, unit); }
  resolvedOptions() {
    const s = internal(relativeFormats, this, 'RelativeTimeFormat.prototype.resolvedOptions');
    return { locale: s.locale, style: s.style, numeric: s.numeric, numberingSystem: 'latn' };
  }
}
finish(RelativeTimeFormat, 'RelativeTimeFormat');
const kRelativeShort = { second: 'sec.', minute: 'min.', hour: 'hr.', day: 'day', week: 'wk.', month: 'mo.', quarter: 'qtr.', year: 'yr.' };
const kRelativeNarrow = { second: 's', minute: 'min', hour: 'h', day: 'd', week: 'w', month: 'mo', quarter: 'q', year: 'y' };
function relativeParts(s, value, unit) {
  value = Number(value);
  unit = String(unit);
  const u = unit.replace(/s$/, '');
  if (!Object.hasOwn(kRelativeShort, u)) throw new RangeError(`Invalid unit argument for format() '${unit}'`);
  if (!Number.isFinite(value)) throw new RangeError(`Invalid time value`);
  if (s.numeric === 'auto') {
    let t;
    if (u === 'second') t = value === 0 ? 'now' : undefined;
    else if (u === 'day') t = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[value];
    else if (u === 'minute' || u === 'hour') t = value === 0 ? 'this ' + u : undefined;
    else {
      const name = s.style === 'long' ? u : kRelativeShort[u];
      t = { '-1': 'last ' + name, 0: 'this ' + name, 1: 'next ' + name }[value];
    }
    if (t !== undefined) return [{ type: 'literal', value: t }];
  }
  const past = value < 0 || Object.is(value, -0);
  const number = numberParts(numberFormats.get(s.numbers), decimalOf(Math.abs(value)));
  for (const p of number) p.unit = u;
  const one = Math.abs(value) === 1;
  let name;
  if (s.style === 'long') name = one ? ' ' + u : ` ${u}s`;
  else if (s.style === 'short') name = u === 'day' || u === 'quarter' ? (one ? ' ' : ' ') + (u === 'quarter' ? (one ? 'qtr.' : 'qtrs.') : one ? 'day' : 'days') : ' ' + kRelativeShort[u];
  else name = kRelativeNarrow[u];
  return past ? [...number, { type: 'literal', value: name + ' ago' }] : [{ type: 'literal', value: 'in ' }, ...number, { type: 'literal', value: name }];
}

// ---- segments

const segmenters = new WeakMap();
class Segmenter {
  constructor(localeList, options) {
    const list = canonicalList(localeList);
    const o = optionsObject(options, 'strict');
    const s = { locale: resolve(list, o)[0] };
    s.granularity = stringOption(o, 'Segmenter', 'granularity', ['grapheme', 'word', 'sentence'], 'grapheme');
    segmenters.set(this, s);
  }
  segment(text) { return new Segments(internal(segmenters, this, 'Segmenter.prototype.segment'), String(text)); }
  resolvedOptions() {
    const s = internal(segmenters, this, 'Segmenter.prototype.resolvedOptions');
    return { locale: s.locale, granularity: s.granularity };
  }
}
finish(Segmenter, 'Segmenter');

// The rules of extended grapheme clusters (Unicode Standard Annex 29) as one expression; marks stand for Grapheme_Extend and
// SpacingMark. Words and sentences are approximations: letters and digits with what may stand between them, runs of one script
// without spaces as one word.
let cluster, word, sentence;
function clusterPattern() {
  if (cluster !== undefined) return cluster;
  const extend = '[\\p{M}\\u200c\\u200d\\p{Emoji_Modifier}\\uff9e\\uff9f\\u{e0020}-\\u{e007f}]';
  const l = '[\\u1100-\\u115f\\ua960-\\ua97c]', v = '[\\u1160-\\u11a7\\ud7b0-\\ud7c6]', t = '[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]';
  const prepend = '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]';
  const conjunct = '[\\u0915-\\u0939\\u0995-\\u09b9\\u0a95-\\u0ab9\\u0b15-\\u0b39\\u0c15-\\u0c39\\u0d15-\\u0d39]';
  const virama = '[\\u094d\\u09cd\\u0acd\\u0b4d\\u0c4d\\u0d4d]';
  const emoji = `\\p{Extended_Pictographic}(?:${extend}*?\\u200d\\p{Extended_Pictographic})*`;
  const hangul = `(?:${l}*(?:[\\uac00-\\ud7a3]${v}*|${v}+)${t}*|${l}+|${t}+)`;
  const indic = `${conjunct}(?:${extend}*${virama}${extend}*${conjunct})+`;
  return cluster = new RegExp(`\\r\\n|[\\p{Cc}\\u2028\\u2029\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]|${prepend}*(?:\\p{Regional_Indicator}{2}|${emoji}|${hangul}|${indic}|[^\\p{Cc}\\u2028\\u2029])${extend}*|[\\s\\S]`, 'yu');
}
function wordPattern() {
  if (word !== undefined) return word;
  const letter = '[\\p{L}\\p{M}\\p{Pc}\\p{Nd}]', kana = '\\p{sc=Hiragana}\\p{sc=Han}\\p{sc=Thai}';
  return word = new RegExp(`\\r\\n|[${kana}]+|[\\p{sc=Katakana}ー]+|(?:(?![${kana}\\p{sc=Katakana}])${letter})+(?:(?:(?<=\\p{L}\\p{M}*)['’.:·](?=\\p{L})|(?<=\\p{Nd})[.,;'](?=\\p{Nd}))(?:(?![${kana}\\p{sc=Katakana}])${letter})+)*| +|\\p{Extended_Pictographic}(?:[\\p{M}\\p{Emoji_Modifier}]*\\u200d\\p{Extended_Pictographic})*[\\p{M}\\p{Emoji_Modifier}]*|\\p{Regional_Indicator}{2}|[\\s\\S]\\p{M}*`, 'yu');
}
function sentencePattern() {
  return sentence ??= /(?:[^.?!。？！\r\n\u2028\u2029]|\.(?=[\p{L}\p{Nd}])|[.?!](?=[ ]*\p{Ll}))*(?:[.?!。？！]+[\p{Pe}\p{Pf}"']*[ \t\u00a0]*(?:\r\n|[\r\n\u2028\u2029])?|\r\n|[\r\n\u2028\u2029]|$)/yu;
}
function segmentAt(s, text, index) {
  const re = s.granularity === 'grapheme' ? clusterPattern() : s.granularity === 'word' ? wordPattern() : sentencePattern();
  re.lastIndex = index;
  const m = re.exec(text);
  const piece = m !== null && m[0] !== '' ? m[0] : text.slice(index, index + 1);
  const o = { segment: piece, index, input: text };
  if (s.granularity === 'word') o.isWordLike = /[\p{L}\p{Nd}]/u.test(piece);
  return o;
}
const segmentTexts = new WeakMap();
class Segments {
  constructor(s, text) { segmentTexts.set(this, { s, text }); }
  containing(index) {
    const { s, text } = segmentTexts.get(this);
    const n = Math.trunc(Number(index)) || 0;
    if (n < 0 || n >= text.length) return undefined;
    let at = 0;
    for (;;) {
      const o = segmentAt(s, text, at);
      at += o.segment.length;
      if (n < at) return o;
    }
  }
  [Symbol.iterator]() {
    const { s, text } = segmentTexts.get(this);
    const it = Object.create(SegmentIterator);
    segmentTexts.set(it, { s, text, at: 0 });
    return it;
  }
}
delete Segments.prototype.constructor;
const SegmentIterator = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
  next: { writable: true, configurable: true, value: { next() {
    const st = segmentTexts.get(this);
    if (st === undefined) throw new TypeError('next method called on incompatible receiver');
    if (st.at >= st.text.length) return { value: undefined, done: true };
    const value = segmentAt(st.s, st.text, st.at);
    st.at += value.segment.length;
    return { value, done: false };
  } }.next },
  [Symbol.toStringTag]: { value: 'Segmenter String Iterator', configurable: true },
});

// ---- names

const kRegions = { AT: 'Austria', AU: 'Australia', BE: 'Belgium', BR: 'Brazil', CA: 'Canada', CH: 'Switzerland', CN: 'China', CZ: 'Czechia', DE: 'Germany', DK: 'Denmark', ES: 'Spain', FI: 'Finland', FR: 'France', GB: 'United Kingdom', GR: 'Greece', HU: 'Hungary', IE: 'Ireland', IL: 'Israel', IN: 'India', IT: 'Italy', JP: 'Japan', KR: 'South Korea', MX: 'Mexico', NL: 'Netherlands', NO: 'Norway', NZ: 'New Zealand', PL: 'Poland', PT: 'Portugal', RU: 'Russia', SE: 'Sweden', SG: 'Singapore', TR: 'Türkiye', TW: 'Taiwan', UA: 'Ukraine', US: 'United States', ZA: 'South Africa' };
const kLanguages = { ar: 'Arabic', cs: 'Czech', da: 'Danish', de: 'German', el: 'Greek', en: 'English', es: 'Spanish', fi: 'Finnish', fr: 'French', he: 'Hebrew', hi: 'Hindi', hu: 'Hungarian', it: 'Italian', ja: 'Japanese', ko: 'Korean', nl: 'Dutch', no: 'Norwegian', pl: 'Polish', pt: 'Portuguese', ro: 'Romanian', ru: 'Russian', sv: 'Swedish', th: 'Thai', tr: 'Turkish', uk: 'Ukrainian', vi: 'Vietnamese', zh: 'Chinese', 'en-US': 'American English', 'en-GB': 'British English', 'en-CA': 'Canadian English', 'en-AU': 'Australian English', 'fr-CA': 'Canadian French', 'fr-CH': 'Swiss French', 'es-MX': 'Mexican Spanish', 'es-419': 'Latin American Spanish', 'pt-BR': 'Brazilian Portuguese', 'pt-PT': 'European Portuguese', 'de-AT': 'Austrian German', 'de-CH': 'Swiss High German', 'zh-Hans': 'Simplified Chinese', 'zh-Hant': 'Traditional Chinese' };
const kScripts = { Latn: 'Latin', Cyrl: 'Cyrillic', Grek: 'Greek', Arab: 'Arabic', Hebr: 'Hebrew', Hans: 'Simplified Han', Hant: 'Traditional Han', Jpan: 'Japanese', Kore: 'Korean', Deva: 'Devanagari', Thai: 'Thai' };
const displayNames = new WeakMap();
class DisplayNames {
  constructor(localeList, options) {
    if (options === undefined) throw new TypeError('Cannot convert undefined or null to object');
    const list = canonicalList(localeList);
    const o = optionsObject(options, 'strict');
    const s = { locale: resolve(list, o)[0] };
    s.style = stringOption(o, 'DisplayNames', 'style', ['narrow', 'short', 'long'], 'long');
    s.type = stringOption(o, 'DisplayNames', 'type', ['language', 'region', 'script', 'currency', 'calendar', 'dateTimeField'], undefined);
    if (s.type === undefined) throw new TypeError('Required option "type" must not be undefined');
    s.fallback = stringOption(o, 'DisplayNames', 'fallback', ['code', 'none'], 'code');
    s.languageDisplay = stringOption(o, 'DisplayNames', 'languageDisplay', ['dialect', 'standard'], 'dialect');
    displayNames.set(this, s);
  }
  of(code) {
    const s = internal(displayNames, this, 'DisplayNames.prototype.of');
    code = String(code);
    const bad = () => new RangeError('Invalid argument to Intl.DisplayNames.prototype.of');
    let name;
    switch (s.type) {
      case 'region':
        if (!/^(?:[a-z]{2}|\d{3})$/i.test(code)) throw bad();
        name = kRegions[code = code.toUpperCase()];
        break;
      case 'script':
        if (!/^[a-z]{4}$/i.test(code)) throw bad();
        name = kScripts[code = code[0].toUpperCase() + code.slice(1).toLowerCase()];
        break;
      case 'currency':
        if (!/^[a-z]{3}$/i.test(code)) throw bad();
        code = code.toUpperCase();
        name = kCurrencyNames[code]?.split('/')[0].replace('*', '').replace(/(?<= )[a-z]/g, (c) => c.toUpperCase()).replace(/^e/, 'E');
        break;
      case 'language': {
        code = canonicalTag(code);
        const p = parts(code);
        if (s.languageDisplay === 'dialect' && Object.hasOwn(kLanguages, code)) name = kLanguages[code];
        else if (Object.hasOwn(kLanguages, p.language)) {
          const more = [p.script && (kScripts[p.script] ?? p.script), p.region && (kRegions[p.region] ?? p.region)].filter(Boolean);
          name = kLanguages[p.language] + (more.length ? ` (${more.join(', ')})` : '');
        }
        break;
      }
      case 'calendar': name = { gregory: 'Gregorian Calendar', iso8601: 'ISO-8601 Calendar' }[code]; break;
      default:
        name = { era: 'era', year: 'year', quarter: 'quarter', month: 'month', weekOfYear: 'week', weekday: 'day of the week', day: 'day', dayPeriod: 'AM/PM', hour: 'hour', minute: 'minute', second: 'second', timeZoneName: 'time zone' }[code];
        if (name === undefined) throw bad();
    }
    return name ?? (s.fallback === 'code' ? code : undefined);
  }
  resolvedOptions() {
    const s = internal(displayNames, this, 'DisplayNames.prototype.resolvedOptions');
    const o = { locale: s.locale, style: s.style, type: s.type, fallback: s.fallback };
    if (s.type === 'language') o.languageDisplay = s.languageDisplay;
    return o;
  }
}
finish(DisplayNames, 'DisplayNames');
Object.defineProperty(DisplayNames, 'length', { value: 2, configurable: true });

// ---- durations

const kDurationUnits = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'nanoseconds'];
const durationFormats = new WeakMap();
class DurationFormat {
  constructor(localeList, options) {
    const list = canonicalList(localeList);
    const o = optionsObject(options, 'strict');
    const s = { locale: resolve(list, o)[0] };
    s.style = stringOption(o, 'DurationFormat', 'style', ['long', 'short', 'narrow', 'digital'], 'short');
    s.units = {};
    for (const u of kDurationUnits) {
      const style = stringOption(o, 'DurationFormat', u, ['long', 'short', 'narrow', 'numeric', '2-digit'], undefined);
      const display = stringOption(o, 'DurationFormat', u + 'Display', ['auto', 'always'], style === undefined ? 'auto' : 'always');
      s.units[u] = { style, display };
    }
    durationFormats.set(this, s);
  }
  format(duration) { return joined(durationParts(internal(durationFormats, this, 'DurationFormat.prototype.format'), duration)); }
  formatToParts(duration) { return durationParts(internal(durationFormats, this, 'DurationFormat.prototype.formatToParts'), duration); }
  resolvedOptions() {
    const s = internal(durationFormats, this, 'DurationFormat.prototype.resolvedOptions');
    const o = { locale: s.locale, numberingSystem: 'latn', style: s.style };
    for (const u of kDurationUnits) {
      o[u] = s.units[u].style ?? (s.style === 'digital' ? (/minutes|seconds$/.test(u) ? '2-digit' : u === 'hours' ? 'numeric' : 'short') : s.style);
      o[u + 'Display'] = s.units[u].display;
    }
    return o;
  }
}
finish(DurationFormat, 'DurationFormat');
function durationParts(s, duration) {
  if (typeof duration !== 'object' || duration === null) throw new TypeError('Invalid argument');
  const items = [];
  let found = false;
  for (const u of kDurationUnits) {
    const v = duration[u];
    if (v === undefined) {
      if (s.units[u].display !== 'always') continue;
    } else found = true;
    const n = Number(v ?? 0);
    if (!Number.isInteger(n)) throw new RangeError(`Invalid time value`);
    if (n === 0 && s.units[u].display !== 'always' && s.style !== 'digital') continue;
    if (s.style === 'digital' && ['hours', 'minutes', 'seconds'].includes(u)) continue;
    if (n === 0 && s.units[u].display !== 'always') continue;
    const display = s.units[u].style ?? s.style;
    items.push(formatNumber(numberFormats.get(new NumberFormat(s.locale, { style: 'unit', unit: u.slice(0, -1), unitDisplay: display === 'long' || display === 'narrow' ? display : 'short' })), n));
  }
  if (!found) throw new TypeError('Invalid duration');
  if (s.style === 'digital') {
    const pad = (n) => String(n ?? 0).padStart(2, '0');
    items.push(`${duration.hours ?? 0}:${pad(duration.minutes)}:${pad(duration.seconds)}`);
  }
  return listParts({ type: 'unit', style: s.style === 'narrow' ? 'narrow' : 'short', locale: s.locale }, items);
}

const dateTime = require('internal/intl_datetime')({ stringOption, numberOption, optionsObject, resolve, canonicalList, internal, define, joined, invalidOption, binding });

// ---- the object

const Intl = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'Intl', configurable: true } });
const functions = {
  getCanonicalLocales(localeList) { return canonicalList(localeList); },
  supportedValuesOf(key) {
    switch (String(key)) {
      case 'calendar': return ['gregory', 'iso8601'];
      case 'collation': return ['default'];
      case 'currency': return Object.keys(kCurrencyNames).sort();
      case 'numberingSystem': return ['latn'];
      case 'timeZone': return binding.zones();
      case 'unit': return Object.keys(kUnits);
      default: throw new RangeError(`Invalid key : ${key}`);
    }
  },
};
for (const [name, value] of [...Object.entries(functions), ['DateTimeFormat', dateTime.DateTimeFormat], ['NumberFormat', NumberFormat], ['Collator', Collator], ['PluralRules', PluralRules], ['RelativeTimeFormat', RelativeTimeFormat], ['ListFormat', ListFormat], ['Locale', Locale], ['DisplayNames', DisplayNames], ['Segmenter', Segmenter], ['DurationFormat', DurationFormat]]) {
  Object.defineProperty(Intl, name, { __proto__: null, value, writable: true, configurable: true });
}

// localeText is what toLocaleString and its relatives are when they are given a locale or options.
function localeText(kind, value, localeList, options) {
  if (kind === 'number') {
    const t = {};
    initNumber(t, localeList, options);
    return formatNumber(numberFormats.get(t), value);
  }
  return dateTime.localeText(kind, value, localeList, options);
}

module.exports = { Intl, localeText };
