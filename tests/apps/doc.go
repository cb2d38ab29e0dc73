// Package apps runs real npm applications under gonode and, where NODE26 names it, under Node 26.
package apps
