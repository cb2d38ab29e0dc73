'use strict';
// The names of fetch; the parts load when they are used.

module.exports = {
  get fetch() { return require('internal/fetch/fetch').fetch; },
  get Headers() { return require('internal/fetch/headers').Headers; },
  get Request() { return require('internal/fetch/request').Request; },
  get Response() { return require('internal/fetch/response').Response; },
  get FormData() { return require('internal/fetch/formdata').FormData; },
};
