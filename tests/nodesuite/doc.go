// Package nodesuite runs the test files of Node's own suite against the gonode executable.
//
// The suite is not part of the repository: NODE_TEST_DIR names a checkout (the directory that holds test/common and test/parallel).
// Groups are those of the names of the files; a file is internal when it needs modules, flags or addons that only Node has, or the
// network outside, and such files are not counted. A file passes when its process ends with status 0 in time and does not say that it
// skipped itself.
//
// passing.txt lists the files that pass; it may only grow. node26.txt lists what Node 26 itself passes: the denominator of percentages.
package nodesuite
