// Package url is the url binding: the WHATWG URL parser of the package whatwg behind lib/internal/url.js.
package url
