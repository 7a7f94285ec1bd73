// Package register keeps the breach register: events of inspected attempts, the
// incidents that group them, and what became of each attempt. It does not see
// prompt text, and it confirms nothing: the system itself only detects, and
// settles as prevented what provably did not leave.
package register
