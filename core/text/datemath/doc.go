// Package datemath has the time arithmetic of ECMA-262 clause 21.4.1, date parsing (the
// specification's format and the legacy forms V8 accepts) and the texts of Date.prototype.
// A time value is a float64 of milliseconds since the epoch, NaN when invalid.
package datemath
