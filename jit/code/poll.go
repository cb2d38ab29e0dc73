package code

// PollMode is how machine code notices that it should leave.
type PollMode uint8

// The modes.
const (
	PollGuard   PollMode = iota // it compares g.stackguard0 with stackPreempt
	PollCounter                 // it leaves after a number of polls
)

// pollBudget is the number of polls between exits in counter mode: some tens of microseconds of the tightest loop.
const pollBudget = 20000
