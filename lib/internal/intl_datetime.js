'use strict';

// Intl.DateTimeFormat: the patterns of English, as lists of parts.

const kFields = ['weekday', 'era', 'year', 'month', 'day', 'dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits', 'timeZoneName'];
const kMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const kDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const kText = ['narrow', 'short', 'long'];
const kNumber = ['2-digit', 'numeric'];

// conventions of a locale: order of the date, separator, padding, position of the day, names of the halves of the day.
function conventions(locale) {
  const region = /-([A-Z]{2}|\d{3})$/.exec(locale)?.[1];
  switch (region) {
    case undefined: case 'US': case 'PH': return { order: 'mdy', separator: '/', pad: false, dayFirst: false, h12: true, am: 'AM', pm: 'PM' };
    case 'CA': return { order: 'ymd', separator: '-', pad: true, dayFirst: false, h12: true, am: 'a.m.', pm: 'p.m.' };
    case 'AU': case 'NZ': case 'IN': return { order: 'dmy', separator: '/', pad: region === 'AU', dayFirst: true, h12: true, am: 'am', pm: 'pm' };
    default: return { order: 'dmy', separator: '/', pad: true, dayFirst: true, h12: false, am: 'am', pm: 'pm' };
  }
}

module.exports = function make(shared) {
  const { stringOption, numberOption, optionsObject, resolve, canonicalList, internal, define, joined, binding } = shared;
  const formats = new WeakMap();
  const bound = new WeakMap();
  const sv = 'DateTimeFormat';

  function zoneOf(name) {
    const offset = /^([+-])([01]\d|2[0-3])(?::?([0-5]\d))?$/.exec(name);
    if (offset) {
      const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
      return { name: minutes === 0 ? '+00:00' : `${offset[1]}${offset[2]}:${offset[3] ?? '00'}`, offset: (offset[1] === '-' ? -minutes : minutes) * 60000 };
    }
    if (/^(?:etc\/)?(?:utc|uct|zulu|universal)$|^(?:etc\/)?g(?:mt|reenwich)$|^(?:etc\/)?gmt[+-]?0$/i.test(name)) return { name: 'UTC' };
    const canonical = binding.zone(name);
    if (canonical === undefined) throw new RangeError(`Invalid time zone specified: ${name}`);
    return { name: canonical };
  }

  function init(target, localeList, options, required, defaults) {
    const list = canonicalList(localeList);
    const o = optionsObject(options);
    const s = { __proto__: null };
    let keywords;
    [s.locale, keywords] = resolve(list, o);
    s.conventions = conventions(s.locale);
    const calendar = stringOption(o, sv, 'calendar', undefined, undefined);
    if (calendar !== undefined && !/^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i.test(calendar)) throw new RangeError(`Invalid calendar : ${calendar}`);
    stringOption(o, sv, 'numberingSystem', undefined, undefined);
    let hour12 = o.hour12;
    if (hour12 !== undefined) hour12 = Boolean(hour12);
    let cycle = stringOption(o, sv, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], undefined);
    let zone = o.timeZone;
    zone = zone === undefined ? zoneOf(binding.localZone()) : zoneOf(String(zone));
    s.zone = zone;
    const f = { __proto__: null };
    f.weekday = stringOption(o, sv, 'weekday', kText, undefined);
    f.era = stringOption(o, sv, 'era', kText, undefined);
    f.year = stringOption(o, sv, 'year', kNumber, undefined);
    f.month = stringOption(o, sv, 'month', [...kNumber, ...kText], undefined);
    f.day = stringOption(o, sv, 'day', kNumber, undefined);
    f.dayPeriod = stringOption(o, sv, 'dayPeriod', kText, undefined);
    f.hour = stringOption(o, sv, 'hour', kNumber, undefined);
    f.minute = stringOption(o, sv, 'minute', kNumber, undefined);
    f.second = stringOption(o, sv, 'second', kNumber, undefined);
    f.fractionalSecondDigits = numberOption(o, 'fractionalSecondDigits', 1, 3, undefined);
    f.timeZoneName = stringOption(o, sv, 'timeZoneName', ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'], undefined);
    stringOption(o, sv, 'formatMatcher', ['basic', 'best fit'], 'best fit');
    s.dateStyle = stringOption(o, sv, 'dateStyle', ['full', 'long', 'medium', 'short'], undefined);
    s.timeStyle = stringOption(o, sv, 'timeStyle', ['full', 'long', 'medium', 'short'], undefined);
    if (s.dateStyle !== undefined || s.timeStyle !== undefined) {
      if (kFields.some((k) => f[k] !== undefined) || (required === 'date' && s.timeStyle !== undefined) || (required === 'time' && s.dateStyle !== undefined)) {
        throw new TypeError('Invalid option : option');
      }
      s.fields = styled(s);
    } else {
      let need = true;
      if (required !== 'time' && (f.weekday ?? f.year ?? f.month ?? f.day) !== undefined) need = false;
      if (required !== 'date' && (f.dayPeriod ?? f.hour ?? f.minute ?? f.second ?? f.fractionalSecondDigits) !== undefined) need = false;
      if (need && defaults !== 'time') f.year = f.month = f.day = 'numeric';
      if (need && defaults !== 'date') f.hour = f.minute = f.second = 'numeric';
      s.fields = f;
      if (f.hour !== undefined && f.minute !== undefined) f.minute = '2-digit';
      if (f.second !== undefined && (f.minute !== undefined || f.hour !== undefined)) f.second = '2-digit';
    }
    if (s.fields.hour !== undefined) {
      if (hour12 !== undefined) cycle = hour12 ? 'h12' : 'h23';
      else cycle ??= /^h(?:11|12|23|24)$/.test(keywords.get('hc')) ? keywords.get('hc') : s.conventions.h12 ? 'h12' : 'h23';
      s.hourCycle = cycle;
    }
    formats.set(target, s);
    return s;
  }

  function styled({ dateStyle, timeStyle, conventions: c }) {
    const f = { __proto__: null };
    if (dateStyle === 'full') f.weekday = 'long';
    if (dateStyle === 'short') Object.assign(f, { year: c.order === 'mdy' || !c.pad || c.h12 && c.order === 'dmy' ? '2-digit' : 'numeric', month: 'numeric', day: 'numeric' });
    else if (dateStyle !== undefined) Object.assign(f, { year: 'numeric', month: dateStyle === 'medium' ? 'short' : 'long', day: 'numeric' });
    if (timeStyle !== undefined) {
      Object.assign(f, { hour: c.h12 ? 'numeric' : '2-digit', minute: '2-digit' });
      if (timeStyle !== 'short') f.second = '2-digit';
      if (timeStyle === 'full') f.timeZoneName = 'long';
      else if (timeStyle === 'long') f.timeZoneName = 'short';
    }
    return f;
  }

  function two(n) { return n < 10 ? '0' + n : String(n); }

  // zoneText is the name of the zone at a time.
  function zoneText(s, style, at) {
    const offsetText = (long) => {
      if (at.offset === 0) return 'GMT';
      const m = Math.abs(at.offset) / 60000;
      const h = Math.floor(m / 60);
      const min = Math.floor(m % 60);
      return `GMT${at.offset < 0 ? '-' : '+'}${long ? two(h) : h}${long || min ? ':' + two(min) : ''}`;
    };
    if (style === 'shortOffset' || style === 'longOffset') return offsetText(style === 'longOffset');
    if (s.zone.offset !== undefined) return offsetText(style === 'long');
    if (s.zone.name === 'UTC') return style.startsWith('short') ? 'UTC' : style === 'longGeneric' ? 'GMT' : 'Coordinated Universal Time';
    if (style === 'long') return at.long;
    const american = /^(?:E|C|M|P|AK|H)[SD]T$/.test(at.abbreviation) && /^(?:America|US|Canada|Pacific|E|C|M|P|H|Mexico)/.test(s.zone.name);
    if (style === 'short') {
      if (american) return at.abbreviation;
      return at.offset === 0 ? 'GMT' : s.locale === 'en-GB' && at.abbreviation === 'BST' ? 'BST' : offsetText(false);
    }
    const generic = at.long.replace(/ (?:Standard|Daylight|Summer) Time$/, ' Time');
    if (style === 'longGeneric') return generic;
    return american ? at.abbreviation.replace(/[SD]T$/, 'T') : offsetText(false);
  }

  function timeAt(s, t) {
    let at;
    if (s.zone.offset !== undefined) at = { offset: s.zone.offset };
    else if (s.zone.name === 'UTC') at = { offset: 0 };
    else {
      const [offset, abbreviation, long] = binding.at(s.zone.name, t);
      at = { offset, abbreviation, long };
    }
    const d = new Date(t + at.offset);
    return { at, year: d.getUTCFullYear(), month: d.getUTCMonth(), day: d.getUTCDate(), weekday: d.getUTCDay(), hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds(), ms: d.getUTCMilliseconds() };
  }

  function dateParts(s, x, out) {
    const f = s.fields;
    const c = s.conventions;
    const lit = (value) => out.push({ type: 'literal', value });
    const numericMonth = f.month === 'numeric' || f.month === '2-digit';
    const era = x.year <= 0;
    const y = era ? 1 - x.year : x.year;
    const year = () => out.push({ type: 'year', value: f.year === '2-digit' ? two(y % 100) : String(y) });
    const padded = numericMonth && c.pad && (f.day !== undefined || f.year !== undefined) && f.month === 'numeric' && (s.dateStyle !== 'short' || !c.h12 || c.order === 'ymd');
    const day = () => out.push({ type: 'day', value: f.day === '2-digit' || padded ? two(x.day) : String(x.day) });
    const weekday = () => {
      const name = kDays[x.weekday];
      out.push({ type: 'weekday', value: f.weekday === 'long' ? name : f.weekday === 'short' ? name.slice(0, 3) : name[0] });
    };
    const month = () => {
      const name = kMonths[x.month];
      let value = String(x.month + 1);
      if (f.month === 'long') value = name;
      else if (f.month === 'short') value = c.dayFirst && x.month === 8 ? 'Sept' : name.slice(0, 3);
      else if (f.month === 'narrow') value = name[0];
      else if (f.month === '2-digit' || padded) value = two(x.month + 1);
      out.push({ type: 'month', value });
    };
    if (f.month !== undefined) {
      if (f.weekday !== undefined) {
        weekday();
        lit(c.dayFirst && f.weekday === 'long' && !numericMonth ? ' ' : ', ');
      }
      if (numericMonth) {
        let first = true;
        for (const k of c.order) {
          if ((k === 'm' ? f.month : k === 'd' ? f.day : f.year) === undefined) continue;
          if (!first) lit(c.separator);
          first = false;
          if (k === 'm') month();
          else if (k === 'd') day();
          else year();
        }
      } else if (c.dayFirst) {
        if (f.day !== undefined) {
          day();
          lit(' ');
        }
        month();
        if (f.year !== undefined) {
          lit(' ');
          year();
        }
      } else {
        month();
        if (f.day !== undefined) {
          lit(' ');
          day();
        }
        if (f.year !== undefined) {
          lit(f.day !== undefined ? ', ' : ' ');
          year();
        }
      }
    } else {
      const order = c.dayFirst ? ['weekday', 'day', 'year'] : ['year', 'day', 'weekday'];
      let first = true;
      for (const k of order) {
        if (f[k] === undefined) continue;
        if (!first) lit(' ');
        first = false;
        if (k === 'weekday') weekday();
        else if (k === 'day') day();
        else year();
      }
    }
    if (f.era !== undefined) {
      if (out.length) lit(' ');
      out.push({ type: 'era', value: f.era === 'long' ? (era ? 'Before Christ' : 'Anno Domini') : f.era === 'narrow' ? (era ? 'B' : 'A') : era ? 'BC' : 'AD' });
    }
  }

  function timeParts(s, x, out) {
    const f = s.fields;
    const lit = (value) => out.push({ type: 'literal', value });
    const alone = f.hour === undefined && (f.minute === undefined) !== (f.second === undefined);
    const begin = out.length;
    if (f.hour !== undefined) {
      let h = x.hour;
      if (s.hourCycle === 'h12') h = h % 12 || 12;
      else if (s.hourCycle === 'h11') h %= 12;
      else if (s.hourCycle === 'h24') h = h || 24;
      out.push({ type: 'hour', value: f.hour === '2-digit' || s.hourCycle > 'h12' ? two(h) : String(h) });
    }
    if (f.minute !== undefined) {
      if (out.length > begin) lit(':');
      out.push({ type: 'minute', value: alone ? String(x.minute) : two(x.minute) });
    }
    if (f.second !== undefined) {
      if (out.length > begin) lit(':');
      out.push({ type: 'second', value: alone ? String(x.second) : two(x.second) });
    }
    if (f.fractionalSecondDigits !== undefined) {
      if (out.length > begin) lit('.');
      out.push({ type: 'fractionalSecond', value: String(x.ms).padStart(3, '0').slice(0, f.fractionalSecondDigits) });
    }
    const half = f.hour !== undefined && s.hourCycle <= 'h12';
    if (f.dayPeriod !== undefined && (half || f.hour === undefined)) {
      if (out.length > begin) lit(' ');
      const h = x.hour;
      const value = h === 12 && (f.minute === undefined || x.minute === 0) ? 'noon' : h < 6 || h >= 21 ? 'at night' : h < 12 ? 'in the morning' : h < 18 ? 'in the afternoon' : 'in the evening';
      out.push({ type: 'dayPeriod', value });
    } else if (half) {
      lit(' ');
      out.push({ type: 'dayPeriod', value: x.hour < 12 ? s.conventions.am : s.conventions.pm });
    }
  }

  function toParts(s, t) {
    const x = timeAt(s, t);
    const f = s.fields;
    const out = [];
    dateParts(s, x, out);
    const clock = (f.hour ?? f.minute ?? f.second ?? f.fractionalSecondDigits ?? f.dayPeriod) !== undefined;
    if (clock) {
      if (out.length) {
        const long = f.month === 'long' && f.day !== undefined;
        const onlyDay = f.weekday !== undefined && f.month === undefined && f.day === undefined && f.year === undefined;
        out.push({ type: 'literal', value: long ? ' at ' : onlyDay ? ' ' : ', ' });
      }
      timeParts(s, x, out);
    }
    if (f.timeZoneName !== undefined) {
      if (out.length) out.push({ type: 'literal', value: clock ? ' ' : ', ' });
      out.push({ type: 'timeZoneName', value: zoneText(s, f.timeZoneName, x.at) });
    }
    return out;
  }

  function clip(date) {
    const t = date === undefined ? Date.now() : Number(date);
    if (!(Math.abs(t) <= 8.64e15)) throw new RangeError('Invalid time value');
    return Math.trunc(t) + 0;
  }

  function DateTimeFormat(locales, options) {
    const self = new.target === undefined ? Object.create(DateTimeFormat.prototype) : this;
    init(self, locales, options, 'any', 'date');
    return self;
  }
  function range(s, start, end) {
    if (start === undefined || end === undefined) throw new TypeError('startDate or endDate cannot be undefined');
    const a = toParts(s, clip(start));
    const b = toParts(s, clip(end));
    if (joined(a) === joined(b)) return a.map((p) => ({ ...p, source: 'shared' }));
    return [...a.map((p) => ({ ...p, source: 'startRange' })), { type: 'literal', value: '\u2009–\u2009', source: 'shared' }, ...b.map((p) => ({ ...p, source: 'endRange' }))];
  }
  define(DateTimeFormat, sv, {
    get format() {
      const s = internal(formats, this, 'DateTimeFormat.prototype.format');
      let f = bound.get(this);
      if (f === undefined) {
        f = (date) => joined(toParts(s, clip(date)));
        Object.defineProperty(f, 'name', { value: '' });
        bound.set(this, f);
      }
      return f;
    },
    formatToParts(date) { return toParts(internal(formats, this, 'DateTimeFormat.prototype.formatToParts'), clip(date)); },
    formatRange(startDate, endDate) { return joined(range(internal(formats, this, 'DateTimeFormat.prototype.formatRange'), startDate, endDate)); },
    formatRangeToParts(startDate, endDate) { return range(internal(formats, this, 'DateTimeFormat.prototype.formatRangeToParts'), startDate, endDate); },
    resolvedOptions() {
      const s = internal(formats, this, 'DateTimeFormat.prototype.resolvedOptions');
      const o = { locale: s.locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: s.zone.name };
      if (s.hourCycle !== undefined) {
        o.hourCycle = s.hourCycle;
        o.hour12 = s.hourCycle <= 'h12';
      }
      if (s.dateStyle === undefined && s.timeStyle === undefined) {
        for (const k of kFields) if (s.fields[k] !== undefined) o[k] = s.fields[k];
      }
      if (s.dateStyle !== undefined) o.dateStyle = s.dateStyle;
      if (s.timeStyle !== undefined) o.timeStyle = s.timeStyle;
      return o;
    },
  });

  // localeText is Date.prototype.toLocaleString and its relatives with arguments: kind is 'any', 'date' or 'time'.
  function localeText(kind, t, localeList, options) {
    const s = init({}, localeList, options, kind, kind === 'any' ? 'all' : kind);
    return joined(toParts(s, clip(t)));
  }

  return { DateTimeFormat, localeText };
};
