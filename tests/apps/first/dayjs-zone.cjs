'use strict';
// dayjs with its timezone plugin, which is made of Intl.DateTimeFormat.
process.env.TZ = 'America/New_York';
const dayjs = require('dayjs');
const { say } = require('./say.cjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/timezone'));
dayjs.extend(require('dayjs/plugin/advancedFormat'));
const t = dayjs('2024-07-01T12:00:00Z');
say('local', t.format(), t.utcOffset());
for (const z of ['Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles', 'UTC', 'Asia/Kolkata', 'Australia/Sydney']) say(z, t.tz(z).format(), dayjs.tz('2024-01-15 08:30', z).toISOString(), dayjs.tz('2024-03-31 02:30', z).format());
say('guess', dayjs.tz.guess());
dayjs.tz.setDefault('Asia/Tokyo');
say('default', dayjs.tz('2024-01-01').toISOString(), t.tz().format('YYYY-MM-DD HH:mm z'));
