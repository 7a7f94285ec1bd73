// Package obs is logging and metrics. A log line can only hold the fields that are
// listed here, so that no careless line can leak a prompt. It does not trace and
// sends nothing anywhere.
package obs
