// Package url holds the url binding.
package url
