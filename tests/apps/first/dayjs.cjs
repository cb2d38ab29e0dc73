'use strict';
// dayjs with its plugins, in UTC and in zones.
process.env.TZ = 'UTC';
const dayjs = require('dayjs');
const { say, attempt } = require('./say.cjs');

for (const p of ['utc', 'duration', 'relativeTime', 'customParseFormat', 'isoWeek', 'isoWeeksInYear', 'weekOfYear', 'advancedFormat', 'isBetween', 'localizedFormat', 'quarterOfYear', 'dayOfYear', 'isLeapYear', 'minMax', 'objectSupport', 'calendar', 'weekday', 'isSameOrAfter', 'buddhistEra', 'toArray', 'toObject', 'pluralGetSet', 'updateLocale', 'localeData', 'bigIntSupport', 'arraySupport']) dayjs.extend(require('dayjs/plugin/' + p));
const t = dayjs('2024-02-29T13:45:59.123Z');
say('format', t.format(), t.format('YYYY-MM-DD HH:mm:ss.SSS Z ZZ'), t.format('dddd, MMMM D, YYYY h:mm A'), t.format('[escaped] D Do dd ddd E e w wo W k kk X x Q BBBB'), t.format('L LL LLL LLLL LT LTS'));
say('add', t.add(1, 'year').format('YYYY-MM-DD'), t.add(-1, 'month').format('YYYY-MM-DD'), t.add(12, 'hour').toISOString(), t.subtract(90, 'minutes').toISOString(), t.add(1.5, 'day').toISOString(), t.add(1, 'quarter').format('YYYY-MM-DD'));
say('units', ['year', 'quarter', 'month', 'week', 'isoWeek', 'date', 'day', 'hour', 'minute', 'second'].map((u) => [u, t.startOf(u).toISOString(), t.endOf(u).toISOString()]));
say('set', t.set('date', 1).set('month', 0).date(), t.year(2023).format('YYYY-MM-DD'), t.month(12).format('YYYY-MM-DD'), t.day(0).format('YYYY-MM-DD'), t.isoWeek(1).format('YYYY-MM-DD'), t.isoWeekday(), t.week(), t.dayOfYear(), t.isLeapYear(), t.daysInMonth(), t.isoWeeksInYear());
say('diff', t.diff('2023-02-28'), t.diff('2020-01-01', 'year', true), t.diff('2024-03-31', 'month'), t.diff(dayjs('2024-01-01'), 'week'), t.diff('2024-02-28', 'hours', true));
say('compare', t.isBefore('2025-01-01'), t.isSame('2024-02-01', 'month'), t.isBetween('2024-01-01', '2024-12-31', 'day', '[]'), t.isSameOrAfter(t), dayjs.max(t, dayjs('2030-01-01')).year());
say('relative', t.from('2024-02-29T13:00:00Z'), t.to('2025-06-01'), t.fromNow(true).length > 0);
say('duration', dayjs.duration({ hours: 25, minutes: 61 }).toISOString(), dayjs.duration('P1Y2M10DT2H30M').asDays(), dayjs.duration(3661000).format('HH:mm:ss'), dayjs.duration(1, 'day').add(3, 'hours').asHours());
say('parse', ['12/25/1995', '05/02/69 1:02:03 PM -05:00', '2018 March 5'].map((s, i) => dayjs(s, ['MM/DD/YYYY', 'MM/DD/YY H:mm:ss A Z', 'YYYY MMMM D'][i]).toISOString()), dayjs('1970-00-00', 'YYYY-MM-DD', true).isValid(), dayjs('nonsense').toString(), dayjs(null).isValid(), dayjs({ year: 2010, month: 3 }).format(), dayjs([2011, 1, 2]).format(), dayjs('20180504').format(), dayjs(1318781876406).toISOString());
attempt('invalid', () => dayjs('nonsense').toISOString());
for (const l of ['de', 'fr', 'ja', 'ru', 'ar', 'pl']) {
  require('dayjs/locale/' + l);
  say(l, t.locale(l).format('dddd, D MMMM YYYY, LLLL'), t.locale(l).from('2024-01-01'), dayjs.duration(5, 'years').locale(l).humanize());
}
dayjs.locale('de');
say('global locale', dayjs('2024-03-01').format('MMMM'), dayjs.months().slice(0, 3), dayjs.localeData().firstDayOfWeek());
dayjs.locale('en');
say('calendar', t.calendar('2024-03-01'), t.calendar('2024-02-29'), t.calendar('2023-01-01'));
say('utc', dayjs.utc('2024-01-01 10:00').format(), t.utc().utcOffset(120).format(), t.utcOffset('+05:30').format(), t.utc().local().format());
say('convert', t.toArray(), t.toObject(), t.toJSON(), t.unix(), t.valueOf(), String(t), +t.toDate(), t.clone().isSame(t));
