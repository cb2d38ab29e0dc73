// Package messaging holds the messaging binding: structured clone and message ports.
package messaging
