// Package messaging is the messaging binding: structured clone, message ports and broadcast channels. A message is serialised to
// records that belong to no isolate (Message) and made again in the receiver's.
package messaging
